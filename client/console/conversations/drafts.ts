import type { ConversationId } from '../../../conversation/protocol/ids.ts';
import type { Draft } from '../../chat/composer.tsx';

/** What was begun in a conversation stays in this tab, also across a reload, until it is sent. */
export function draftOf(
  conversation: ConversationId,
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>,
): Draft {
  const key = `parley.console.draft.${conversation}`;
  return {
    read: () => storage.getItem(key) ?? '',
    write(text) {
      if (text === '') storage.removeItem(key);
      else storage.setItem(key, text);
    },
  };
}
