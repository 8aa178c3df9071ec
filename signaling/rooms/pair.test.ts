import { expect, test } from 'vitest';
import type { Role } from '../../conversation/protocol/conversation.ts';
import type { LogId, Topic } from '../../conversation/protocol/ids.ts';
import { createPair, type PairMember } from './pair.ts';

interface TestMember extends PairMember {
  peerId: string | undefined;
  readonly linked: Set<LogId>;
}

function member(log: number, role: Role): TestMember {
  return {
    topic: `t${log}` as Topic,
    log: log as LogId,
    role,
    policy: 'direct',
    peerId: `peer-${log}`,
    linked: new Set(),
  };
}

function pairOf(a: TestMember, b: TestMember) {
  let names = 0;
  return createPair(
    a,
    b,
    () => 0.5,
    () => `alias-${(names += 1)}`,
  );
}

/** Both report a link at `now`. */
function linkUp(pair: ReturnType<typeof pairOf>, a: TestMember, b: TestMember, now: number): void {
  a.linked.add(b.log);
  pair.reported(true, now);
  b.linked.add(a.log);
  pair.reported(true, now);
}

test.for([
  { a: member(2, 'client'), b: member(1, 'agent'), told: 't2' },
  { a: member(2, 'agent'), b: member(1, 'bot'), told: 't2' },
  { a: member(2, 'agent'), b: member(1, 'agent'), told: 't1' },
])(
  'of $a.role $a.log and $b.role $b.log, $told alone is told about the other',
  ({ a, b, told }) => {
    for (const pair of [pairOf(a, b), pairOf(b, a)]) {
      pair.announced(true, 0);
      expect(pair.tick(0)).toEqual({ topic: told, data: { type: 'announce', from: 'alias-2' } });
      expect(pair.tick(0)).toBeUndefined();
    }
  },
);

test('nothing is due while one of the two cannot be reached', () => {
  const [client, agent] = [member(1, 'client'), member(2, 'agent')];
  agent.peerId = undefined;
  const pair = pairOf(client, agent);
  pair.announced(true, 0);
  expect(pair.dueAt()).toBeUndefined();
  agent.peerId = 'peer-2';
  pair.announced(true, 5);
  expect(pair.dueAt()).toBe(5);
  pair.silenced();
  expect(pair.dueAt()).toBeUndefined();
});

test('a link is up when both say so: nothing is due until one of them takes it back', () => {
  const [client, agent] = [member(1, 'client'), member(2, 'agent')];
  const pair = pairOf(client, agent);
  pair.announced(true, 0);
  pair.tick(0);
  client.linked.add(agent.log);
  pair.reported(true, 1_500);
  // The other one's word is waited for, beyond the time of an offer.
  expect(pair.dueAt()).toBe(4_500);
  agent.linked.add(client.log);
  pair.reported(true, 2_000);
  expect(pair.dueAt()).toBeUndefined();

  agent.linked.delete(client.log);
  pair.reported(false, 60_000);
  expect(pair.dueAt()).toBe(60_000);
});

test('a second link in a row that does not live long is made again later', () => {
  const [client, agent] = [member(1, 'client'), member(2, 'agent')];
  const pair = pairOf(client, agent);
  const delays: number[] = [];
  for (const now of [100_000, 200_000, 300_000]) {
    linkUp(pair, client, agent, now);
    agent.linked.delete(client.log);
    pair.reported(false, now + 1_000);
    delays.push((pair.dueAt() ?? Infinity) - (now + 1_000));
  }
  expect(delays).toEqual([0, 500, 1_500]);
});

test('a signal to a name of an attempt before is not of this pair', () => {
  const [client, agent] = [member(1, 'client'), member(2, 'agent')];
  const pair = pairOf(client, agent);
  pair.announced(true, 0);
  pair.tick(0);
  const offer = { type: 'offer', sdp: 'v=0' } as const;
  expect(pair.signal(client, 'alias-1', offer, 10)).toBeUndefined();
  expect(pair.signal(client, 'alias-2', offer, 10)).toEqual({
    ok: true,
    value: [
      {
        topic: 't2',
        data: { type: 'signal', from: 'alias-1', to: 'peer-2', signal: offer },
      },
    ],
  });

  const again = pair.dueAt() ?? Infinity;
  pair.tick(again);
  pair.tick(pair.dueAt() ?? Infinity);
  expect(pair.signal(client, 'alias-2', offer, again + 1)).toBeUndefined();
});
