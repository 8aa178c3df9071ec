/** Which messages a bot still owes an answer, from nothing but the timeline: it holds across restarts. */
import type { TimelineItem } from '../../conversation/log/timeline.ts';
import { sideOf } from '../../conversation/protocol/conversation.ts';
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
 * At the first sight of a conversation: the client's messages after the last answer of our side, oldest first.
 * Whatever stands before an answer counts as answered, whoever gave it.
 */
export function unanswered(items: readonly TimelineItem[]): readonly ChatMessage[] {
  const lastAnswer = items.findLastIndex(isAnswer);
  return items.slice(lastAnswer + 1).filter(isFromClient);
}
