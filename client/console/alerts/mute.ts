/** Whether new messages sound in this browser; the choice stays with it. */
import { createSignal, type Accessor } from 'solid-js';

const storageKey = 'parley.console.muted';

export interface Mute {
  readonly muted: Accessor<boolean>;
  setMuted(muted: boolean): void;
}

/** @param storage the browser's; a page without it (blocked by the person) forgets the choice on reload. */
export function createMute(storage: Pick<Storage, 'getItem' | 'setItem'> | undefined): Mute {
  const [muted, setSignal] = createSignal(storage?.getItem(storageKey) === 'yes');
  return {
    muted,
    setMuted(next) {
      setSignal(next);
      storage?.setItem(storageKey, next ? 'yes' : 'no');
    },
  };
}
