/** One's conversations as they are now: what is unread in them, and that something has changed. Loaded after the page. */
import { createMemo, createRoot, mapArray, onCleanup, type Accessor } from 'solid-js';
import type { AccountId, ConversationId } from '../../conversation/protocol/ids.ts';
import { createBrowserPeer } from '../browser/browser-peer.ts';
import { askForTicket } from '../browser/tickets.ts';
import { createConversationState, type ConversationState } from '../state/conversation-state.ts';
import { createPeerState } from '../state/peer-state.ts';

export interface LiveConversations {
  /** Of those that are open. */
  readonly unread: Accessor<ReadonlyMap<ConversationId, number>>;
  /** How far each is, and whether the server refused something about it. */
  readonly states: Accessor<ReadonlyMap<ConversationId, ConversationState>>;
  close(): void;
}

export function followConversations(owner: AccountId): LiveConversations {
  return createRoot((dispose) => {
    const peer = createBrowserPeer({ ticket: () => askForTicket(undefined), owner });
    const { listed } = createPeerState(peer);
    const ids = createMemo(() => listed().map(({ conversation }) => conversation), [], {
      equals: (a, b) => a.length === b.length && a.every((id, index) => id === b[index]),
    });
    const open = createMemo(
      mapArray(ids, (id) => {
        const conversation = peer.open(id);
        onCleanup(() => conversation.close());
        return { id, state: createConversationState(conversation) };
      }),
    );
    return {
      states: createMemo(() => new Map(open().map(({ id, state }) => [id, state]))),
      unread: createMemo(() => new Map(open().map(({ id, state }) => [id, state.unread()]))),
      close() {
        dispose();
        // The page goes on without it, or is gone itself.
        peer.close().catch(() => undefined);
      },
    };
  });
}
