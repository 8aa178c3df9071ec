/** Two small timers of typing: when we say that we type, and how long we show that somebody does. */
import type { Clock } from '../../conversation/peer/clock.ts';

/** Without a key for this long one is thinking, not typing. */
const idleAfterMs = 3_000;
/** A bubble that vanished and came back within this time would flicker. */
const holdMs = 1_200;

export interface TypingSignal {
  /** Call at every input; `empty` when nothing is left of the text. */
  typed(empty: boolean): void;
  /** Sent, left the field, closed. */
  stop(): void;
}

export function createTypingSignal(clock: Clock, tell: (typing: boolean) => void): TypingSignal {
  let isTyping = false;
  let cancelIdle = () => {};
  const change = (typing: boolean) => {
    if (typing === isTyping) return;
    isTyping = typing;
    tell(typing);
  };
  const stop = () => {
    cancelIdle();
    change(false);
  };
  return {
    stop,
    typed(empty) {
      if (empty) return stop();
      cancelIdle();
      cancelIdle = clock.after(idleAfterMs, stop);
      change(true);
    },
  };
}

export interface Hold {
  /** The wanted state now; `at once` ends a hold, as the message that was being typed has arrived. */
  set(on: boolean, atOnce: boolean): void;
  close(): void;
}

/** Turns on at once and off a moment late. */
export function createHold(clock: Clock, show: (on: boolean) => void): Hold {
  let cancel = () => {};
  return {
    set(on, atOnce) {
      cancel();
      if (on || atOnce) show(on);
      else cancel = clock.after(holdMs, () => show(false));
    },
    close: () => cancel(),
  };
}
