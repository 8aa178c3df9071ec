import type { ConversationSummary, Participant } from '../../conversation/protocol/conversation.ts';
import { markOf } from './kind-words.ts';
import { namesInWords } from './names-in-words.ts';

/** "Study group · 4 people · Ana and Ben are here". */
export function groupPresence(summary: ConversationSummary, here: readonly Participant[]): string {
  const names = here.map(({ name }) => name);
  const words =
    summary.kind === 'direct'
      ? names.length > 0
        ? 'Here now'
        : 'Away'
      : names.length > 0 && `${namesInWords(names)} ${names.length === 1 ? 'is' : 'are'} here`;
  return [markOf(summary), words].filter((part) => typeof part === 'string').join(' · ');
}
