/** Which messages a bot still owes an answer, from nothing but the timeline: it holds across restarts. */
import type { TimelineItem } from '../../conversation/log/timeline.ts';
import { sideOf } from '../../conversation/protocol/conversation.ts';
import { splitEntryId, type LogId } from '../../conversation/protocol/ids.ts';
import type { ChatMessage } from './bot.ts';

export function isFromClient(item: TimelineItem): item is ChatMessage {
  return item.kind === 'message' && sideOf(item.author.role) === 'client';
}

/** A person's or a bot's message; what the server notes down ("assigned") is none. */
export function isFromOurSide(item: TimelineItem): boolean {
  return item.kind === 'message' && (item.author.role === 'agent' || item.author.role === 'bot');
}

/** Whoever greeted may have died before answering. */
function isAnswer(item: TimelineItem): boolean {
  return isFromOurSide(item) && !('greeting' in item);
}

/**
 * What answers name (SPEC.md, PAY6). Such an answer may stand after messages that its author never saw: it was on its
 * way when the author died. A log is read in its order, so it answers what stands before the question in the same log.
 */
export function answeredByName(items: readonly TimelineItem[]): (message: TimelineItem) => boolean {
  const upTo = new Map<LogId, number>();
  for (const item of items) {
    const named = isFromOurSide(item) && 'answers' in item ? splitEntryId(item.answers) : undefined;
    if (named !== undefined) {
      upTo.set(named.log, Math.max(upTo.get(named.log) ?? -1, named.seq));
    }
  }
  return ({ id }) => {
    const entry = splitEntryId(id);
    return entry !== undefined && entry.seq <= (upTo.get(entry.log) ?? -1);
  };
}

/**
 * At the first sight of a conversation: the client's messages that no answer names and that stand after the last answer
 * that names nothing (a person's, or a bot's word unasked). Oldest first.
 */
export function unanswered(items: readonly TimelineItem[]): readonly ChatMessage[] {
  const isAnswered = answeredByName(items);
  const lastAnswer = items.findLastIndex((item) => isAnswer(item) && !('answers' in item));
  return items
    .slice(lastAnswer + 1)
    .filter(isFromClient)
    .filter((message) => !isAnswered(message));
}
