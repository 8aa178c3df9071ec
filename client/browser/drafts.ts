import type { ConversationId } from '../../conversation/protocol/ids.ts';
import type { KeptValues } from './kept-values.ts';

export interface StoredDraft {
  read(): string;
  write(text: string): void;
}

/** What was begun in one conversation and not sent yet. */
export function draftOf(conversation: ConversationId, kept: KeptValues): StoredDraft {
  const name = `draft.${conversation}`;
  return {
    read: () => kept.get(name) ?? '',
    write(text) {
      if (text === '') kept.delete(name);
      else kept.set(name, text);
    },
  };
}
