/** What the page around us tells, kept for whoever writes and sent with their conversation. Loaded by told-door.ts. */
import { createEffect, createRoot } from 'solid-js';
import type { Conversation } from '../../conversation/peer/api.ts';
import type { Clock } from '../../conversation/peer/clock.ts';
import type { KeptValues } from '../browser/kept-values.ts';
import type { Told } from '../embed/embed-messages.ts';
import { createTellServer } from './tell-server.ts';
import { createToldBook } from './told.ts';
import type { Visitor } from './visitor.ts';

/** One of these. */
export interface Word {
  readonly told?: Told<unknown>;
  readonly isSettled?: boolean;
}

export interface Telling {
  hear(word: Word): void;
  /** @returns the undo */
  attend(teller: {
    readonly conversation: Conversation;
    readonly visitor: Pick<Visitor, 'ask'>;
    readonly values: KeptValues;
    readonly clock: Clock;
  }): () => void;
}

export function createTelling(): Telling {
  const book = createRoot(() => createToldBook());
  return {
    hear({ told, isSettled }) {
      if (told !== undefined) book.take(told);
      if (isSettled !== undefined) book.settled(isSettled);
    },
    attend(teller) {
      const server = createTellServer({
        ...teller,
        random: Math.random,
        complain: (sentence) => console.error('Parley:', sentence),
      });
      return createRoot((dispose) => {
        createEffect(() => server.tell(book.sofar()));
        return () => {
          dispose();
          server.close();
        };
      });
    },
  };
}
