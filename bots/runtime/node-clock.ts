/** The real clock of a Node program. */
import type { Clock } from '../../conversation/peer/clock.ts';
import { steadyTime } from '../../conversation/protocol/steady-time.ts';

export function createNodeClock(): Clock {
  return {
    // How far it is from the server's clock is asked of the server; here it must only not go back.
    now: steadyTime(() => Date.now()),
    after(delayMs, task) {
      const timer = setTimeout(task, delayMs);
      return () => clearTimeout(timer);
    },
  };
}
