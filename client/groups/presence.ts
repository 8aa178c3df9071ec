import type { ConversationSummary, Participant } from '../../conversation/protocol/conversation.ts';
import { markOf } from './kind-words.ts';
import { namesInWords } from './names-in-words.ts';
import { groupWords } from './words/group-words.ts';

/** "Study group · 4 people · Ana and Ben are here". */
export function groupPresence(summary: ConversationSummary, here: readonly Participant[]): string {
  const names = here.map(({ name }) => name);
  const words =
    summary.kind === 'direct'
      ? names.length > 0
        ? groupWords('here.now')
        : groupWords('here.away')
      : names.length > 0 &&
        groupWords('here.names', { names: namesInWords(names), count: names.length });
  return [markOf(summary), words].filter((part) => typeof part === 'string').join(' · ');
}
