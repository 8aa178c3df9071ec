/**
 * Messages that were said before there was a log to write them to: the conversation is not raised yet, the
 * server was never met, a certificate ran out. They are stored, shown as `sending`, and become entries in order.
 *
 * An intent's id becomes the salt of its entry. So a crash between writing the entry and forgetting the intent
 * shows nothing twice: whoever finds both knows that they are one.
 */
import { saltBytes, type Entry } from '../log/entry.ts';
import { howSaid, type HowSaid } from '../log/payload.ts';
import type { TimelineItem } from '../log/timeline.ts';
import type { Participant } from '../protocol/conversation.ts';
import { toBase64Url, type EntryId } from '../protocol/ids.ts';
import type { ConversationStore, Values } from './storage.ts';

export interface Intent extends HowSaid {
  /** 16 random bytes. */
  readonly id: Uint8Array;
  readonly text: string;
  readonly at: number;
}

export interface Intents {
  /** Takes over what earlier programs left in these slots of the store. */
  load(
    store: ConversationStore,
    values: Values,
    slot: number,
    orphaned: readonly number[],
  ): Promise<void>;
  add(intent: Intent): void;
  first(): Intent | undefined;
  /** The store holds it, or may do so: a later start would say it again unless it finds the entry. */
  isStored(intent: Intent): boolean;
  count(): number;
  /** Forgets the intent that has become this entry. */
  written(entry: Entry): void;
  items(author: Participant): readonly TimelineItem[];
  /** Stores them as they are now. Rejects where that is not possible. */
  save(): Promise<void>;
}

const keyOf = (slot: number) => `intents/${slot}`;

function unique(intents: readonly Intent[]): readonly Intent[] {
  const known = new Set<string>();
  return intents.filter(({ id }) => {
    const name = toBase64Url(id);
    return known.has(name) ? false : known.add(name);
  });
}

export function createIntents(): Intents {
  let waiting: readonly Intent[] = [];
  let stored: readonly Intent[] = [];
  let place: { readonly store: ConversationStore; readonly slot: number } | undefined;
  const shown = new Map<Intent, TimelineItem>();
  const numbers = new Map<Intent, number>();
  let made = 0;

  async function save(): Promise<void> {
    if (place === undefined || (waiting.length === 0 && stored.length === 0)) return;
    const { store, slot } = place;
    const before = stored;
    const next = waiting;
    stored = next;
    try {
      if (next.length === 0) await store.delete(keyOf(slot));
      else await store.set(keyOf(slot), next);
    } catch (error) {
      // What was sent would be said again by the next start: on a full device nothing is kept rather than that.
      const isSafe = before.every((intent) => next.includes(intent));
      if (!isSafe) await store.delete(keyOf(slot));
      stored = isSafe ? before : [];
      throw error;
    }
  }

  function itemOf(intent: Intent, author: Participant): TimelineItem {
    const before = shown.get(intent);
    if (before?.author.id === author.id) return before;
    if (!numbers.has(intent)) numbers.set(intent, (made += 1));
    const item: TimelineItem = {
      // No log has the number 0, so no entry ever has this id.
      id: `0-${numbers.get(intent)}` as EntryId,
      author,
      mine: true,
      at: intent.at,
      receivedAt: undefined,
      kind: 'message',
      text: intent.text,
      edited: false,
      reactions: [],
      state: 'sending',
      ...howSaid(intent),
    };
    shown.set(intent, item);
    return item;
  }

  return {
    load: async (store, values, slot, orphaned) => {
      const keptIn = (number: number) => (values.get(keyOf(number)) as Intent[] | undefined) ?? [];
      const own = keptIn(slot);
      const left = orphaned.flatMap(keptIn);
      waiting = unique([...own, ...waiting]);
      stored = own;
      place = { store, slot };
      try {
        if (left.length > 0) await store.set(keyOf(slot), unique([...own, ...left, ...waiting]));
        await store.delete(...orphaned.map(keyOf));
      } catch {
        // Two programs must not send the same: on a full device they stay where they are, for a later start.
        return;
      }
      waiting = unique([...own, ...left, ...waiting]);
      stored = unique([...own, ...left]);
    },
    add: (intent) => {
      waiting = [...waiting, intent];
    },
    first: () => waiting[0],
    isStored: (intent) => stored.includes(intent),
    count: () => waiting.length,
    written: (entry) => {
      if (waiting.length === 0 || entry.payload === undefined) return;
      const salt = toBase64Url(entry.payload.subarray(0, saltBytes));
      waiting = waiting.filter((intent) => {
        const isIt = toBase64Url(intent.id) === salt;
        if (isIt) shown.delete(intent);
        return !isIt;
      });
    },
    items: (author) => waiting.map((intent) => itemOf(intent, author)),
    save,
  };
}
