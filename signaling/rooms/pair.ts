/**
 * Two peers of one conversation on their way to a link, to its end, and to the next one.
 *
 * Announces are never passed on as they are: one side of the pair offers, and that side alone is told about the
 * other one, again and again until both report a link.
 */
import { sideOf, type Role } from '../../conversation/protocol/conversation.ts';
import type { LogId, Topic } from '../../conversation/protocol/ids.ts';
import type { PeerSignal, Published } from '../../conversation/protocol/signal.ts';
import { accept, type Result } from '../../conversation/protocol/result.ts';
import {
  applySignal,
  confirm,
  delayBeforeTryMs,
  hasDiedEarly,
  startAttempt,
  type Attempt,
  type SignalRefusal,
  type Turn,
} from './attempt.ts';
import { relayOnly } from './relay-only.ts';

/** What a pair asks of each of its two, now and whenever something changed. */
export interface PairMember {
  readonly topic: Topic;
  readonly log: LogId;
  readonly role: Role;
  readonly policy: 'direct' | 'relay';
  /** y-webrtc's own name for itself; undefined while it cannot be reached. */
  readonly peerId: string | undefined;
  /** Logs to whose writers this member reports a link. */
  readonly linked: ReadonlySet<LogId>;
}

export interface Delivery {
  readonly topic: Topic;
  readonly data: Published;
}

type PairState =
  | { readonly state: 'apart' }
  | { readonly state: 'waiting'; readonly at: number; readonly isHurried: boolean }
  | { readonly state: 'trying'; readonly attempt: Attempt }
  | { readonly state: 'up'; readonly since: number };

/** A link that lived this long was a good one. After the second in a row that did not, tries are delayed. */
const steadyMs = 10_000;
/** Between two attempts of a pair, however often somebody announces itself: the first failure may be chance. */
const firstRetryMs = 500;
const leastBetweenMs = 1_500;

export interface Pair<Member extends PairMember> {
  has(member: Member): boolean;
  /** Whether one of the two writes this log. */
  writes(log: LogId): boolean;
  /** One of the two said its name. @param isNewPeer it is another program than before. */
  announced(isNewPeer: boolean, now: number): void;
  /** One of the two cannot be reached any more. */
  silenced(): void;
  /** A link of one of the two was reported, or its end; `linked` says so already. */
  reported(isUp: boolean, now: number): void;
  /** @returns what to pass on; undefined where `to` is not who the other one is to `from` now. */
  signal(
    from: Member,
    to: string,
    signal: PeerSignal,
    now: number,
  ): Result<readonly Delivery[], SignalRefusal> | undefined;
  /** What is due now. */
  tick(now: number): Delivery | undefined;
  /** When `tick` has something to do; undefined for never. */
  dueAt(): number | undefined;
}

/** @param newAlias makes a name that was never used before, in the form of a y-webrtc peer id. */
export function createPair<Member extends PairMember>(
  a: Member,
  b: Member,
  random: () => number,
  newAlias: () => string,
): Pair<Member> {
  const [offerer, answerer] = offers(a, b) ? [a, b] : [b, a];
  let state: PairState = { state: 'apart' };
  let tries = 0;
  /** When the last attempt started. */
  let startedAt = -Infinity;
  /** The last link did not live long. */
  let isShaky = false;

  function areLinked(): boolean {
    return offerer.linked.has(answerer.log) && answerer.linked.has(offerer.log);
  }

  function schedule(now: number, isHurried = false): void {
    const restMs = tries <= 1 ? firstRetryMs : leastBetweenMs;
    const at = isHurried
      ? Math.max(now + random() * 250, startedAt + restMs)
      : now + delayBeforeTryMs(tries, random);
    state = { state: 'waiting', at, isHurried };
  }

  /** The attempt came to nothing. */
  function tryAgain(now: number, isHurried = false): void {
    tries += 1;
    schedule(now, isHurried);
  }

  /** Brings the two closer to a link, now that something about them changed. */
  function reconsider(isNewPeer: boolean, now: number): void {
    if (offerer.peerId === undefined || answerer.peerId === undefined) return;
    switch (state.state) {
      case 'apart':
        if (areLinked()) state = { state: 'up', since: now };
        else schedule(now);
        return;
      case 'waiting':
        // A program that woke up need not wait; but a pair that cannot connect must not be hurried for ever.
        if (!state.isHurried && state.at > now) schedule(now, true);
        return;
      case 'trying':
        if (isNewPeer) tryAgain(now);
        else if (hasDiedEarly(state.attempt, startedAt, now)) tryAgain(now, true);
        return;
      case 'up':
        if (isNewPeer) lose(state.since, now);
    }
  }

  /** A link that was up is gone. */
  function lose(since: number, now: number): void {
    const isSteady = now - since >= steadyMs;
    tries = isSteady || !isShaky ? 0 : tries + 1;
    isShaky = !isSteady;
    state = { state: 'apart' };
    reconsider(false, now);
  }

  function start(now: number): Delivery {
    startedAt = now;
    const attempt = startAttempt({ offerer: newAlias(), answerer: newAlias() }, now);
    state = { state: 'trying', attempt };
    const data = { type: 'announce', from: attempt.alias.answerer } as const;
    return { topic: offerer.topic, data };
  }

  return {
    has: (member) => member === offerer || member === answerer,
    writes: (log) => offerer.log === log || answerer.log === log,
    announced: reconsider,
    silenced() {
      if (state.state !== 'up') state = { state: 'apart' };
    },
    reported(isUp, now) {
      if (areLinked()) {
        if (state.state !== 'up') state = { state: 'up', since: now };
      } else if (isUp) {
        if (state.state === 'trying') confirm(state.attempt, now);
      } else if (state.state === 'up') {
        lose(state.since, now);
      }
    },
    signal(from, to, signal, now) {
      if (state.state !== 'trying') return undefined;
      const { attempt } = state;
      const by: Turn = from === offerer ? 'offerer' : 'answerer';
      const other = by === 'offerer' ? answerer : offerer;
      const otherTurn: Turn = by === 'offerer' ? 'answerer' : 'offerer';
      const { peerId, policy, topic } = other;
      if (attempt.alias[otherTurn] !== to || peerId === undefined) return undefined;
      const applied = applySignal(attempt, by, signal, now);
      if (!applied.ok) return applied;
      const isRelayed = from.policy === 'relay' || policy === 'relay';
      const deliveries = applied.value.flatMap((each): Delivery[] => {
        const passed = isRelayed ? relayOnly(each) : each;
        if (passed === undefined) return [];
        const data = { from: attempt.alias[by], to: peerId, signal: passed };
        return [{ topic, data: { type: 'signal', ...data } }];
      });
      return accept(deliveries);
    },
    tick(now) {
      if (state.state === 'trying' && state.attempt.giveUpAt <= now) tryAgain(now);
      return state.state === 'waiting' && state.at <= now ? start(now) : undefined;
    },
    dueAt: () => dueAt(state),
  };
}

function dueAt(state: PairState): number | undefined {
  switch (state.state) {
    case 'waiting':
      return state.at;
    case 'trying':
      return state.attempt.giveUpAt;
    case 'apart':
    case 'up':
      return undefined;
  }
}

/** The client's side offers, so that bots and agents, who hold many conversations, only answer; else the lower log. */
function offers(a: PairMember, b: PairMember): boolean {
  const [sideA, sideB] = [sideOf(a.role), sideOf(b.role)];
  if (sideA !== sideB) return sideA === 'client';
  const [botA, botB] = [a.role === 'bot', b.role === 'bot'];
  return botA === botB ? a.log < b.log : botB;
}
