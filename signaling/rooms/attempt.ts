/** One try to connect two peers: which signals fit it, and under which names the two know each other in it. */
import type { PeerSignal } from '../../conversation/protocol/signal.ts';
import { accept, refuse, type Result } from '../../conversation/protocol/result.ts';

/** Hosts have a handful of interfaces; each gives a few candidates. */
const candidatesPerSide = 40;
/** An offer is made without the network. This long for a slow machine and a slow way here. */
const offerWithinMs = 2_000;
/** Peers give up after 4 s; a little later nothing of the attempt is left at either side. */
const upWithinMs = 4_500;
/** One side said that the link is up: the other one's word is on its way. */
const confirmWithinMs = 3_000;

export type Turn = 'offerer' | 'answerer';

export interface Attempt {
  /** The name under which the other side sees the offerer; and the answerer. Never used again. */
  readonly alias: Readonly<Record<Turn, string>>;
  giveUpAt: number;
  isOffered: boolean;
  isAnswered: boolean;
  isConfirming: boolean;
  readonly candidates: Record<Turn, number>;
  /** The offerer's candidates until its offer is here; y-webrtc would take one for a connection of its own. */
  readonly held: PeerSignal[];
}

export function startAttempt(alias: Attempt['alias'], now: number): Attempt {
  return {
    alias,
    giveUpAt: now + offerWithinMs,
    isOffered: false,
    isAnswered: false,
    isConfirming: false,
    candidates: { offerer: 0, answerer: 0 },
    held: [],
  };
}

export type SignalRefusal = 'out-of-turn' | 'too-many-candidates';

/**
 * Applies a signal: one offer, one answer to it, and candidates once there is an offer.
 * @returns what is to be passed on now.
 */
export function applySignal(
  attempt: Attempt,
  by: Turn,
  signal: PeerSignal,
  now: number,
): Result<readonly PeerSignal[], SignalRefusal> {
  switch (signal.type) {
    case 'offer':
      if (by !== 'offerer' || attempt.isOffered) return refuse('out-of-turn');
      attempt.isOffered = true;
      attempt.giveUpAt = now + upWithinMs;
      return accept([signal, ...attempt.held.splice(0)]);
    case 'answer':
      if (by !== 'answerer' || !attempt.isOffered || attempt.isAnswered)
        return refuse('out-of-turn');
      attempt.isAnswered = true;
      return accept([signal]);
    case 'candidate':
      attempt.candidates[by] += 1;
      if (attempt.candidates[by] > candidatesPerSide) return refuse('too-many-candidates');
      if (attempt.isOffered) return accept([signal]);
      if (by === 'answerer') return refuse('out-of-turn');
      attempt.held.push(signal);
      return accept([]);
  }
}

/** A peer whose connection fails at once announces itself within this time. */
const earlyDeathMs = 1_400;

/**
 * Whether an announce now means that the connection of this attempt has failed. Later ones may come from the
 * connection of an attempt before, which gives up 4 s after its start.
 */
export function hasDiedEarly(attempt: Attempt, startedAt: number, now: number): boolean {
  return attempt.isAnswered && !attempt.isConfirming && now - startedAt < earlyDeathMs;
}

/** One side reported the link. */
export function confirm(attempt: Attempt, now: number): void {
  if (attempt.isConfirming) return;
  attempt.isConfirming = true;
  attempt.giveUpAt = Math.max(attempt.giveUpAt, now + confirmWithinMs);
}

const delaysMs = [0, 500, 1_500, 3_000, 6_000, 15_000];

/** Before try number `tries` (from 0). The spread keeps a restarted server from trying all pairs at once. */
export function delayBeforeTryMs(tries: number, random: () => number): number {
  const delayMs = delaysMs[Math.min(tries, delaysMs.length - 1)] ?? 0;
  return Math.round(delayMs * (0.8 + 0.4 * random()));
}
