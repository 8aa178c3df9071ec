/**
 * Introduces the peers of one conversation to each other (ARCHITECTURE.md, decisions on topics and aliases).
 *
 * Keeps who is there, and tells every pair (`pair.ts`) what concerns it. Pure but for its own memory: it is told
 * the time and returns what to send.
 */
import type { LogId, ParticipantId, Topic } from '../../conversation/protocol/ids.ts';
import type { Published } from '../../conversation/protocol/signal.ts';
import { refuse, type Result } from '../../conversation/protocol/result.ts';
import type { SignalRefusal } from './attempt.ts';
import { createPair, type Delivery, type Pair, type PairMember } from './pair.ts';

export interface ConductedMember extends Omit<PairMember, 'peerId' | 'linked'> {
  readonly participant: ParticipantId;
}

export type PublishRefusal = SignalRefusal | 'unknown-peer';

interface Member extends ConductedMember {
  peerId: string | undefined;
  readonly linked: Set<LogId>;
}

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
  const pairs = new Set<Pair<Member>>();

  function pairsOf(member: Member): Pair<Member>[] {
    return [...pairs].filter((pair) => pair.has(member));
  }

  function add(member: Member): void {
    for (const other of members.values()) {
      if (other.participant === member.participant) continue;
      pairs.add(createPair(member, other, random, newAlias));
    }
    members.set(member.topic, member);
  }

  function remove(member: Member): void {
    for (const pair of pairsOf(member)) pairs.delete(pair);
    members.delete(member.topic);
  }

  /** The first that entered, where two write the same log. */
  function writerOf(log: LogId): Member | undefined {
    for (const member of members.values()) if (member.log === log) return member;
    return undefined;
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
        remove(former);
      }
      if (members.size >= membersPerConversation) return;
      add({ ...next, peerId: undefined, linked: new Set() });
    },
    leave(topic) {
      const member = members.get(topic);
      if (member !== undefined) remove(member);
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
      for (const pair of pairsOf(member)) pair.announced(isNewPeer, now);
    },
    silence(topic) {
      const member = members.get(topic);
      if (member === undefined) return;
      member.peerId = undefined;
      for (const pair of pairsOf(member)) pair.silenced();
    },
    signal(topic, { from, to, signal }, now) {
      const member = members.get(topic);
      if (member === undefined || member.peerId !== from) return refuse('unknown-peer');
      for (const pair of pairsOf(member)) {
        const passed = pair.signal(member, to, signal, now);
        if (passed !== undefined) return passed;
      }
      return refuse('unknown-peer');
    },
    report(from, to, isUp, now) {
      const member = writerOf(from);
      if (member === undefined) return;
      if (!isUp) member.linked.delete(to);
      else if (member.linked.size < linksPerMember) member.linked.add(to);
      for (const pair of pairsOf(member)) {
        if (pair.writes(to)) pair.reported(isUp, now);
      }
    },
    hasLink: (from, to) => writerOf(from)?.linked.has(to) ?? false,
    tick: (now) => [...pairs].flatMap((pair) => pair.tick(now) ?? []),
    nextAt() {
      let next: number | undefined;
      for (const pair of pairs) {
        const at = pair.dueAt();
        if (at !== undefined && (next === undefined || at < next)) next = at;
      }
      return next;
    },
  };
}
