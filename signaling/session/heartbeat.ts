/** Finds out that nobody is at the other end any more. */
import type { Clock } from '../clock.ts';

export interface Heartbeat {
  /** Anything came. */
  heard(): void;
  close(): void;
}

/** Two beats without an answer are silence. */
const missedBeatsAllowed = 2;

export function createHeartbeat(options: {
  readonly clock: Clock;
  readonly everyMs: number;
  readonly ping: () => void;
  /** Called once. */
  readonly onSilent: () => void;
}): Heartbeat {
  let isHeard = true;
  let missed = 0;
  let cancel = options.clock.after(options.everyMs, beat);

  function beat(): void {
    missed = isHeard ? 0 : missed + 1;
    isHeard = false;
    if (missed >= missedBeatsAllowed) {
      options.onSilent();
      return;
    }
    options.ping();
    cancel = options.clock.after(options.everyMs, beat);
  }

  return {
    heard() {
      isHeard = true;
    },
    close: () => cancel(),
  };
}
