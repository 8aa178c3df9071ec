import type { Clock } from '../../conversation/peer/clock.ts';

export interface HandClock extends Clock {
  pass(ms: number): void;
  /** How many tasks wait for their time. */
  pending(): number;
}

/** Stands still until a test lets time pass. */
export function createHandClock(): HandClock {
  let now = 0;
  let tasks: readonly { readonly at: number; readonly task: () => void }[] = [];
  return {
    now: () => now,
    after(delayMs, task) {
      const planned = { at: now + delayMs, task };
      tasks = [...tasks, planned];
      return () => {
        tasks = tasks.filter((one) => one !== planned);
      };
    },
    pass(ms) {
      now += ms;
      const due = tasks.filter(({ at }) => at <= now);
      tasks = tasks.filter(({ at }) => at > now);
      for (const { task } of due) task();
    },
    pending: () => tasks.length,
  };
}
