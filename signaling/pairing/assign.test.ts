import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  randomIdFrom,
  type AccountId,
  type ConversationId,
} from '../../conversation/protocol/ids.ts';
import { createManualClock, createWorld, type World } from '../archive/archive.fixture.ts';
import { commitAssign, commitRequeue, type CommitOptions } from './assign.ts';

let world: World;
let options: CommitOptions;
let conversation: ConversationId;
beforeEach(async () => {
  const clock = createManualClock();
  world = await createWorld({ clock });
  options = { database: world.database, now: clock.now, randomBytes };
  ({ conversation } = await world.converse());
});
afterEach(() => world.close());

async function account(role: 'agent' | 'bot' = 'agent', active: 0 | 1 = 1): Promise<AccountId> {
  const id = randomIdFrom(randomBytes(16)) as AccountId;
  await world.database
    .insertInto('accounts')
    .values({
      id,
      username: id,
      name: 'Ada',
      email: null,
      role,
      password_hash: null,
      password_changed_at: null,
      active,
      created_at: 0,
      created_by: null,
    })
    .execute();
  return id;
}

const assign = (to: AccountId, more: { from?: AccountId; capacity?: number } = {}) =>
  commitAssign({ kind: 'assign', conversation, from: more.from, to }, more.capacity ?? 5, options);

const holder = async () => {
  const row = await world.database
    .selectFrom('conversations')
    .leftJoin('participants', 'participants.id', 'conversations.assigned_to')
    .select(['status', 'account', 'wants_person', 'waiting_since'])
    .where('conversations.id', '=', conversation)
    .executeTakeFirstOrThrow();
  return row;
};

test('of two committers of one conversation exactly one succeeds', async () => {
  for (let round = 0; round < 20; round += 1) {
    ({ conversation } = await world.converse());
    const [ada, bob] = [await account(), await account()];
    const results = await Promise.all([assign(ada), assign(bob)]);
    expect(results.filter(Boolean)).toHaveLength(1);
    expect((await holder()).account).toBe(results[0] ? ada : bob);
  }
});

test('of two conversations for the last free place exactly one is given', async () => {
  const ada = await account();
  const first = conversation;
  const { conversation: second } = await world.converse();
  const results = await Promise.all(
    [first, second].map((id) =>
      commitAssign({ kind: 'assign', conversation: id, from: undefined, to: ada }, 1, options),
    ),
  );
  expect(results).toEqual([true, false]);
});

test('a decision that saw another holder changes nothing', async () => {
  const [ada, bob, eve] = [await account(), await account(), await account()];
  await assign(ada);
  expect(await assign(bob)).toBe(false);
  expect(await assign(bob, { from: eve })).toBe(false);
  expect((await holder()).account).toBe(ada);
  expect(await assign(bob, { from: ada })).toBe(true);
  expect((await holder()).account).toBe(bob);
});

test('who takes over is present, who had it has left, and comes back with the same face', async () => {
  const [ada, bob] = [await account(), await account()];
  await assign(ada);
  const face = async (of: AccountId) =>
    world.database
      .selectFrom('participants')
      .select(['id', 'left_at'])
      .where('account', '=', of)
      .executeTakeFirst();
  const before = await face(ada);
  expect(before?.left_at).toBeNull();
  await assign(bob, { from: ada });
  expect((await face(ada))?.left_at).not.toBeNull();
  await assign(ada, { from: bob });
  expect(await face(ada)).toEqual(before);
});

test('nobody inactive or unknown is given anything, and nothing is left behind', async () => {
  const before = await world.database.selectFrom('participants').selectAll().execute();
  expect(await assign(await account('agent', 0))).toBe(false);
  expect(await assign('AAAAAAAAAAAAAAAAAAAAAA' as AccountId)).toBe(false);
  expect(await world.database.selectFrom('participants').selectAll().execute()).toEqual(before);
  expect((await holder()).status).toBe('waiting');
});

test('back in the queue it keeps its place, and what a person had wants a person', async () => {
  const [ada, faq] = [await account(), await account('bot')];
  const { waiting_since: since } = await holder();
  const requeue = (from: AccountId) =>
    commitRequeue({ kind: 'requeue', conversation, from }, options);
  await assign(faq);
  expect(await requeue(ada)).toBe(false);
  expect(await requeue(faq)).toBe(true);
  expect(await holder()).toMatchObject({ status: 'waiting', wants_person: 0 });
  await assign(ada);
  expect(await requeue(ada)).toBe(true);
  expect(await holder()).toEqual({
    status: 'waiting',
    account: null,
    wants_person: 1,
    waiting_since: since,
  });
  expect(await requeue(ada)).toBe(false);
});

test('a closed conversation is given to nobody', async () => {
  await world.database.updateTable('conversations').set({ status: 'closed' }).execute();
  expect(await assign(await account())).toBe(false);
});
