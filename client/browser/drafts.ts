import type { ConversationId } from '../../conversation/protocol/ids.ts';
import type { Draft } from '../chat/composer.tsx';
import type { KeptValues } from './kept-values.ts';

/** @param kept where it stays: in this browser, or in this tab. */
export function draftOf(conversation: ConversationId, kept: KeptValues): Draft {
  const name = `draft.${conversation}`;
  return {
    read: () => kept.get(name) ?? '',
    write(text) {
      if (text === '') kept.delete(name);
      else kept.set(name, text);
    },
  };
}
