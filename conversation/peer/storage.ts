/**
 * Where a peer keeps a conversation between two starts. Browsers: `indexeddb-storage.ts` (y-indexeddb);
 * bots and tests: `memory-storage.ts`. `storage.contract.ts` is what both must pass.
 */
import type * as Y from 'yjs';
import type { ConversationId } from '../protocol/ids.ts';

export interface Storage {
  /** Opens (and makes, where missing) the store of one conversation. */
  open(conversation: ConversationId): Promise<ConversationStore>;
  /** Forgets everything of one conversation. */
  forget(conversation: ConversationId): Promise<void>;
}

export interface ConversationStore {
  /**
   * Loads what is stored into `doc` (which must be empty), then writes every later update of it.
   * Resolves when the stored state is loaded.
   */
  attach(doc: Y.Doc): Promise<void>;
  /** Structured-cloneable values by name: certificates, receipts, keys, journal, drafts. Resolves when stored. */
  get(name: string): Promise<unknown>;
  set(name: string, value: unknown): Promise<void>;
  delete(name: string): Promise<void>;
  /** Called with a sentence when something of the document could not be stored (disk full, for one). */
  onTrouble(listener: (message: string) => void): () => void;
  close(): Promise<void>;
}
