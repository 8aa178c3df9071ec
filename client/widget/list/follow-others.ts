/** What is new in the conversations that are not before the visitor. Loaded once there are some. */
import { createMemo, createRoot, mapArray, onCleanup, type Accessor } from 'solid-js';
import type { ConversationId } from '../../../conversation/protocol/ids.ts';
import { createConversationState } from '../../state/conversation-state.ts';
import type { OpenBook } from '../open-book.ts';
import { lastHeard, type Heard } from './own-rows.ts';

export interface Others {
  readonly heard: Accessor<ReadonlyMap<ConversationId, Heard>>;
  close(): void;
}

/** Each is a document and, while somebody writes there, a link [W8]. */
export const mostFollowed = 12;

export function followOthers(
  book: Pick<OpenBook, 'open' | 'close'>,
  others: Accessor<readonly ConversationId[]>,
): Others {
  return createRoot((dispose) => {
    const ids = createMemo(() => others().slice(0, mostFollowed), [], {
      equals: (a, b) => a.length === b.length && a.every((id, at) => id === b[at]),
    });
    const states = createMemo(
      mapArray(ids, (id) => {
        const conversation = book.open(id);
        onCleanup(() => book.close(conversation));
        const state = createConversationState(conversation);
        return { id, heard: () => ({ unread: state.unread(), last: lastHeard(state.items()) }) };
      }),
    );
    return {
      heard: createMemo(() => new Map(states().map(({ id, heard }) => [id, heard()]))),
      close: dispose,
    };
  });
}
