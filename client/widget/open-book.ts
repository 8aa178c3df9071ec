/** One conversation may be before the visitor and be counted at once: it is closed when nobody needs it any more. */
import type { Conversation, Peer } from '../../conversation/peer/api.ts';
import type { ConversationId } from '../../conversation/protocol/ids.ts';

export interface OpenBook extends Pick<Peer, 'open' | 'start'> {
  /** Once for each `open` or `start`. */
  close(conversation: Conversation): void;
}

export function createOpenBook(peer: Pick<Peer, 'open' | 'start'>): OpenBook {
  const users = new Map<ConversationId, number>();
  const taken = (conversation: Conversation): Conversation => {
    users.set(conversation.id, (users.get(conversation.id) ?? 0) + 1);
    return conversation;
  };
  return {
    open: (id) => taken(peer.open(id)),
    start: (raise) => taken(peer.start(raise)),
    close(conversation) {
      const left = (users.get(conversation.id) ?? 1) - 1;
      if (left > 0) users.set(conversation.id, left);
      else {
        users.delete(conversation.id);
        conversation.close();
      }
    },
  };
}
