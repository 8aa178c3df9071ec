/** Whether a link carries both ways in time, and whether it still does: pings, their answers, and silence. */
import type { Clock } from '../clock.ts';
import type { Frame } from './frames.ts';
import { linkLimits } from './link-limits.ts';

/** A ping, or the answer to one. */
export type PingFrame = Extract<Frame, { kind: 'ping' | 'pong' }>;

export interface LivenessOptions {
  readonly clock: Clock;
  readonly send: (frame: PingFrame) => void;
  /** A ping of theirs came and one of ours was answered; said again with each of them. */
  readonly onProven: () => void;
  readonly onDead: (reason: 'not-up-in-time' | 'silent') => void;
}

export interface Liveness {
  /** Something came, whatever it was. */
  heard(): void;
  /** Our hello is sent: from here on there are pings. */
  greeted(): void;
  /** @returns false for the answer to a ping that was never sent. */
  receive(frame: PingFrame): boolean;
  /** The link is up: only silence ends it now. */
  up(): void;
  /** Sends or ends what is due by now. */
  check(): void;
  /** Ends the link unless the other side is heard soon. */
  prove(): void;
  close(): void;
}

/** Watches from now on: a link that is never opened ends too. */
export function createLiveness({ clock, send, onProven, onDead }: LivenessOptions): Liveness {
  const createdAt = clock.now();
  let isGreeted = false;
  let isPinged = false;
  let isAnswered = false;
  let isUp = false;
  let isClosed = false;
  let heardAt = createdAt;
  let deadAt = Infinity;
  let pingedAt = -Infinity;
  let pings = 0;
  let cancelTimer = clock.after(linkLimits.upWithinMs, () => check());

  function ping(): void {
    pingedAt = clock.now();
    pings += 1;
    send({ kind: 'ping', number: pings });
  }

  function check(): void {
    if (isClosed) return;
    const now = clock.now();
    if (!isUp && now - createdAt >= linkLimits.upWithinMs) return onDead('not-up-in-time');
    if (now - heardAt >= linkLimits.silentMs || now >= deadAt) return onDead('silent');
    const quietSince = Math.max(heardAt, pingedAt);
    if (isGreeted && now - quietSince >= linkLimits.pingAfterMs) ping();
    // The ping may have found the channel closed.
    if (isClosed) return;
    const nextAt = Math.min(
      isUp ? Infinity : createdAt + linkLimits.upWithinMs,
      isGreeted ? Math.max(heardAt, pingedAt) + linkLimits.pingAfterMs : Infinity,
      heardAt + linkLimits.silentMs,
      deadAt,
    );
    cancelTimer();
    cancelTimer = clock.after(Math.max(10, nextAt - now), check);
  }

  return {
    heard() {
      heardAt = clock.now();
      deadAt = Infinity;
    },
    greeted() {
      isGreeted = true;
      ping();
    },
    receive({ kind, number }) {
      if (kind === 'ping') {
        send({ kind: 'pong', number });
        isPinged = true;
      } else {
        if (number === 0 || number > pings) return false;
        isAnswered = true;
      }
      if (isPinged && isAnswered) onProven();
      return true;
    },
    up() {
      isUp = true;
    },
    check,
    prove() {
      if (isClosed || !isGreeted) return;
      deadAt = Math.min(deadAt, clock.now() + linkLimits.proveWithinMs);
      ping();
      check();
    },
    close() {
      isClosed = true;
      cancelTimer();
    },
  };
}
