/**
 * Who answers which conversation: a pure decision over what is true at one moment in one department.
 *
 * The least busy available agent with free capacity answers; of equals, the one who has waited longest.
 * Without one, the department's bot does (or before one, where the department says so), else the
 * conversation waits, first come first served.
 */
import type { AccountId, ConversationId } from '../../conversation/protocol/ids.ts';

/** A person who can answer. Only those with a live session that said `available` are listed. */
export interface AvailableAgent {
  readonly account: AccountId;
  /** Conversations assigned to them now, in all departments. */
  readonly open: number;
  readonly capacity: number;
  /** When they were last given a conversation, or became available; the smaller, the longer they have waited. */
  readonly idleSince: number;
}

/** A bot of the department with a live, available session, in the department's order. */
export interface AvailableBot {
  readonly account: AccountId;
  readonly userName: string;
  readonly open: number;
  readonly capacity: number;
}

interface Unanswered {
  readonly conversation: ConversationId;
  /** When it began to wait; kept when it comes back to the queue, so that it stands in front. */
  readonly since: number;
  /** It was handed over, or a person had it before: no bot takes it again by itself. */
  readonly wantsPerson: boolean;
  /** User name of the bot the client asked for. */
  readonly prefer: string | undefined;
  /** Who answered the same client last. */
  readonly lastAgent: AccountId | undefined;
  /** Whoever raised it, who does not answer it. */
  readonly raiser?: AccountId;
}

export interface Waiting extends Unanswered {
  /** What its client was last told, if anything. */
  readonly toldPosition: number | undefined;
}

/** Assigned to an account that has no session any more. */
export interface Deserted extends Unanswered {
  readonly holder: AccountId;
  readonly holderKind: 'person' | 'bot';
  readonly goneSince: number;
}

export interface PairingPolicy {
  /** Which of the two answers first. */
  readonly first: 'agent' | 'bot';
  /** How long a person may be gone before the conversation goes to another one, ms. */
  readonly personGraceMs: number;
  /** The same for a bot, ms. */
  readonly botGraceMs: number;
}

export interface PairingState {
  /** None outside of the department's hours, whoever is here. */
  readonly agents: readonly AvailableAgent[];
  readonly bots: readonly AvailableBot[];
  readonly waiting: readonly Waiting[];
  readonly deserted: readonly Deserted[];
  readonly policy: PairingPolicy;
  /** When it opens; undefined: it is open, or does not open in the foreseeable future. */
  readonly opensAt?: number | undefined;
  readonly now: number;
}

export type Decision =
  /** `from` is who must still hold it for the decision to count; undefined: it must still wait. */
  | {
      readonly kind: 'assign';
      readonly conversation: ConversationId;
      readonly from: AccountId | undefined;
      readonly to: AccountId;
    }
  /** Back to the queue, where it keeps its place by `since`. */
  | { readonly kind: 'requeue'; readonly conversation: ConversationId; readonly from: AccountId }
  /** Its client has to be told a new position (from 1). */
  | {
      readonly kind: 'position';
      readonly conversation: ConversationId;
      readonly position: number;
    };

type Case =
  | { readonly of: 'waiting'; readonly it: Waiting }
  | { readonly of: 'deserted'; readonly it: Deserted };

/** @returns what has to change, in the order in which it should be committed. */
export function pair(state: PairingState): Decision[] {
  const bench = createBench(state);
  const decisions: Decision[] = [];
  let position = 0;
  for (const next of queueOf(state)) {
    const to = bench.take(next.it, state.policy.first);
    const from = next.of === 'deserted' ? next.it.holder : undefined;
    if (to !== undefined) {
      decisions.push({ kind: 'assign', conversation: next.it.conversation, from, to });
      continue;
    }
    position += 1;
    if (from !== undefined) {
      decisions.push({ kind: 'requeue', conversation: next.it.conversation, from });
    }
    const told = next.of === 'waiting' ? next.it.toldPosition : undefined;
    if (told !== position) {
      decisions.push({ kind: 'position', conversation: next.it.conversation, position });
    }
  }
  return decisions;
}

/** @returns when `pair` should run again though nothing happens: the end of the next grace, or the opening; undefined: never. */
export function nextPairingAt(state: PairingState): number | undefined {
  const ends = state.deserted
    .map((it) => graceEndsAt(it, state.policy))
    .filter((at) => at > state.now);
  const alarms = state.opensAt === undefined ? ends : [...ends, state.opensAt];
  return alarms.length === 0 ? undefined : Math.min(...alarms);
}

/** First come first served; whoever was deserted for longer than the grace stands at their old place. */
function queueOf(state: PairingState): Case[] {
  const waiting = state.waiting.map((it): Case => ({ of: 'waiting', it }));
  const deserted = state.deserted
    .filter((it) => graceEndsAt(it, state.policy) <= state.now)
    .map((it): Case => ({ of: 'deserted', it }));
  return [...waiting, ...deserted].toSorted(
    (a, b) => a.it.since - b.it.since || (a.it.conversation < b.it.conversation ? -1 : 1),
  );
}

function graceEndsAt(it: Deserted, policy: PairingPolicy): number {
  return it.goneSince + (it.holderKind === 'person' ? policy.personGraceMs : policy.botGraceMs);
}

/** Those who can answer, with the load they get while we decide. */
function createBench(state: PairingState) {
  const given = new Map<AccountId, number>();
  const openOf = (who: { account: AccountId; open: number }): number =>
    who.open + (given.get(who.account) ?? 0);
  const isFree = (who: { account: AccountId; open: number; capacity: number }): boolean =>
    openOf(who) < who.capacity;

  function freeAgent(wanted: Unanswered): AccountId | undefined {
    const free = state.agents.filter((it) => isFree(it) && it.account !== wanted.raiser);
    const familiar = free.find((agent) => agent.account === wanted.lastAgent);
    if (familiar !== undefined) return familiar.account;
    const [leastBusy] = free.toSorted(
      (a, b) =>
        openOf(a) - openOf(b) ||
        // Whoever was given one a moment ago has not waited at all.
        Number(given.has(a.account)) - Number(given.has(b.account)) ||
        a.idleSince - b.idleSince ||
        (a.account < b.account ? -1 : 1),
    );
    return leastBusy?.account;
  }

  function freeBot(wanted: Unanswered): AccountId | undefined {
    if (wanted.wantsPerson) return undefined;
    return state.bots.find(isFree)?.account;
  }

  function preferredBot(wanted: Unanswered): AccountId | undefined {
    if (wanted.wantsPerson || wanted.prefer === undefined) return undefined;
    return state.bots.find((bot) => bot.userName === wanted.prefer && isFree(bot))?.account;
  }

  return {
    /** Chooses who answers, and counts it as theirs. */
    take(wanted: Unanswered, first: PairingPolicy['first']): AccountId | undefined {
      const chosen =
        preferredBot(wanted) ??
        (first === 'bot'
          ? (freeBot(wanted) ?? freeAgent(wanted))
          : (freeAgent(wanted) ?? freeBot(wanted)));
      if (chosen !== undefined) given.set(chosen, (given.get(chosen) ?? 0) + 1);
      return chosen;
    },
  };
}
