import type { ConversationSummary } from '../../../conversation/protocol/conversation.ts';

/** Those that nobody answers first, the longest wait on top; then the latest change. */
export function compareOverview(a: ConversationSummary, b: ConversationSummary): number {
  const isWaiting = ({ status }: ConversationSummary) => status.state === 'waiting';
  if (isWaiting(a) !== isWaiting(b)) return isWaiting(a) ? -1 : 1;
  return isWaiting(a) ? a.status.since - b.status.since : b.status.since - a.status.since;
}
