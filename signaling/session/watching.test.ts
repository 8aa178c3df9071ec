import { afterEach, beforeEach, expect, test } from 'vitest';
import { limits } from '../../conversation/log/limits.ts';
import { writeEntriesFrame } from '../../conversation/protocol/frames.ts';
import {
  randomIdFrom,
  type ConversationId,
  type DepartmentId,
} from '../../conversation/protocol/ids.ts';
import { writeUpdate } from '../../conversation/log/update.ts';
import type { AccountRole } from '../accounts/actor.ts';
import { createTestServer, type TestClient, type TestServer } from './session.fixture.ts';

let world: TestServer;
beforeEach(async () => {
  world = await createTestServer();
});
afterEach(() => world.close());

async function staff(username: string, role: AccountRole = 'agent', available = false) {
  const client = await world.connect(await world.account(username, role));
  if (available) {
    client.send({ type: 'available', available: true });
    await client.next('available');
  }
  await client.settled();
  return client;
}

async function talk() {
  const ada = await staff('ada', 'agent', true);
  const visitor = await world.connect(await world.visitor());
  const client = await visitor.start();
  const agent = await ada.join(client.conversation);
  await client.saved(await client.say('Hello?'));
  return { ada, visitor, client, agent, conversation: client.conversation };
}

const watches = (client: TestClient, conversation: ConversationId) => {
  client.send({ type: 'watch', conversation, have: [] });
  return client.next('watching', (it) => it.conversation === conversation);
};

const audited = async () => {
  const rows = await world.database.selectFrom('audit_log').selectAll().orderBy('id').execute();
  return rows
    .filter(({ action }) => action.startsWith('conversation-watch'))
    .map(({ actor, action, thing, detail }) => ({ actor, action, thing, ...JSON.parse(detail) }));
};

test('[L6] an admin who watches receives everything, and nobody sees that', async () => {
  const { visitor, ada, client, agent, conversation } = await talk();
  const boss = await staff('boss', 'admin');
  const before = { visitor: visitor.heard.length, ada: ada.heard.length };
  const { participants, status } = await watches(boss, conversation);
  expect(status).toMatchObject({ state: 'assigned', to: { name: 'ada' } });
  expect(participants.map(({ role }) => role)).toEqual(['client', 'agent']);
  await boss.next('certificates');
  await boss.nextPush(client.writer.log);

  await agent.saved(await agent.say('Hi!'));
  await boss.nextPush(agent.writer.log);
  await boss.next('saved');
  visitor.send({ type: 'typing', conversation, typing: true });
  await boss.next('typing', (it) => it.typing && it.participant === client.joined.you.id);

  await ada.settled();
  await visitor.settled();
  const told = [...visitor.heard.slice(before.visitor), ...ada.heard.slice(before.ada)];
  const kinds = new Set(told.map(({ type }) => type));
  expect([...kinds].filter((kind) => !['saved', 'pong', 'typing'].includes(kind))).toEqual([]);
  expect(JSON.stringify(told)).not.toContain('boss');
});

test('[V-87] whoever watches has nothing to write with: uploads and typing are refused', async () => {
  const { agent, conversation } = await talk();
  const boss = await staff('boss', 'admin');
  await watches(boss, conversation);
  expect(boss.heard.some(({ type }) => type === 'joined')).toBe(false);
  const before = (await world.archive.transcript(conversation, 0, limits.entriesPerUpdate))
    ?.entries;

  const forged = await agent.writer.say('I am Ada');
  boss.sendRaw(writeEntriesFrame(conversation, writeUpdate([forged])));
  expect(await boss.next('refused')).toMatchObject({ code: 'not-allowed', conversation });
  boss.mark();
  boss.send({ type: 'typing', conversation, typing: true });
  expect(await boss.next('refused')).toMatchObject({ code: 'not-allowed', conversation });
  const after = (await world.archive.transcript(conversation, 0, limits.entriesPerUpdate))?.entries;
  expect(after?.length).toBe(before?.length);
});

test('every look is written down: who, what, when and until', async () => {
  const { conversation } = await talk();
  const whom = await world.account('boss', 'admin');
  const boss = await world.connect(whom);
  await watches(boss, conversation);
  const since = world.clock.now();
  const of = { actor: whom.account, thing: conversation };
  expect(await audited()).toMatchObject([{ ...of, action: 'conversation-watched' }]);

  world.clock.advance(60_000);
  boss.send({ type: 'leave', conversation });
  boss.send({ type: 'typing', conversation, typing: true });
  await boss.next('refused', ({ code }) => code === 'not-joined');
  expect((await audited()).at(-1)).toMatchObject({
    ...of,
    action: 'conversation-watch-ended',
    since,
    until: since + 60_000,
  });

  await watches(await world.connect(whom), conversation);
  await world.server.close();
  expect((await audited()).map(({ action }) => action)).toEqual([
    'conversation-watched',
    'conversation-watch-ended',
    'conversation-watched',
    'conversation-watch-ended',
  ]);
});

test('participants hear of it where the department says so', async () => {
  await world.database.updateTable('departments').set({ tells_watching: 1 }).execute();
  const { visitor, conversation, client } = await talk();
  const boss = await staff('boss', 'admin');
  await watches(boss, conversation);
  await boss.close();
  // assigned, the message, watched, unwatched
  await visitor.next('saved', ({ runs }) => runs.some((run) => run.seq + run.count >= 4));
  expect(client.joined.participants.map(({ name }) => name)).not.toContain('boss');
  const written = await world.archive.transcript(conversation, 0, 100);
  const bytes = written?.entries.map((entry) => new TextDecoder().decode(entry.bytes)).join() ?? '';
  expect(bytes.match(/"event":"(un)?watched"[^]*?"name":"boss"/g)).toHaveLength(2);
});

test('[W7] in a masked conversation participants hear that somebody watches, and not who', async () => {
  await world.database
    .updateTable('departments')
    .set({ tells_watching: 1, names: 'masked' })
    .execute();
  const { visitor, ada, conversation } = await talk();
  const boss = await staff('boss', 'admin');
  await watches(boss, conversation);
  await visitor.next('saved', ({ runs }) => runs.some((run) => run.seq + run.count >= 3));
  await boss.close();
  await visitor.next('saved', ({ runs }) => runs.some((run) => run.seq + run.count >= 4));
  const written = await world.archive.transcript(conversation, 0, 100);
  const bytes = written?.entries.map((entry) => new TextDecoder().decode(entry.bytes)).join() ?? '';
  expect(bytes).toContain('unwatched');
  expect(bytes + JSON.stringify([...visitor.heard, ...ada.heard])).not.toContain('boss');
});

test('whoever leaves the department, or whose conversation does, watches no more', async () => {
  const { agent, conversation } = await talk();
  const whom = await world.account('boss', 'admin');
  const boss = await world.connect(whom);
  await watches(boss, conversation);
  await world.departments.removeMember((await world.departments.first())!.id, whom.account);
  await boss.next('left');
  const before = boss.pushed.length;
  await agent.saved(await agent.say('Between us'));
  await boss.settled();
  expect(boss.pushed).toHaveLength(before);
});

test('whoever takes over what they watched takes part from then on', async () => {
  const { conversation } = await talk();
  const boss = await staff('boss', 'admin');
  const { status } = await watches(boss, conversation);
  const from = status.state === 'assigned' ? status.to.id : null;
  boss.send({ type: 'take-over', conversation, from });
  await boss.next('listed');
  await (await boss.join(conversation)).say('I am here myself');
  const actions = (await audited()).map(({ action }) => action);
  expect(actions).toEqual(['conversation-watched', 'conversation-watch-ended']);
  expect(world.server.counts().joined).toBe(2);
});

test('an admin is told of all open conversations of the department, as they change', async () => {
  const { ada, conversation, visitor } = await talk();
  const boss = await staff('boss', 'admin');
  boss.send({ type: 'oversee', on: true });
  const first = await boss.next('overview', ({ whole }) => whole);
  expect(first.summaries.map((it) => it.conversation)).toEqual([conversation]);

  const other = await (await world.connect(await world.visitor())).start();
  await boss.next('overview', ({ summaries }) =>
    summaries.some(
      (it) => it.conversation === other.conversation && it.status.state === 'assigned',
    ),
  );
  visitor.send({ type: 'close', conversation });
  await boss.next('overview', ({ gone }) => gone.includes(conversation));

  const elsewhere = randomIdFrom(new Uint8Array(16).fill(1)) as DepartmentId;
  const row = await world.database.selectFrom('departments').selectAll().executeTakeFirstOrThrow();
  await world.database
    .insertInto('departments')
    .values({ ...row, id: elsewhere, name: 'Elsewhere' })
    .execute();
  const listed = await ada.next(
    'listed',
    ({ summary }) => summary.conversation === other.conversation,
  );
  const { status } = listed.summary;
  ada.send({
    type: 'transfer',
    conversation: other.conversation,
    from: status.state === 'assigned' ? status.to.id : null,
    to: { kind: 'department', department: elsewhere },
  });
  await boss.next('overview', ({ gone }) => gone.includes(other.conversation));

  boss.send({ type: 'oversee', on: false });
  await boss.settled();
  const before = boss.heard.length;
  await (await world.connect(await world.visitor())).start();
  await boss.settled();
  expect(boss.heard.slice(before).map(({ type }) => type)).not.toContain('overview');
});
