import type { ConversationId } from '../../conversation/protocol/ids.ts';

/** What the page around the chat told. */
export interface HostContextTable {
  conversation: ConversationId;
  /** Of a table; empty: the attributes. */
  name: string;
  /** JSON: attributes, or a table. */
  content: string;
  /** Of the content. */
  bytes: number;
  told_at: number;
}
