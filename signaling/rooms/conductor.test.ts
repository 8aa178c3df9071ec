import { expect, test } from 'vitest';
import type { Role } from '../../conversation/protocol/conversation.ts';
import type { LogId, ParticipantId, Topic } from '../../conversation/protocol/ids.ts';
import type { PeerSignal, Published } from '../../conversation/protocol/signal.ts';
import { createConductor, type Conductor } from './conductor.ts';
import type { Delivery } from './pair.ts';

const offer: PeerSignal = { type: 'offer', sdp: 'v=0' };
const answer: PeerSignal = { type: 'answer', sdp: 'v=0' };
const candidate = (text: string): PeerSignal => ({
  type: 'candidate',
  candidate: { candidate: text, sdpMid: '0' },
});

interface Stage {
  readonly conductor: Conductor;
  readonly enter: (
    log: number,
    role: Role,
    options?: { participant?: string; policy?: 'relay' },
  ) => void;
  /** Announces and returns what is due at `now`. */
  readonly announce: (log: number, now: number) => readonly Delivery[];
  readonly signal: (
    log: number,
    to: string,
    signal: PeerSignal,
    now: number,
  ) => ReturnType<Conductor['signal']>;
}

function stage(): Stage {
  let names = 0;
  const conductor = createConductor(
    () => 0.5,
    () => `alias-${(names += 1)}`,
  );
  return {
    conductor,
    enter(log, role, { participant = `p${log}`, policy } = {}) {
      conductor.enter({
        topic: `t${log}` as Topic,
        participant: participant as ParticipantId,
        log: log as LogId,
        role,
        policy: policy ?? 'direct',
      });
    },
    announce(log, now) {
      conductor.announce(`t${log}` as Topic, `peer-${log}`, now);
      return conductor.tick(now);
    },
    signal: (log, to, signal, now) =>
      conductor.signal(
        `t${log}` as Topic,
        { type: 'signal', from: `peer-${log}`, to, signal },
        now,
      ),
  };
}

/** Client 1 and agent 2, both there. @returns the stage and the client's name for the agent. */
function pair(): Stage & { readonly agentAlias: string } {
  const made = stage();
  made.enter(1, 'client');
  made.enter(2, 'agent');
  made.announce(1, 0);
  const [announced] = made.announce(2, 0);
  if (announced?.data.type !== 'announce') throw new Error('Nobody was announced.');
  return { ...made, agentAlias: announced.data.from };
}

const passed = (result: ReturnType<Conductor['signal']>) => (result.ok ? result.value : []);

test('[W1] of two that announce themselves at once, only the client is told, and not by the real name', () => {
  const { conductor, enter, announce } = stage();
  enter(1, 'client');
  enter(2, 'agent');
  expect(announce(1, 0)).toEqual([]);
  const due = announce(2, 0);
  expect(due.map(({ topic }) => topic)).toEqual(['t1']);
  expect(due[0]?.data).toEqual({ type: 'announce', from: 'alias-2' });
  expect(conductor.tick(0)).toEqual([]);
});

test.for([
  ['client', 'bot', 't1'],
  ['agent', 'bot', 't1'],
  ['bot', 'client', 't2'],
  ['agent', 'client', 't2'],
  ['agent', 'agent', 't1'],
] as const)('of %s 1 and %s 2, %s offers', ([first, second, offerer]) => {
  const { enter, announce } = stage();
  enter(1, first);
  enter(2, second);
  announce(1, 0);
  expect(announce(2, 0).map(({ topic }) => topic)).toEqual([offerer]);
});

test('two programs of one participant are not introduced to each other', () => {
  const { enter, announce } = stage();
  enter(1, 'client', { participant: 'same' });
  enter(2, 'client', { participant: 'same' });
  announce(1, 0);
  expect(announce(2, 0)).toEqual([]);
});

test('an offer, its answer and candidates pass, translated to the names of the attempt', () => {
  const { signal, agentAlias } = pair();
  const [toAgent] = passed(signal(1, agentAlias, offer, 10));
  expect(toAgent).toMatchObject({ topic: 't2', data: { to: 'peer-2', signal: offer } });
  const clientAlias = toAgent?.data.from ?? '';
  expect(clientAlias).not.toBe('peer-1');
  const [toClient] = passed(signal(2, clientAlias, answer, 20));
  expect(toClient).toMatchObject({ topic: 't1', data: { from: agentAlias, to: 'peer-1' } });
  expect(passed(signal(2, clientAlias, candidate('x'), 30)).length).toBe(1);
});

test('[W3] candidates that come before the offer wait for it', () => {
  const { signal, agentAlias } = pair();
  expect(passed(signal(1, agentAlias, candidate('early'), 5))).toEqual([]);
  const kinds = passed(signal(1, agentAlias, offer, 10)).map(({ data }) => kindOf(data));
  expect(kinds).toEqual(['offer', 'candidate']);
});

test('an attempt that fails at once is followed by another one soon, and that one less soon', () => {
  const { conductor, signal, announce, agentAlias } = pair();
  const [toAgent] = passed(signal(1, agentAlias, offer, 10));
  signal(2, toAgent?.data.from ?? '', answer, 20);
  expect(announce(1, 100)).toEqual([]);
  expect(conductor.nextAt()).toBe(500);
  const [again] = conductor.tick(500);
  const [toAgentAgain] = passed(signal(1, again?.data.from ?? '', offer, 510));
  signal(2, toAgentAgain?.data.from ?? '', answer, 520);
  expect(announce(1, 600)).toEqual([]);
  expect(conductor.nextAt()).toBe(2_000);
  expect(conductor.tick(2_000).length).toBe(1);
});

test('[V-63] [W9] signals that do not fit the state are refused', () => {
  const { signal, agentAlias } = pair();
  expect(signal(1, agentAlias, answer, 1)).toEqual({ ok: false, refusal: 'out-of-turn' });
  expect(signal(1, 'somebody-else', offer, 1)).toEqual({ ok: false, refusal: 'unknown-peer' });
  const [toAgent] = passed(signal(1, agentAlias, offer, 2));
  expect(signal(1, agentAlias, offer, 3)).toEqual({ ok: false, refusal: 'out-of-turn' });
  const clientAlias = toAgent?.data.from ?? '';
  expect(signal(2, clientAlias, offer, 4)).toEqual({ ok: false, refusal: 'out-of-turn' });
  expect(signal(2, clientAlias, answer, 5).ok).toBe(true);
  expect(signal(2, clientAlias, answer, 6)).toEqual({ ok: false, refusal: 'out-of-turn' });
  for (let i = 0; i < 40; i += 1)
    expect(signal(2, clientAlias, candidate(`${i}`), 7).ok).toBe(true);
  expect(signal(2, clientAlias, candidate('41'), 8)).toEqual({
    ok: false,
    refusal: 'too-many-candidates',
  });
});

test('[W2] an attempt whose offer never comes is followed by another one under new names', () => {
  const { conductor, signal, agentAlias } = pair();
  expect(conductor.nextAt()).toBe(2_000);
  expect(conductor.tick(2_000)).toEqual([]);
  const [again] = conductor.tick(conductor.nextAt() ?? 0);
  expect(again?.topic).toBe('t1');
  expect(again?.data.from).not.toBe(agentAlias);
  // A late offer of the first attempt is addressed to nobody.
  expect(signal(1, agentAlias, offer, 3_000)).toEqual({ ok: false, refusal: 'unknown-peer' });
});

test('[W14] attempts that come to nothing become rare, however often a side announces itself', () => {
  const { conductor, announce } = pair();
  const starts: number[] = [0];
  for (let now = 0; now < 120_000; now += 250) {
    if (conductor.tick(now).length > 0) starts.push(now);
    if (now > 60_000 && announce(1, now).length > 0) starts.push(now);
  }
  const quiet = starts.filter((at) => at <= 60_000);
  expect(quiet.length).toBeLessThanOrEqual(8);
  const gaps = starts.slice(1).map((at, i) => at - (starts[i] ?? 0));
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1_500);
});

test('a link counts when both sides report it, and then nothing is tried any more', () => {
  const { conductor, signal, agentAlias } = pair();
  signal(1, agentAlias, offer, 10);
  conductor.report(1 as LogId, 2 as LogId, true, 100);
  expect(conductor.hasLink(1 as LogId, 2 as LogId)).toBe(true);
  expect(conductor.hasLink(2 as LogId, 1 as LogId)).toBe(false);
  expect(conductor.nextAt()).toBeDefined();
  conductor.report(2 as LogId, 1 as LogId, true, 110);
  expect(conductor.nextAt()).toBeUndefined();
});

test('a link that is gone is made again at once, one that does not hold ever more slowly', () => {
  const { conductor } = pair();
  const report = (up: boolean, now: number) => {
    conductor.report(1 as LogId, 2 as LogId, up, now);
    conductor.report(2 as LogId, 1 as LogId, up, now);
  };
  report(true, 100);
  report(false, 60_000);
  expect(conductor.tick(60_000).length).toBe(1);
  report(true, 60_100);
  report(false, 60_200);
  expect(conductor.tick(60_200).length).toBe(1);
  report(true, 60_300);
  report(false, 60_400);
  expect(conductor.tick(60_400).length).toBe(0);
  expect(conductor.nextAt()).toBe(60_900);
});

test('a server that forgot everything leaves links alone that both sides report again', () => {
  const { conductor, enter, announce } = stage();
  enter(1, 'client');
  conductor.report(1 as LogId, 2 as LogId, true, 0);
  expect(announce(1, 1)).toEqual([]);
  enter(2, 'agent');
  conductor.report(2 as LogId, 1 as LogId, true, 2);
  expect(announce(2, 3)).toEqual([]);
  expect(conductor.nextAt()).toBeUndefined();
});

test('a program that starts anew with its log is introduced again', () => {
  const { conductor } = pair();
  conductor.report(1 as LogId, 2 as LogId, true, 100);
  conductor.report(2 as LogId, 1 as LogId, true, 100);
  conductor.announce('t1' as Topic, 'peer-1-reloaded', 20_000);
  expect(conductor.tick(20_000).map(({ topic }) => topic)).toEqual(['t1']);
});

test('whoever leaves is not spoken of any more', () => {
  const { conductor, signal, agentAlias } = pair();
  conductor.leave('t2' as Topic, 10);
  expect(signal(1, agentAlias, offer, 20).ok).toBe(false);
  expect(conductor.nextAt()).toBeUndefined();
  conductor.leave('t1' as Topic, 30);
  expect(conductor.isEmpty()).toBe(true);
});

test('where one side may only be relayed, no other address passes', () => {
  const { enter, announce, signal } = stage();
  enter(1, 'client', { policy: 'relay' });
  enter(2, 'agent', { policy: 'relay' });
  announce(1, 0);
  const alias = announce(2, 0)[0]?.data.from ?? '';
  const host = 'candidate:1 1 udp 2122260223 192.0.2.7 50000 typ host';
  const relay =
    'candidate:2 1 udp 41885439 198.51.100.1 60000 typ relay raddr 192.0.2.7 rport 50000';
  const sdp = ['v=0', 'o=- 1 2 IN IP4 192.0.2.7', 'c=IN IP4 192.0.2.7', `a=${host}`, `a=${relay}`];
  const [toAgent] = passed(signal(1, alias, { type: 'offer', sdp: sdp.join('\r\n') }, 1));
  if (toAgent === undefined) throw new Error('The offer was not passed on.');
  const clientAlias = toAgent.data.from;
  signal(2, clientAlias, answer, 2);
  const texts = [
    toAgent,
    ...passed(signal(1, alias, candidate(host), 3)),
    ...passed(signal(1, alias, candidate(relay), 4)),
  ].map(({ data }) => JSON.stringify(data));
  expect(texts.length).toBe(2);
  expect(texts.join()).not.toContain('192.0.2.7');
  expect(texts.every((text) => text.includes('198.51.100.1'))).toBe(true);
});

function kindOf(data: Published): string {
  return data.type === 'signal' ? data.signal.type : data.type;
}
