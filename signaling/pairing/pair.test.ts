import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AccountId, ConversationId } from '../../conversation/protocol/ids.ts';
import {
  nextPairingAt,
  pair,
  type AvailableAgent,
  type AvailableBot,
  type Decision,
  type Deserted,
  type PairingState,
  type Waiting,
} from './pair.ts';

const account = (name: string) => name as AccountId;
const chat = (name: string) => name as ConversationId;

const agent = (name: string, more: Partial<AvailableAgent> = {}): AvailableAgent => ({
  account: account(name),
  open: 0,
  capacity: 3,
  idleSince: 0,
  ...more,
});
const bot = (name: string, more: Partial<AvailableBot> = {}): AvailableBot => ({
  account: account(name),
  userName: name,
  open: 0,
  capacity: 100,
  ...more,
});
const waiting = (name: string, more: Partial<Waiting> = {}): Waiting => ({
  conversation: chat(name),
  since: 100,
  wantsPerson: false,
  prefer: undefined,
  lastAgent: undefined,
  toldPosition: undefined,
  ...more,
});
const deserted = (name: string, more: Partial<Deserted> = {}): Deserted => ({
  conversation: chat(name),
  since: 50,
  wantsPerson: true,
  prefer: undefined,
  lastAgent: undefined,
  holder: account('gone'),
  holderKind: 'person',
  goneSince: 0,
  ...more,
});
const state = (more: Partial<PairingState>): PairingState => ({
  agents: [],
  bots: [],
  waiting: [],
  deserted: [],
  policy: { first: 'agent', personGraceMs: 30_000, botGraceMs: 5_000 },
  now: 1_000,
  ...more,
});
const assigned = (decisions: readonly Decision[]): Record<string, string> =>
  Object.fromEntries(
    decisions.flatMap((it) => (it.kind === 'assign' ? [[it.conversation, it.to]] : [])),
  );
const positions = (decisions: readonly Decision[]): Record<string, number> =>
  Object.fromEntries(
    decisions.flatMap((it) => (it.kind === 'position' ? [[it.conversation, it.position]] : [])),
  );

test('the least busy agent answers; of equals, the one who has waited longest', () => {
  const agents = [
    agent('busy', { open: 2 }),
    agent('late', { open: 1, idleSince: 9 }),
    agent('early', { open: 1, idleSince: 5 }),
  ];
  expect(assigned(pair(state({ agents, waiting: [waiting('a')] })))).toEqual({ a: 'early' });
});

test('two conversations of one moment go to two idle agents', () => {
  const agents = [agent('ada'), agent('bob', { idleSince: 1 })];
  expect(assigned(pair(state({ agents, waiting: [waiting('a'), waiting('b')] })))).toEqual({
    a: 'ada',
    b: 'bob',
  });
});

test('without a free agent the first free bot of the department answers', () => {
  const agents = [agent('full', { open: 3 })];
  const bots = [bot('faq', { open: 100 }), bot('reverse')];
  expect(assigned(pair(state({ agents, bots, waiting: [waiting('a')] })))).toEqual({
    a: 'reverse',
  });
});

test('where the department says so, the bot answers first', () => {
  const decisions = pair(
    state({
      agents: [agent('ada')],
      bots: [bot('faq')],
      waiting: [waiting('a')],
      policy: { first: 'bot', personGraceMs: 1, botGraceMs: 1 },
    }),
  );
  expect(assigned(decisions)).toEqual({ a: 'faq' });
});

test('the bot that the client asked for wins, if it can answer', () => {
  const bots = [bot('faq'), bot('mat')];
  const ask = (prefer: string) =>
    assigned(pair(state({ agents: [agent('ada')], bots, waiting: [waiting('a', { prefer })] })));
  expect(ask('mat')).toEqual({ a: 'mat' });
  expect(ask('unknown')).toEqual({ a: 'ada' });
});

test('a conversation that asked for a person never goes back to a bot', () => {
  const bots = [bot('faq')];
  const wants = waiting('a', { wantsPerson: true, prefer: 'faq' });
  const decisions = pair(state({ bots, waiting: [wants] }));
  expect(assigned(decisions)).toEqual({});
  expect(positions(decisions)).toEqual({ a: 1 });
});

test('the same visitor meets the same agent where possible', () => {
  const agents = [agent('ada'), agent('bob', { open: 2 })];
  const back = waiting('a', { lastAgent: account('bob') });
  expect(assigned(pair(state({ agents, waiting: [back] })))).toEqual({ a: 'bob' });
  const full = [agent('ada'), agent('bob', { open: 3 })];
  expect(assigned(pair(state({ agents: full, waiting: [back] })))).toEqual({ a: 'ada' });
});

test('who is gone keeps the conversation during the grace and loses it after', () => {
  const agents = [agent('ada')];
  const held = [deserted('a')];
  const during = state({ agents, deserted: held, now: 29_999 });
  expect(pair(during)).toEqual([]);
  expect(nextPairingAt(during)).toBe(30_000);
  const after = state({ agents, deserted: held, now: 30_000 });
  expect(pair(after)).toEqual([{ kind: 'assign', conversation: 'a', from: 'gone', to: 'ada' }]);
  expect(nextPairingAt(after)).toBeUndefined();
});

test('a conversation whose agent is gone returns to the front of the queue', () => {
  const decisions = pair(
    state({
      waiting: [waiting('b', { since: 60, toldPosition: 1 })],
      deserted: [deserted('a', { since: 50 })],
      now: 40_000,
    }),
  );
  expect(decisions).toEqual([
    { kind: 'requeue', conversation: 'a', from: 'gone' },
    { kind: 'position', conversation: 'a', position: 1 },
    { kind: 'position', conversation: 'b', position: 2 },
  ]);
});

test('a bot that disappeared is replaced after its shorter grace', () => {
  const gone = deserted('a', { holderKind: 'bot', wantsPerson: false });
  const bots = [bot('reverse')];
  expect(pair(state({ bots, deserted: [gone], now: 4_999 }))).toEqual([]);
  expect(assigned(pair(state({ bots, deserted: [gone], now: 5_000 })))).toEqual({ a: 'reverse' });
});

test('only clients whose position changed are told', () => {
  const queue = [
    waiting('a', { since: 1, toldPosition: 1 }),
    waiting('b', { since: 2, toldPosition: 3 }),
    waiting('c', { since: 3 }),
  ];
  expect(positions(pair(state({ waiting: queue })))).toEqual({ b: 2, c: 3 });
});

const worlds = fc.record({
  agents: fc.uniqueArray(
    fc.record({
      account: fc.integer({ min: 0, max: 9 }).map((n) => account(`agent${n}`)),
      open: fc.nat(5),
      capacity: fc.nat(5),
      idleSince: fc.nat(10),
    }),
    { selector: (it) => it.account, maxLength: 6 },
  ),
  bots: fc.uniqueArray(
    fc.record({
      account: fc.integer({ min: 0, max: 5 }).map((n) => account(`bot${n}`)),
      userName: fc.constantFrom('faq', 'mat', 'reverse'),
      open: fc.nat(5),
      capacity: fc.nat(5),
    }),
    { selector: (it) => it.account, maxLength: 3 },
  ),
  waiting: fc.uniqueArray(
    fc.record({
      conversation: fc.integer({ min: 0, max: 99 }).map((n) => chat(`w${n}`)),
      since: fc.nat(50),
      wantsPerson: fc.boolean(),
      prefer: fc.option(fc.constantFrom('faq', 'mat', 'nobody'), { nil: undefined }),
      lastAgent: fc.option(fc.constantFrom(account('agent1'), account('agent7')), {
        nil: undefined,
      }),
      toldPosition: fc.option(fc.integer({ min: 1, max: 20 }), { nil: undefined }),
    }),
    { selector: (it) => it.conversation, maxLength: 20 },
  ),
  deserted: fc.uniqueArray(
    fc.record({
      conversation: fc.integer({ min: 0, max: 99 }).map((n) => chat(`d${n}`)),
      since: fc.nat(50),
      wantsPerson: fc.boolean(),
      prefer: fc.constant(undefined),
      lastAgent: fc.constant(undefined),
      holder: fc.constant(account('gone')),
      holderKind: fc.constantFrom('person' as const, 'bot' as const),
      goneSince: fc.nat(50),
    }),
    { selector: (it) => it.conversation, maxLength: 10 },
  ),
  policy: fc.record({
    first: fc.constantFrom('agent' as const, 'bot' as const),
    personGraceMs: fc.nat(40),
    botGraceMs: fc.nat(20),
  }),
  now: fc.nat(100),
});

test('nobody is ever given more than their capacity', () => {
  fc.assert(
    fc.property(worlds, (world) => {
      const given = Object.values(assigned(pair(world)));
      for (const who of new Set(given)) {
        const one = [...world.agents, ...world.bots].find((it) => it.account === who);
        expect(one).toBeDefined();
        const load = given.filter((it) => it === who).length;
        expect((one?.open ?? 0) + load).toBeLessThanOrEqual(one?.capacity ?? 0);
      }
    }),
  );
});

test('first come first served: nobody is passed by a later one with the same wishes', () => {
  fc.assert(
    fc.property(worlds, (world) => {
      const given = assigned(pair(world));
      for (const early of world.waiting) {
        for (const late of world.waiting) {
          const samePool = early.wantsPerson === late.wantsPerson && late.prefer === early.prefer;
          if (samePool && early.since < late.since && given[late.conversation] !== undefined) {
            expect(given[early.conversation]).toBeDefined();
          }
        }
      }
    }),
  );
});

test('nobody waits while somebody who may answer is free', () => {
  fc.assert(
    fc.property(worlds, (world) => {
      const given = assigned(pair(world));
      const load = (who: AccountId): number =>
        Object.values(given).filter((it) => it === who).length;
      const isFree = (it: { account: AccountId; open: number; capacity: number }): boolean =>
        it.open + load(it.account) < it.capacity;
      for (const left of world.waiting.filter((it) => given[it.conversation] === undefined)) {
        expect(world.agents.some(isFree)).toBe(false);
        if (!left.wantsPerson) expect(world.bots.some(isFree)).toBe(false);
      }
    }),
  );
});

test('after the decisions a second look decides nothing more', () => {
  fc.assert(
    fc.property(worlds, (world) => {
      const decisions = pair(world);
      const given = assigned(decisions);
      const told = positions(decisions);
      const countOf = (who: AccountId): number =>
        Object.values(given).filter((it) => it === who).length;
      const requeued = new Set(
        decisions.flatMap((it) => (it.kind === 'requeue' ? [it.conversation] : [])),
      );
      const next: PairingState = {
        ...world,
        agents: world.agents.map((it) => ({ ...it, open: it.open + countOf(it.account) })),
        bots: world.bots.map((it) => ({ ...it, open: it.open + countOf(it.account) })),
        waiting: [
          ...world.waiting.filter((it) => given[it.conversation] === undefined),
          ...world.deserted
            .filter((it) => requeued.has(it.conversation))
            .map((it) => ({ ...it, toldPosition: undefined })),
        ].map((it) => ({ ...it, toldPosition: told[it.conversation] ?? it.toldPosition })),
        deserted: world.deserted.filter(
          (it) => given[it.conversation] === undefined && !requeued.has(it.conversation),
        ),
      };
      expect(pair(next)).toEqual([]);
    }),
  );
});

test('positions in the queue are 1, 2, 3 and follow the time of waiting', () => {
  fc.assert(
    fc.property(worlds, (world) => {
      const fresh = world.waiting.map((it) => ({ ...it, toldPosition: undefined }));
      const told = positions(pair({ ...world, waiting: fresh, deserted: [] }));
      const inOrder = Object.entries(told).toSorted((a, b) => a[1] - b[1]);
      expect(inOrder.map(([, position]) => position)).toEqual(inOrder.map((_, at) => at + 1));
      const since = inOrder.map(([id]) => fresh.find((it) => it.conversation === id)?.since ?? -1);
      expect(since).toEqual(since.toSorted((a, b) => a - b));
    }),
  );
});

test('a closed department wakes up when it opens, or when a grace ends before', () => {
  expect(nextPairingAt(state({ opensAt: 9_000 }))).toBe(9_000);
  expect(nextPairingAt(state({ opensAt: 90_000, deserted: [deserted('a')] }))).toBe(30_000);
  expect(nextPairingAt(state({}))).toBeUndefined();
});
