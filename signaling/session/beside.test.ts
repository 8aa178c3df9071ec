/** What sleeps and who looks, by a clock that the test moves. */
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ConversationId } from '../../conversation/protocol/ids.ts';
import { conversationKinds } from '../../conversation/protocol/kinds.ts';
import { createArrangements } from '../beside/arrangements.ts';
import { createGroupsStore } from '../conversations/groups-store.ts';
import { createClientKnowledge } from '../beside/client-knowledge.ts';
import { createNotesStore } from '../beside/notes-store.ts';
import { createBesideNews } from '../beside/beside-news.ts';
import type { AccountRole } from '../accounts/actor.ts';
import { createDirectory } from './directory.ts';
import { createTestServer, type TestServer } from './session.fixture.ts';

let world: TestServer;
beforeEach(async () => {
  world = await createTestServer();
});
afterEach(() => world.close());

const hour = 3_600_000;

async function staff(username: string, role: AccountRole = 'agent', available = false) {
  const whom = await world.account(username, role);
  const client = await world.connect(whom);
  if (available) {
    client.send({ type: 'available', available: true });
    await client.next('available');
  }
  await client.settled();
  return { ...client, account: whom.account };
}

async function talk() {
  const ada = await staff('ada', 'agent', true);
  const visitor = await world.connect(await world.visitor());
  const client = await visitor.start();
  const agent = await ada.join(client.conversation);
  await client.saved(await client.say('Hello?'));
  return { ada, visitor, client, agent, conversation: client.conversation };
}

const arrangements = () => createArrangements({ database: world.database, now: world.clock.now });

async function snooze(conversation: ConversationId, byMs: number) {
  const { account } = await world.account('boss', 'admin');
  const until = world.clock.now() + byMs;
  const done = await arrangements().change(conversation, { snoozedUntil: until }, account);
  expect(done.ok).toBe(true);
  await world.server.beside.snoozed();
}

const sleeps = async (conversation: ConversationId) =>
  (
    await world.database
      .selectFrom('arrangements')
      .select('snoozed_until')
      .where('conversation', '=', conversation)
      .executeTakeFirst()
  )?.snoozed_until !== null;

test('what sleeps wakes when its time has come, and staff hear it', async () => {
  const { ada, conversation } = await talk();
  await snooze(conversation, hour);
  world.clock.advance(hour - 1);
  await ada.settled();
  expect(await sleeps(conversation)).toBe(true);
  ada.mark();
  world.clock.advance(1);
  expect(await ada.next('beside')).toMatchObject({ conversation });
  expect(await sleeps(conversation)).toBe(false);
});

test('the client’s words wake it, the agent’s do not', async () => {
  const { ada, agent, client, conversation } = await talk();
  await snooze(conversation, hour);
  await agent.saved(await agent.say('Noted'));
  await ada.settled();
  expect(await sleeps(conversation)).toBe(true);
  await client.saved(await client.say('Anything new?'));
  await ada.next('beside');
  expect(await sleeps(conversation)).toBe(false);
});

test('it wakes where somebody else answers it, and where it is closed', async () => {
  const { agent, conversation } = await talk();
  await snooze(conversation, hour);
  const ben = await staff('ben');
  ben.send({ type: 'take-over', conversation, from: agent.joined.you.id });
  await ben.next('done');
  await ben.next('beside');
  expect(await sleeps(conversation)).toBe(false);

  const { account } = await world.account('chief', 'admin');
  await arrangements().change(conversation, { snoozedUntil: world.clock.now() + hour }, account);
  await ben.join(conversation);
  ben.mark();
  ben.send({ type: 'close', conversation });
  await ben.next('beside');
  expect(await sleeps(conversation)).toBe(false);
});

test('a restart forgets no sleep: what was due meanwhile wakes at the start', async () => {
  const { conversation } = await talk();
  await snooze(conversation, hour);
  await world.database
    .updateTable('arrangements')
    .set({ snoozed_until: world.clock.now() - 1 })
    .execute();
  const faults: unknown[] = [];
  const again = createBesideNews({
    database: world.database,
    clock: world.clock,
    directory: createDirectory(),
    onFault: (fault) => faults.push(fault),
  });
  await again.snoozed();
  expect(await sleeps(conversation)).toBe(false);
  await again.close();
  expect(faults).toEqual([]);
});

test('[W9] a moment that is over or more than a year away is refused', async () => {
  const { conversation } = await talk();
  const { account } = await world.account('boss', 'admin');
  for (const byMs of [0, -1, 400 * 24 * hour]) {
    const to = { snoozedUntil: world.clock.now() + byMs };
    expect(await arrangements().change(conversation, to, account)).toEqual({
      ok: false,
      refusal: 'not-in-reach',
    });
  }
});

test('colleagues see who looks; a client never does, and it ends with the socket', async () => {
  const { ada, visitor, conversation } = await talk();
  const ben = await staff('ben');
  ada.send({ type: 'view', conversation, on: true });
  expect(await ada.next('viewers')).toMatchObject({ people: [] });
  ben.send({ type: 'view', conversation, on: true });
  expect(await ben.next('viewers')).toMatchObject({ people: [{ name: 'ada' }] });
  ada.mark();
  expect((await ada.next('viewers', ({ people }) => people.length === 1)).people[0]?.name).toBe(
    'ben',
  );
  ada.mark();
  await ben.close();
  await ada.next('viewers', ({ people }) => people.length === 0);
  visitor.send({ type: 'view', conversation, on: true });
  expect(await visitor.next('refused')).toMatchObject({ code: 'not-allowed', about: 'view' });
  expect(visitor.heard.some(({ type }) => type === 'viewers')).toBe(false);
});

test('looking at another one ends looking at the first, and whoever leaves the department is out', async () => {
  const { ada, conversation } = await talk();
  const ben = await staff('ben');
  ada.send({ type: 'view', conversation, on: true });
  ben.send({ type: 'view', conversation, on: true });
  await ada.next('viewers', ({ people }) => people.length === 1);
  ada.mark();
  const department = (await world.departments.first())!;
  await world.departments.removeMember(department.id, ben.account);
  await ada.next('viewers', ({ people }) => people.length === 0);
});

test('[W7] of a masked conversation’s client nothing is kept, and what they asked before is not shown', async () => {
  const { visitor, conversation } = await talk();
  const department = (await world.departments.first())!;
  await world.departments.change(department.id, {
    names: 'masked',
    connection: 'server',
    maxOpenThreads: 5,
  });
  const masked = (await visitor.start()).conversation;
  const knowledge = createClientKnowledge({ database: world.database, now: world.clock.now });
  const { account } = await world.account('boss', 'admin');
  const by = { account, name: 'Boss' };
  const said = { name: 'Tariff', value: 'Green' };
  expect(await knowledge.change(masked, said, by)).toEqual({ ok: false, refusal: 'hidden' });
  expect(await knowledge.attributes(masked)).toEqual({ hidden: true, attributes: [] });
  const everything = () => Promise.resolve(true);
  expect(await knowledge.previous(masked, everything)).toEqual([]);
  expect(await knowledge.previous(conversation, everything)).toEqual([]);
  expect((await knowledge.change(conversation, said, by)).ok).toBe(true);
  expect(await knowledge.attributes(masked)).toEqual({ hidden: true, attributes: [] });
});

test('what was said and deleted goes from the notes as well', async () => {
  const { ada, conversation } = await talk();
  const { account } = await world.account('boss', 'admin');
  const notes = createNotesStore({
    database: world.database,
    now: world.clock.now,
    randomBytes,
  });
  const by = { account, name: 'Boss' };
  await notes.add(conversation, { text: 'They said "Hello?"', about: undefined, mentions: [] }, by);
  await world.database
    .updateTable('conversations')
    .set({ status: 'closed', assigned_to: null, erased_at: world.clock.now() })
    .where('id', '=', conversation)
    .execute();
  expect((await notes.page(conversation, undefined)).notes).toEqual([]);
  await ada.settled();
});

test('an agent sees the queue of their department, and not what people say among themselves', async () => {
  const department = (await world.departments.first())!;
  await world.departments.change(department.id, { kinds: conversationKinds });
  const cleo = await world.account('cleo', 'agent');
  const groups = createGroupsStore({
    database: world.database,
    now: world.clock.now,
    randomBytes,
  });
  const group = {
    department: department.id,
    kind: 'study-group',
    title: 'Ours',
    people: [],
  } as const;
  expect((await groups.start(group, cleo.actor)).ok).toBe(true);
  const visitor = await world.connect(await world.visitor());
  const { conversation } = await visitor.start();
  const kindsFor = async (username: string, role: AccountRole) => {
    const one = await staff(username, role);
    one.send({ type: 'oversee', on: true });
    const { summaries } = await one.next('overview', ({ whole }) => whole);
    return summaries
      .map((it) => (it.conversation === conversation ? 'raised' : it.kind))
      .toSorted();
  };
  expect(await kindsFor('dan', 'agent')).toEqual(['raised']);
  expect(await kindsFor('boss', 'admin')).toEqual(['raised', 'study-group']);
});
