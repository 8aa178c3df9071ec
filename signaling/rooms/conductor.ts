/**
 * Introduces the peers of one conversation to each other (ARCHITECTURE.md, decisions on topics and aliases).
 *
 * Announces are never passed on as they are: for each pair the conductor decides who offers and tells that side
 * alone about the other one, again and again until both report a link. Pure but for its own memory: it is told
 * the time and returns what to send.
 */
import { sideOf, type Role } from '../../conversation/protocol/conversation.ts';
import type { LogId, ParticipantId, Topic } from '../../conversation/protocol/ids.ts';
import type { Published } from '../../conversation/protocol/signal.ts';
import { accept, refuse, type Result } from '../../conversation/protocol/result.ts';
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

export interface ConductedMember {
  readonly topic: Topic;
  readonly participant: ParticipantId;
  readonly log: LogId;
  readonly role: Role;
  readonly policy: 'direct' | 'relay';
}

export interface Delivery {
  readonly topic: Topic;
  readonly data: Published;
}

export type PublishRefusal = SignalRefusal | 'unknown-peer';

interface Member extends ConductedMember {
  /** y-webrtc's own name for itself; undefined while it cannot be reached. */
  peerId: string | undefined;
  /** Logs to whose writers this member reports a link. */
  readonly linked: Set<LogId>;
}

type PairState =
  | { readonly state: 'apart' }
  | { readonly state: 'waiting'; readonly at: number; readonly isHurried: boolean }
  | { readonly state: 'trying'; readonly attempt: Attempt }
  | { readonly state: 'up'; readonly since: number };

interface Pair {
  readonly offerer: Member;
  readonly answerer: Member;
  state: PairState;
  tries: number;
  /** When the last attempt started. */
  startedAt: number;
  /** The last link did not live long. */
  isShaky: boolean;
}

/** A link that lived this long was a good one. After the second in a row that did not, tries are delayed. */
const steadyMs = 10_000;
/** Between two attempts of a pair, however often somebody announces itself: the first failure may be chance. */
const firstRetryMs = 500;
const leastBetweenMs = 1_500;
/** Peers of one conversation that are introduced to each other; more are served by the server alone. */
const membersPerConversation = 64;
const linksPerMember = 256;

export interface Conductor {
  /** Enters a member, or enters it anew. */
  enter(member: ConductedMember): void;
  leave(topic: Topic, now: number): void;
  isEmpty(): boolean;
  /** The member said under which name y-webrtc knows it. */
  announce(topic: Topic, peerId: string, now: number): void;
  /** The member's signaling socket is gone. */
  silence(topic: Topic): void;
  signal(
    topic: Topic,
    signal: Extract<Published, { type: 'signal' }>,
    now: number,
  ): Result<readonly Delivery[], PublishRefusal>;
  report(from: LogId, to: LogId, up: boolean, now: number): void;
  hasLink(from: LogId, to: LogId): boolean;
  /** What is due now. */
  tick(now: number): readonly Delivery[];
  /** When `tick` has something to do; undefined for never. */
  nextAt(): number | undefined;
}

/** @param newAlias makes a name that was never used before, in the form of a y-webrtc peer id. */
export function createConductor(random: () => number, newAlias: () => string): Conductor {
  const members = new Map<Topic, Member>();
  const pairs = new Set<Pair>();

  function areLinked(pair: Pair): boolean {
    const { offerer, answerer } = pair;
    return offerer.linked.has(answerer.log) && answerer.linked.has(offerer.log);
  }

  function schedule(pair: Pair, now: number, isHurried = false): void {
    const restMs = pair.tries <= 1 ? firstRetryMs : leastBetweenMs;
    const at = isHurried
      ? Math.max(now + random() * 250, pair.startedAt + restMs)
      : now + delayBeforeTryMs(pair.tries, random);
    pair.state = { state: 'waiting', at, isHurried };
  }

  function pairsOf(member: Member): Pair[] {
    return [...pairs].filter((pair) => pair.offerer === member || pair.answerer === member);
  }

  function pairUp(member: Member): void {
    for (const other of members.values()) {
      if (other.participant === member.participant) continue;
      const [offerer, answerer] = offers(member, other) ? [member, other] : [other, member];
      pairs.add({
        offerer,
        answerer,
        state: { state: 'apart' },
        tries: 0,
        startedAt: -Infinity,
        isShaky: false,
      });
    }
  }

  /** Brings a pair closer to a link, now that something about it changed. */
  function reconsider(pair: Pair, isNewPeer: boolean, now: number): void {
    const { offerer, answerer, state } = pair;
    if (offerer.peerId === undefined || answerer.peerId === undefined) return;
    switch (state.state) {
      case 'apart':
        if (areLinked(pair)) pair.state = { state: 'up', since: now };
        else schedule(pair, now);
        return;
      case 'waiting':
        // A program that woke up need not wait; but a pair that cannot connect must not be hurried for ever.
        if (!state.isHurried && state.at > now) schedule(pair, now, true);
        return;
      case 'trying':
        if (isNewPeer) {
          pair.tries += 1;
          schedule(pair, now);
        } else if (hasDiedEarly(state.attempt, pair.startedAt, now)) {
          pair.tries += 1;
          schedule(pair, now, true);
        }
        return;
      case 'up':
        if (isNewPeer) lose(pair, state.since, now);
    }
  }

  /** A link that was up is gone. */
  function lose(pair: Pair, since: number, now: number): void {
    const isSteady = now - since >= steadyMs;
    pair.tries = isSteady || !pair.isShaky ? 0 : pair.tries + 1;
    pair.isShaky = !isSteady;
    pair.state = { state: 'apart' };
    reconsider(pair, false, now);
  }

  function start(pair: Pair, now: number): Delivery {
    pair.startedAt = now;
    const attempt = startAttempt({ offerer: newAlias(), answerer: newAlias() }, now);
    pair.state = { state: 'trying', attempt };
    const data = { type: 'announce', from: attempt.alias.answerer } as const;
    return { topic: pair.offerer.topic, data };
  }

  return {
    enter(next) {
      const former = members.get(next.topic);
      if (former !== undefined) {
        const isSame =
          former.participant === next.participant &&
          former.role === next.role &&
          former.policy === next.policy;
        if (isSame) return;
        for (const pair of pairsOf(former)) pairs.delete(pair);
        members.delete(next.topic);
      }
      if (members.size >= membersPerConversation) return;
      const member: Member = { ...next, peerId: undefined, linked: new Set() };
      pairUp(member);
      members.set(member.topic, member);
    },
    leave(topic) {
      const member = members.get(topic);
      if (member === undefined) return;
      for (const pair of pairsOf(member)) pairs.delete(pair);
      members.delete(topic);
    },
    isEmpty: () => members.size === 0,
    announce(topic, peerId, now) {
      const member = members.get(topic);
      if (member === undefined) return;
      const isNewPeer = member.peerId !== peerId;
      if (isNewPeer && member.peerId !== undefined) {
        // Another start of the program, with the same log: its links are gone.
        member.linked.clear();
      }
      member.peerId = peerId;
      for (const pair of pairsOf(member)) reconsider(pair, isNewPeer, now);
    },
    silence(topic) {
      const member = members.get(topic);
      if (member === undefined) return;
      member.peerId = undefined;
      for (const pair of pairsOf(member)) {
        if (pair.state.state !== 'up') pair.state = { state: 'apart' };
      }
    },
    signal(topic, { from, to, signal }, now) {
      const member = members.get(topic);
      if (member === undefined || member.peerId !== from) return refuse('unknown-peer');
      for (const pair of pairsOf(member)) {
        if (pair.state.state !== 'trying') continue;
        const { attempt } = pair.state;
        const by: Turn = pair.offerer === member ? 'offerer' : 'answerer';
        const other = by === 'offerer' ? pair.answerer : pair.offerer;
        const otherTurn: Turn = by === 'offerer' ? 'answerer' : 'offerer';
        if (attempt.alias[otherTurn] !== to || other.peerId === undefined) continue;
        const applied = applySignal(attempt, by, signal, now);
        if (!applied.ok) return applied;
        const isRelayed = member.policy === 'relay' || other.policy === 'relay';
        const { peerId } = other;
        const deliveries = applied.value.flatMap((each): Delivery[] => {
          const passed = isRelayed ? relayOnly(each) : each;
          if (passed === undefined) return [];
          const data = { from: attempt.alias[by], to: peerId, signal: passed };
          return [{ topic: other.topic, data: { type: 'signal', ...data } }];
        });
        return accept(deliveries);
      }
      return refuse('unknown-peer');
    },
    report(from, to, isUp, now) {
      const member = [...members.values()].find(({ log }) => log === from);
      if (member === undefined) return;
      if (!isUp) member.linked.delete(to);
      else if (member.linked.size < linksPerMember) member.linked.add(to);
      for (const pair of pairsOf(member)) {
        if (pair.offerer.log !== to && pair.answerer.log !== to) continue;
        if (areLinked(pair)) {
          if (pair.state.state !== 'up') pair.state = { state: 'up', since: now };
        } else if (isUp) {
          if (pair.state.state === 'trying') confirm(pair.state.attempt, now);
        } else if (pair.state.state === 'up') {
          lose(pair, pair.state.since, now);
        }
      }
    },
    hasLink(from, to) {
      for (const member of members.values()) if (member.log === from) return member.linked.has(to);
      return false;
    },
    tick(now) {
      const due: Delivery[] = [];
      for (const pair of pairs) {
        if (pair.state.state === 'trying' && pair.state.attempt.giveUpAt <= now) {
          pair.tries += 1;
          schedule(pair, now);
        }
        if (pair.state.state === 'waiting' && pair.state.at <= now) due.push(start(pair, now));
      }
      return due;
    },
    nextAt() {
      let next: number | undefined;
      for (const { state } of pairs) {
        const at = dueAt(state);
        if (at !== undefined && (next === undefined || at < next)) next = at;
      }
      return next;
    },
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
function offers(a: ConductedMember, b: ConductedMember): boolean {
  const [sideA, sideB] = [sideOf(a.role), sideOf(b.role)];
  if (sideA !== sideB) return sideA === 'client';
  const [botA, botB] = [a.role === 'bot', b.role === 'bot'];
  return botA === botB ? a.log < b.log : botB;
}
