import { createSignal, onCleanup, type Accessor } from 'solid-js';
import type { Clock } from '../../../conversation/peer/clock.ts';

/** The time as a signal that moves every `everyMs`, until the owner is disposed of. */
export function createNow(clock: Clock, everyMs: number): Accessor<number> {
  const [now, setNow] = createSignal(clock.now());
  let stop = () => undefined as void;
  const tick = () => {
    setNow(clock.now());
    stop = clock.after(everyMs, tick);
  };
  stop = clock.after(everyMs, tick);
  onCleanup(() => stop());
  return now;
}
