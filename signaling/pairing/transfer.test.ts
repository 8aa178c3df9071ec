import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { randomIdFrom, type AccountId } from '../../conversation/protocol/ids.ts';
import { createManualClock, createWorld, type World } from '../archive/archive.fixture.ts';
import type { ConversationRow } from '../database/conversations-tables.ts';
import { commitAssign, commitRequeue } from './assign.ts';
import { commitTakeOver, commitTransfer, holderBehind, type TransferOptions } from './transfer.ts';

let world: World;
let options: TransferOptions;
beforeEach(async () => {
  const clock = createManualClock();
  world = await createWorld({ clock });
  options = {
    database: world.database,
    now: clock.now,
    randomBytes,
    isLive: () => true,
  };
});
afterEach(() => world.close());

async function agent(name: string, department: ConversationRow['department']) {
  const id = randomIdFrom(randomBytes(16)) as AccountId;
  await world.database
    .insertInto('accounts')
    .values({
      id,
      username: name,
      name,
      email: null,
      role: 'agent',
      password_hash: null,
      password_changed_at: null,
      active: 1,
      created_at: 0,
      created_by: null,
    })
    .execute();
  await world.database
    .insertInto('department_members')
    .values({ department, account: id, position: 'member', capacity: 1000, added_at: 0 })
    .execute();
  return { account: id, name };
}

const rowOf = (conversation: ConversationRow['id']) =>
  world.database
    .selectFrom('conversations')
    .selectAll()
    .where('id', '=', conversation)
    .executeTakeFirstOrThrow();

test.each([
  ['open', 0, 1000],
  ['masked', 1, 100],
] as const)(
  'of concurrent assignments of one %s conversation never two succeed, many times',
  async (_names, masked, rounds) => {
    const { conversation } = await world.converse();
    await world.database
      .updateTable('conversations')
      .set({ masked })
      .where('id', '=', conversation)
      .execute();
    const { department } = await rowOf(conversation);
    const [ada, ben, eve] = await Promise.all([
      agent('ada', department),
      agent('ben', department),
      agent('eve', department),
    ]);
    const everybody = [ada, ben, eve];
    const won: Record<string, number> = {};
    for (let round = 0; round < rounds; round += 1) {
      const { assigned_to: from } = await rowOf(conversation);
      const holder = await holderBehind(world.database, from);
      const others = everybody.filter(({ account }) => account !== holder);
      const [first = ada, second = ben] = round % 2 === 0 ? others : others.toReversed();
      const to = { kind: 'account', account: second.account } as const;
      const decision = {
        kind: 'assign',
        conversation,
        from: holder,
        to: first.account,
      } as const;
      const tries = [
        ['take over', () => commitTakeOver({ conversation, from, holder, by: first }, options)],
        ['pairing', () => commitAssign(decision, 1000, options)],
        [
          'transfer',
          () =>
            commitTransfer({ conversation, from, holder, by: eve, to, note: undefined }, options),
        ],
      ] as const;
      // Each kind is asked first in a third of the rounds.
      const turn = round % tries.length;
      const asked = [...tries.slice(turn), ...tries.slice(0, turn)];
      const results = await Promise.all(asked.map(([, commit]) => commit()));
      const done = results.map((result) => (typeof result === 'boolean' ? result : result.ok));
      expect(done.filter(Boolean), `round ${round}`).toHaveLength(1);
      const winner = asked[done.indexOf(true)]?.[0] ?? '';
      won[winner] = (won[winner] ?? 0) + 1;
      const present = await world.database
        .selectFrom('participants')
        .select('id')
        .where('conversation', '=', conversation)
        .where(
          'account',
          'in',
          everybody.map(({ account }) => account),
        )
        .where('left_at', 'is', null)
        .execute();
      expect(present.map(({ id }) => id)).toEqual([(await rowOf(conversation)).assigned_to]);
    }
    expect(Object.keys(won).toSorted()).toEqual(['pairing', 'take over', 'transfer']);
  },
  30_000,
);

test('what went back to the queue meanwhile is not passed on by who had it', async () => {
  const { conversation } = await world.converse();
  const { department } = await rowOf(conversation);
  const ada = await agent('ada', department);
  const ben = await agent('ben', department);
  await commitTakeOver({ conversation, from: null, holder: undefined, by: ada }, options);
  const { assigned_to: from } = await rowOf(conversation);
  await commitRequeue({ kind: 'requeue', conversation, from: ada.account }, options);
  const to = { kind: 'account', account: ben.account } as const;
  const late = await commitTransfer(
    { conversation, from, holder: ada.account, by: ada, to, note: undefined },
    options,
  );
  expect(late).toEqual({ ok: false, refusal: 'moved-on' });
});
