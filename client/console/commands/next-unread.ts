import type { ConversationId } from '../../../conversation/protocol/ids.ts';

export interface UnreadRow {
  readonly id: ConversationId;
  readonly unread: number;
}

/** The next one after the one that is open with something to read, and around the end. */
export function nextUnread(
  rows: readonly UnreadRow[],
  open: ConversationId | undefined,
): ConversationId | undefined {
  const at = rows.findIndex(({ id }) => id === open);
  const around = [...rows.slice(at + 1), ...rows.slice(0, Math.max(0, at))];
  return around.find(({ id, unread }) => unread > 0 && id !== open)?.id;
}
