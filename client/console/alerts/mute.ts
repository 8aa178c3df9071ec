/** Whether new messages sound in this browser; the choice stays with it. */
import { createSignal, type Accessor } from 'solid-js';
import type { KeptValues } from '../../browser/kept-values.ts';

const name = 'console.muted';

export interface Mute {
  readonly muted: Accessor<boolean>;
  setMuted(muted: boolean): void;
}

export function createMute(kept: KeptValues): Mute {
  const [muted, setSignal] = createSignal(kept.get(name) === 'yes');
  return {
    muted,
    setMuted(next) {
      setSignal(next);
      kept.set(name, next ? 'yes' : 'no');
    },
  };
}
