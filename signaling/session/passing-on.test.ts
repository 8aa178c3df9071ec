import { afterEach, beforeEach, expect, test } from 'vitest';
import { decodeEntry } from '../../conversation/log/entry.ts';
import { readPayload } from '../../conversation/log/payload.ts';
import {
  randomIdFrom,
  type AccountId,
  type ConversationId,
  type DepartmentId,
  type ParticipantId,
} from '../../conversation/protocol/ids.ts';
import type { TransferTarget } from '../../conversation/protocol/session.ts';
import type { AccountRole } from '../accounts/actor.ts';
import type { Client } from './client.fixture.ts';
import { createTestServer, type TestServer } from './session.fixture.ts';

let world: TestServer;
beforeEach(async () => {
  world = await createTestServer();
});
afterEach(() => world.close());

interface Staff {
  readonly client: Client;
  readonly account: AccountId;
}

/** A staff member who is here, and answers where `available`. */
async function staff(
  username: string,
  { role = 'agent', available = false }: { role?: AccountRole; available?: boolean } = {},
): Promise<Staff> {
  const whom = await world.account(username, role);
  const client = await world.connect(whom);
  if (available) {
    client.send({ type: 'available', available: true });
    await client.next('available');
  }
  await client.settled();
  return { client, account: whom.account };
}

let departments = 0;
async function department(): Promise<DepartmentId> {
  departments += 1;
  const id = randomIdFrom(new Uint8Array(16).fill(departments)) as DepartmentId;
  const row = await world.database.selectFrom('departments').selectAll().executeTakeFirstOrThrow();
  await world.database
    .insertInto('departments')
    .values({ ...row, id, name: `Department ${departments}` })
    .execute();
  return id;
}

const holderOf = async (conversation: ConversationId): Promise<ParticipantId | null> => {
  const row = await world.database
    .selectFrom('conversations')
    .select('assigned_to')
    .where('id', '=', conversation)
    .executeTakeFirstOrThrow();
  return row.assigned_to;
};

/** Asks, and resolves with `done` or the code of the refusal. */
async function answer(
  { client }: Staff,
  message: Parameters<Client['send']>[0] & { conversation: ConversationId },
): Promise<string> {
  const before = client.heard.length;
  client.send(message);
  client.send({ type: 'leave', conversation: message.conversation });
  client.send({ type: 'typing', conversation: message.conversation, typing: true });
  await client.next(
    'refused',
    (it) => it.code === 'not-joined' && client.heard.indexOf(it) >= before,
  );
  const heard = client.heard.slice(before);
  const said = heard.find((it) => it.type === 'done' || (it.type === 'refused' && it.about));
  return said?.type === 'refused' ? said.code : (said?.type ?? 'nothing');
}

const toAccount = (account: AccountId): TransferTarget => ({ kind: 'account', account });

async function transfer(
  by: Staff,
  conversation: ConversationId,
  to: TransferTarget,
  more: { note?: string; from?: ParticipantId | null } = {},
): Promise<string> {
  const { note, from = await holderOf(conversation) } = more;
  return answer(by, {
    type: 'transfer',
    conversation,
    from,
    to,
    ...(note === undefined ? {} : { note }),
  });
}

async function takeOver(by: Staff, conversation: ConversationId): Promise<string> {
  return answer(by, { type: 'take-over', conversation, from: await holderOf(conversation) });
}

async function visit() {
  const visitor = await world.connect(await world.visitor());
  return visitor.start();
}

async function events(conversation: ConversationId): Promise<string[]> {
  const transcript = await world.archive.transcript(conversation, 0, 1000);
  return (transcript?.entries ?? []).flatMap(({ bytes }) => {
    const entry = decodeEntry(bytes);
    const payload = entry.ok ? readPayload(entry.value) : undefined;
    if (payload?.type !== 'system') return [];
    return [[payload.event, payload.participant?.name].filter(Boolean).join(' ')];
  });
}

test('[U2] an agent passes a conversation on with a note, and everybody hears who answers now', async () => {
  const ada = await staff('ada', { available: true });
  const ben = await staff('ben');
  const { conversation, client } = await visit();
  const note = 'Wants a refund; be kind.';
  expect(await transfer(ada, conversation, toAccount(ben.account), { note })).toBe('done');

  await ada.client.next('unlisted');
  const { summary } = await ben.client.next('listed');
  expect(summary.status).toMatchObject({ state: 'assigned', to: { name: 'ben' } });
  await client.next(
    'status',
    ({ status }) => status.state === 'assigned' && status.to.name === 'ben',
  );
  expect(await events(conversation)).toEqual(['assigned ada', 'assigned ben']);

  const kept = await world.database.selectFrom('transfers').selectAll().execute();
  expect(kept).toMatchObject([{ by_name: 'ada', to_kind: 'person', to_name: 'ben', note }]);
  const everything = JSON.stringify([...client.heard, ...client.pushed]);
  expect(everything).not.toContain('refund');
});

test('a conversation passed on to a bot is answered by it, and to a department by whoever is free there', async () => {
  const ada = await staff('ada', { available: true });
  const bot = await staff('reverse', { role: 'bot' });
  const { conversation } = await visit();
  expect(await transfer(ada, conversation, toAccount(bot.account))).toBe('done');
  expect(await events(conversation)).toEqual(['assigned ada', 'assigned reverse']);

  const sales = await department();
  const eve = await staff('eve', { available: true });
  await world.departments.addMember(sales, eve.account);
  expect(await takeOver(ada, conversation)).toBe('done');
  expect(await transfer(ada, conversation, { kind: 'department', department: sales })).toBe('done');
  const { summary } = await eve.client.next('listed');
  expect(summary.department).toBe(sales);
  expect(await events(conversation)).toEqual([
    'assigned ada',
    'assigned reverse',
    'assigned ada',
    'transferred',
    'assigned eve',
  ]);
});

test('where nobody of the next department is free, the conversation waits there for a person', async () => {
  const ada = await staff('ada', { available: true });
  const { conversation, client } = await visit();
  const sales = await department();
  const bot = await world.account('reverse', 'bot');
  await world.departments.addMember(sales, bot.account);
  expect(await transfer(ada, conversation, { kind: 'department', department: sales })).toBe('done');
  await client.next('status', ({ status }) => status.state === 'waiting' && status.position === 1);
  expect(await events(conversation)).toEqual(['assigned ada', 'transferred', 'waiting']);
});

test('whoever had a conversation reads no more of it', async () => {
  const ada = await staff('ada', { available: true });
  const ben = await staff('ben');
  const peer = await visit();
  await ada.client.join(peer.conversation);
  await transfer(ada, peer.conversation, toAccount(ben.account));
  const before = ada.client.pushed.length;
  await peer.saved(await peer.say('Only for Ben'));
  await ada.client.settled();
  expect(ada.client.pushed).toHaveLength(before);
});

test('[W9] each wrong target has its own refusal, and nothing is half done', async () => {
  const ada = await staff('ada', { available: true });
  const { conversation } = await visit();
  const gone = await staff('gone');
  const full = await staff('full');
  const away = await world.account('away', 'agent');
  const foreign = await staff('foreign');
  const support = (await world.departments.first())!.id;
  await world.departments.removeMember(support, foreign.account);
  const { database } = world;
  await database
    .updateTable('accounts')
    .set({ active: 0 })
    .where('id', '=', gone.account)
    .execute();
  await database
    .updateTable('department_members')
    .set({ capacity: 0 })
    .where('account', '=', full.account)
    .execute();
  const nobody = randomIdFrom(new Uint8Array(16).fill(99));
  const before = await database.selectFrom('conversations').selectAll().execute();

  const to = (target: TransferTarget, note?: string) =>
    transfer(ada, conversation, target, note === undefined ? {} : { note });
  expect({
    unknown: await to(toAccount(nobody as AccountId)),
    foreign: await to(toAccount(foreign.account)),
    inactive: await to(toAccount(gone.account)),
    full: await to(toAccount(full.account)),
    away: await to(toAccount(away.account)),
    oneself: await to(toAccount(ada.account)),
    'no department': await to({ kind: 'department', department: nobody as DepartmentId }),
    'same department': await to({ kind: 'department', department: support }),
    'long note': await to(toAccount(full.account), 'a'.repeat(501)),
    'another holder': await transfer(ada, conversation, toAccount(full.account), { from: null }),
    'taken over from oneself': await takeOver(ada, conversation),
  }).toEqual({
    unknown: 'no-such-target',
    foreign: 'no-such-target',
    inactive: 'target-inactive',
    full: 'target-full',
    away: 'target-away',
    oneself: 'already-there',
    'no department': 'no-such-target',
    'same department': 'already-there',
    'long note': 'note-too-long',
    'another holder': 'moved-on',
    'taken over from oneself': 'already-yours',
  });
  expect(await database.selectFrom('conversations').selectAll().execute()).toEqual(before);
  expect(await database.selectFrom('transfers').selectAll().execute()).toEqual([]);
  expect(await events(conversation)).toEqual(['assigned ada']);
});

test('whoever raised a conversation is not given it, and a closed one stays where it is', async () => {
  const boss = await staff('boss', { role: 'super-admin' });
  const customer = await staff('customer', { role: 'customer' });
  const peer = await customer.client.start();
  // A person may be customer here and become agent later.
  await world.database
    .updateTable('accounts')
    .set({ role: 'agent' })
    .where('id', '=', customer.account)
    .execute();
  expect(await transfer(boss, peer.conversation, toAccount(customer.account))).toBe(
    'target-is-raiser',
  );
  customer.client.send({ type: 'close', conversation: peer.conversation });
  await customer.client.next('unlisted');
  const ben = await staff('ben');
  expect(await transfer(boss, peer.conversation, toAccount(ben.account))).toBe('already-closed');
  expect(await takeOver(ben, peer.conversation)).toBe('already-closed');
});

test('a colleague takes over what waits or is answered, also beyond the own capacity', async () => {
  const ben = await staff('ben');
  await world.database
    .updateTable('department_members')
    .set({ capacity: 0 })
    .where('account', '=', ben.account)
    .execute();
  const waiting = await visit();
  expect(await takeOver(ben, waiting.conversation)).toBe('done');
  const ada = await staff('ada', { available: true });
  const answered = await visit();
  expect(await takeOver(ben, answered.conversation)).toBe('done');
  await ada.client.next('unlisted');
  const audit = await world.database.selectFrom('audit_log').selectAll().execute();
  const taken = audit.filter(({ action }) => action === 'conversation-taken-over');
  expect(taken.map(({ actor, thing }) => [actor, thing])).toEqual([
    [ben.account, waiting.conversation],
    [ben.account, answered.conversation],
  ]);
});

test('a free place is filled at once by whoever waits', async () => {
  await world.departments.change((await world.departments.first())!.id, { agentCapacity: 1 });
  const ada = await staff('ada', { available: true });
  const ben = await staff('ben');
  const first = await visit();
  const second = await visit();
  await transfer(ada, first.conversation, toAccount(ben.account));
  await ada.client.next('listed', ({ summary }) => summary.conversation === second.conversation);
});
