/** The real clock of a Node program. */
import type { Clock } from '../../conversation/peer/clock.ts';

export function createNodeClock(): Clock {
  return {
    now: () => Date.now(),
    after(delayMs, task) {
      const timer = setTimeout(task, delayMs);
      return () => clearTimeout(timer);
    },
  };
}
