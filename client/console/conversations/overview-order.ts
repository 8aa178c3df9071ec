import type { ConversationSummary } from '../../../conversation/protocol/conversation.ts';

/**
 * Those that nobody answers first; of each the more urgent first. Then the longest wait, or the latest change.
 *
 * @param rank greater is more urgent
 */
export function compareOverview(
  a: ConversationSummary,
  b: ConversationSummary,
  rank: (summary: ConversationSummary) => number = () => 0,
): number {
  const isWaiting = ({ status }: ConversationSummary) => status.state === 'waiting';
  if (isWaiting(a) !== isWaiting(b)) return isWaiting(a) ? -1 : 1;
  return (
    rank(b) - rank(a) ||
    (isWaiting(a) ? a.status.since - b.status.since : b.status.since - a.status.since)
  );
}
