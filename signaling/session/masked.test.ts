/** Institutions (U1 to U8) and promise W7: what each side of a masked conversation receives, searched for the other. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { decodeCertificate } from '../../conversation/log/certificate.ts';
import { decodeEntry } from '../../conversation/log/entry.ts';
import { readPayload } from '../../conversation/log/payload.ts';
import {
  fromBase64Url,
  type AccountId,
  type ConversationId,
} from '../../conversation/protocol/ids.ts';
import type { Authenticated } from '../accounts/actor.ts';
import type { Client, Peer } from './client.fixture.ts';
import { createTestServer, type TestServer } from './session.fixture.ts';

let world: TestServer;
beforeEach(async () => {
  world = await createTestServer();
  await world.database
    .updateTable('departments')
    .set({ name: 'School of Law', names: 'masked', who_closes: 'raiser', connection: 'direct' })
    .execute();
});
afterEach(() => world.close());

interface Person {
  readonly whom: Authenticated & { readonly account: AccountId };
  readonly client: Client;
}

async function person(username: string, role: 'agent' | 'customer'): Promise<Person> {
  const whom = await world.account(username, role);
  if (role === 'customer') {
    await world.database
      .deleteFrom('department_members')
      .where('account', '=', whom.account)
      .execute();
  }
  return { whom, client: await world.connect(whom) };
}

/** A customer's thread that the school answers. */
async function thread() {
  const head = await person('professor-okafor', 'agent');
  head.client.send({ type: 'available', available: true });
  await head.client.next('available');
  const customer = await person('maria-lindqvist', 'customer');
  const asked = await customer.client.start();
  const { conversation } = asked;
  await head.client.next('listed');
  const answering = await head.client.join(conversation);
  return { head, customer, asked, answering, conversation };
}

async function passOn(from: Person, to: Person, conversation: ConversationId): Promise<void> {
  const { assigned_to: holder } = await world.database
    .selectFrom('conversations')
    .select('assigned_to')
    .where('id', '=', conversation)
    .executeTakeFirstOrThrow();
  from.client.mark();
  from.client.send({
    type: 'transfer',
    conversation,
    from: holder,
    to: { kind: 'account', account: to.whom.account },
  });
  await from.client.next('done');
}

/** Everything a side was sent, as text: messages, names in certificates, entries. */
function everythingFor({ client }: Person): string {
  const certificates = client.heard.flatMap((it) => {
    if (it.type === 'joined') return [it.certificate];
    return it.type === 'certificates' ? it.certificates : [];
  });
  const read = certificates.map((text) => {
    const decoded = decodeCertificate(fromBase64Url(text) ?? new Uint8Array());
    return decoded.ok ? JSON.stringify(decoded.value) : decoded.refusal;
  });
  const entries = client.pushed.flatMap(({ append }) =>
    append.entries.map((bytes) => {
      const decoded = decodeEntry(bytes);
      return decoded.ok ? JSON.stringify(readPayload(decoded.value)) : decoded.refusal;
    }),
  );
  return [...client.heard.map((it) => JSON.stringify(it)), ...read, ...entries].join('\n');
}

const secretsOf = ({ whom }: Person): string[] => {
  const { actor } = whom;
  return actor.kind === 'account' ? [actor.username, actor.name, actor.account] : [];
};

const eventsFor = ({ client }: Person): string[] =>
  client.pushed.flatMap(({ append }) =>
    append.entries.flatMap((bytes) => {
      const decoded = decodeEntry(bytes);
      const payload = decoded.ok ? readPayload(decoded.value) : undefined;
      return payload?.type === 'system' ? [payload.event] : [];
    }),
  );

async function heard(reader: Peer, writer: Peer, text: string): Promise<void> {
  const pushed = reader.client.nextPush(writer.writer.log);
  await writer.saved(await writer.say(text));
  await pushed;
}

test('[V-16] [W7] [U5] [U6] neither side receives a name, an account or a key that says who the other one is', async () => {
  const { head, customer, asked, answering, conversation } = await thread();
  const worker = await person('grace-worker', 'agent');
  await heard(answering, asked, 'May I hand it in later?');
  await heard(asked, answering, 'Until Friday.');
  await passOn(head, worker, conversation);
  const helping = await worker.client.join(conversation);
  await heard(asked, helping, 'Friday noon, to be exact.');

  const received = everythingFor(customer);
  for (const secret of [...secretsOf(head), ...secretsOf(worker)]) {
    expect(received).not.toContain(secret);
  }
  for (const reader of [head, worker]) {
    const seen = everythingFor(reader);
    for (const secret of secretsOf(customer)) expect(seen).not.toContain(secret);
  }
  expect(received).toContain('School of Law');
});

test('[U2] [U5] the client cannot tell that somebody else answers now', async () => {
  const { head, customer, asked, answering, conversation } = await thread();
  const worker = await person('grace-worker', 'agent');
  await heard(asked, answering, 'From the school itself.');
  const before = asked.joined.participants.find(({ role }) => role === 'agent');
  const statuses = () =>
    customer.client.heard.flatMap((it) =>
      it.type === 'status' && it.conversation === conversation ? [JSON.stringify(it)] : [],
    );
  const events = eventsFor(customer);
  const known = new Set(statuses());
  await passOn(head, worker, conversation);
  const helping = await worker.client.join(conversation);
  await heard(asked, helping, 'From a worker.');
  await customer.client.settled();

  expect(helping.joined.you).toEqual(answering.joined.you);
  expect(new Set(statuses())).toEqual(known);
  expect(eventsFor(customer)).toEqual(events);
  if (before !== undefined) expect(helping.joined.you.id).toBe(before.id);
  // And the school can take it back.
  await passOn(worker, head, conversation);
  const again = await head.client.join(conversation);
  await heard(asked, again, 'The school again.');
  expect(eventsFor(customer)).toEqual(events);
});

test('[U2] [U6] a worker never takes one over, nor does anybody from elsewhere; a later one of the school changes nothing that the client sees', async () => {
  const { head, customer, asked, conversation } = await thread();
  const from = head.client.heard.flatMap((it) =>
    it.type === 'joined' && it.conversation === conversation ? [it.you.id] : [],
  )[0]!;
  const takeOver = async ({ client }: Person): Promise<string> => {
    client.mark();
    client.send({ type: 'take-over', conversation, from });
    const said = await Promise.race([client.next('done'), client.next('refused')]);
    return said.type === 'done' ? 'done' : said.code;
  };
  const { department } = await world.database
    .selectFrom('conversations')
    .select('department')
    .executeTakeFirstOrThrow();
  const bound = await world.account('grace-worker', 'agent');
  const workerOf = { ...bound.actor, workerOf: department };
  const worker = { whom: bound, client: await world.connect({ ...bound, actor: workerOf }) };
  const foreign = await person('from-elsewhere', 'agent');
  await world.departments.removeMember(department, foreign.whom.account);
  expect(await takeOver(worker)).toBe('not-allowed');
  expect(await takeOver(foreign)).toBe('not-found');
  expect(await takeOver(customer)).toBe('not-allowed');

  const colleague = await person('dean-abiodun', 'agent');
  await customer.client.settled();
  const statuses = () =>
    customer.client.heard.flatMap((it) => (it.type === 'status' ? [JSON.stringify(it)] : []));
  const known = new Set(statuses());
  const events = eventsFor(customer);
  expect(await takeOver(colleague)).toBe('done');
  // On the same sight, later: the face is the same, and who may take over from it still may.
  expect(await takeOver(head)).toBe('done');
  const answering = await head.client.join(conversation);
  await heard(asked, answering, 'It is me again.');
  expect(new Set(statuses())).toEqual(known);
  expect(eventsFor(customer)).toEqual(events);
  expect(everythingFor(customer)).not.toMatch(/dean-abiodun|grace-worker/);
});

test('[U2] whoever handed it on neither reads nor writes any more', async () => {
  const { head, asked, answering, conversation } = await thread();
  const worker = await person('grace-worker', 'agent');
  await passOn(head, worker, conversation);
  await head.client.next('left');
  head.client.mark();
  answering.upload([await answering.writer.say('too late')]);
  expect((await head.client.next('refused')).code).toBe('not-joined');
  await expect(head.client.join(conversation)).rejects.toThrow('not-found');
  const helping = await worker.client.join(conversation);
  await heard(helping, asked, 'Are you there?');
  await head.client.settled();
  expect(everythingFor(head)).not.toContain('Are you there?');
});

test('[W7] there is no signalling in a masked conversation, whatever the department’s connection', async () => {
  const { asked, answering } = await thread();
  for (const { joined } of [asked, answering]) {
    expect(joined.connection).toBe('server');
    expect(joined.topic).toBeUndefined();
    expect(joined.iceServers).toEqual([]);
  }
});

test('[W7] two threads of one person share no name, face or key that the server gives out', async () => {
  const { customer, asked, head } = await thread();
  const second = await customer.client.start();
  await head.client.next('listed', ({ summary }) => summary.conversation === second.conversation);
  const clients = head.client.heard.flatMap((it) => (it.type === 'listed' ? [it.summary] : []));
  const faceIn = (conversation: ConversationId) =>
    clients.find((it) => it.conversation === conversation)?.client;
  expect(faceIn(asked.conversation)?.id).not.toBe(faceIn(second.conversation)?.id);
  expect(faceIn(asked.conversation)?.name).toMatch(/^Client \d{4}$/);
});

test('[U8] only whoever raised it ends it, and afterwards nobody writes', async () => {
  const { head, customer, asked, answering, conversation } = await thread();
  head.client.send({ type: 'close', conversation });
  expect((await head.client.next('refused')).code).toBe('only-raiser');
  customer.client.send({ type: 'close', conversation });
  await customer.client.next('status', ({ status }) => status.state === 'closed');
  answering.client.mark();
  answering.upload([await answering.writer.say('after the end')]);
  await asked.client.settled();
  expect(everythingFor(customer)).not.toContain('after the end');
});

test('who wrote under the shared face is kept beside the log', async () => {
  const { head, conversation } = await thread();
  const worker = await person('grace-worker', 'agent');
  await passOn(head, worker, conversation);
  await worker.client.join(conversation);
  const rows = await world.database
    .selectFrom('logs')
    .select('written_by')
    .where('conversation', '=', conversation)
    .where('written_by', 'is not', null)
    .execute();
  expect(rows.map((row) => row.written_by)).toEqual(
    expect.arrayContaining([head.whom.account, worker.whom.account]),
  );
});
