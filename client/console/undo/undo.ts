/** What was done last and can be taken back: one thing at a time, for a moment. */
import { createSignal, onCleanup, type Accessor } from 'solid-js';
import type { Clock } from '../../../conversation/peer/clock.ts';

export interface UndoOffer {
  /** What was done, as a sentence. */
  readonly done: string;
  /** Takes it back. @returns why it could not, as a sentence */
  undo(): Promise<string | undefined> | undefined;
}

export interface Undo {
  readonly offered: Accessor<UndoOffer | undefined>;
  /** Why the last one could not be taken back. */
  readonly trouble: Accessor<string | undefined>;
  /** In the place of the one before. @returns withdraws it: it cannot be taken back any more */
  offer(offer: UndoOffer): () => void;
  /** Takes back what is offered. */
  take(): Promise<void>;
  dismiss(): void;
  /** Whoever points at it, or has the focus in it, is not hurried. */
  hold(held: boolean): void;
}

/** Long enough to read it and to reach it with the keyboard. */
export const undoOfferedMs = 8000;

/** Until the owner is disposed of. */
export function createUndo(clock: Clock): Undo {
  const [offered, setOffered] = createSignal<UndoOffer>();
  const [trouble, setTrouble] = createSignal<string>();
  let cancel: (() => void) | undefined;

  function wait(): void {
    cancel?.();
    cancel = clock.after(undoOfferedMs, dismiss);
  }
  function dismiss(): void {
    cancel?.();
    setOffered(undefined);
    setTrouble(undefined);
  }
  onCleanup(() => cancel?.());

  return {
    offered,
    trouble,
    dismiss,
    offer(offer) {
      setTrouble(undefined);
      setOffered(offer);
      wait();
      return () => {
        if (offered() === offer) dismiss();
      };
    },
    async take() {
      const now = offered();
      if (now === undefined) return;
      dismiss();
      const sentence = await now.undo();
      if (sentence === undefined) return;
      setTrouble(sentence);
      wait();
    },
    hold(held) {
      if (offered() === undefined && trouble() === undefined) return;
      if (held) cancel?.();
      else wait();
    },
  };
}
