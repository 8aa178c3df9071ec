import { createEffect, createSignal, onCleanup, untrack, type Accessor } from 'solid-js';
import type { Conversation } from '../../conversation/peer/api.ts';
import type { Clock } from '../../conversation/peer/clock.ts';
import type { KeptValues } from '../browser/kept-values.ts';
import type { Told } from '../embed/embed-messages.ts';
import type { Telling, Word } from './telling.ts';
import type { Visitor } from './visitor.ts';

export interface Teller {
  readonly conversation: Accessor<Conversation>;
  readonly visitor: Pick<Visitor, 'ask'>;
  readonly values: KeptValues;
  readonly clock: Clock;
}

export interface ToldDoor {
  take(told: Told<unknown>): void;
  /** Whether it is known who writes. */
  settled(isSettled: boolean): void;
  /** Sends it with this person's conversation, until the owner is disposed of. */
  attend(teller: Teller): void;
}

/** So many words of the page wait until what understands them is there. */
const mostWaiting = 64;

/** What the page around us tells of whoever writes. Few pages do: what keeps and sends it is loaded when one does. */
export function createToldDoor(): ToldDoor {
  const [telling, setTelling] = createSignal<Telling>();
  let waiting: Word[] = [];
  let isAsked = false;

  function hear(word: Word): void {
    const there = untrack(telling);
    if (there !== undefined) return there.hear(word);
    // Of two words about who writes, one after the other, only the last one matters.
    const last = waiting.at(-1);
    if (last?.told === undefined && word.told === undefined) waiting.pop();
    waiting = [...waiting, word].slice(-mostWaiting);
  }

  function load(): void {
    if (isAsked) return;
    isAsked = true;
    import('./telling.ts').then(
      ({ createTelling }) => {
        const there = createTelling();
        for (const word of waiting) there.hear(word);
        waiting = [];
        setTelling(() => there);
      },
      (fault: unknown) => {
        // The page's next word tries again.
        isAsked = false;
        console.error('Parley', fault);
      },
    );
  }

  return {
    take(told) {
      hear({ told });
      load();
    },
    settled: (isSettled) => hear({ isSettled }),
    attend(teller) {
      createEffect(() => {
        const leave = telling()?.attend({ ...teller, conversation: teller.conversation() });
        onCleanup(() => leave?.());
      });
    },
  };
}
