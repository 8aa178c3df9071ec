/** Time that a test moves by hand. */
import type { Clock } from './clock.ts';

export interface ManualClock extends Clock {
  /** Moves on to each moment at which something is due, and lets `settle` finish there. */
  advance(ms: number, settle: () => Promise<void>): Promise<void>;
  /** Timers that wait. */
  waiting(): number;
}

export function createManualClock(start: number): ManualClock {
  let now = start;
  let made = 0;
  const timers = new Map<number, { readonly at: number; readonly task: () => void }>();

  return {
    now: () => now,
    after: (delayMs, task) => {
      made += 1;
      const number = made;
      timers.set(number, { at: now + delayMs, task });
      return () => timers.delete(number);
    },
    advance: async (ms, settle) => {
      const end = now + ms;
      for (;;) {
        await settle();
        const due = [...timers]
          .filter(([, { at }]) => at <= end)
          .toSorted(([a, x], [b, y]) => x.at - y.at || a - b)[0];
        if (due === undefined) break;
        const [number, { at, task }] = due;
        timers.delete(number);
        now = Math.max(now, at);
        task();
      }
      now = end;
      await settle();
    },
    waiting: () => timers.size,
  };
}
