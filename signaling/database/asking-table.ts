import type { ConversationId } from '../../conversation/protocol/ids.ts';

/** What was answered before the conversation; at most one row for each. */
export interface AskedAnswersTable {
  conversation: ConversationId;
  /** JSON. */
  content: string;
  answered_at: number;
}
