/** Who has read the last message that one wrote. */
import { createMemo, createSignal, onCleanup, type Accessor } from 'solid-js';
import type { Conversation } from '../../conversation/peer/api.ts';
import type { EntryId } from '../../conversation/protocol/ids.ts';
import { createEachFrame } from '../browser/each-frame.ts';

export interface ReadBy {
  readonly message: EntryId;
  /** Not empty. */
  readonly names: readonly string[];
}

type Readable = Pick<Conversation, 'items' | 'readBy'>;

export function readByOf(conversation: Readable): ReadBy | undefined {
  const last = conversation.items().findLast((item) => item.mine && item.kind === 'message');
  const read = last === undefined ? [] : conversation.readBy(last.id);
  if (last === undefined || read.length === 0) return undefined;
  return { message: last.id, names: read.map(({ name }) => name) };
}

/** Follows the conversation until the owner is disposed of. */
export function createReadBy(
  conversation: Readable & Pick<Conversation, 'onChange'>,
): Accessor<ReadBy | undefined> {
  const [changes, setChanges] = createSignal(0);
  const drawing = createEachFrame(() => setChanges((count) => count + 1));
  onCleanup(conversation.onChange(() => drawing.askSoon()));
  onCleanup(() => drawing.cancel());
  return createMemo(
    () => {
      changes();
      return readByOf(conversation);
    },
    undefined,
    { equals: (a, b) => a?.message === b?.message && a?.names.length === b?.names.length },
  );
}
