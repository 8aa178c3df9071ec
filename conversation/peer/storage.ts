/**
 * Where a peer keeps a conversation between two starts. Browsers: `indexeddb-storage.ts` (y-indexeddb);
 * bots and tests: `memory-storage.ts`. `storage.contract.ts` is what both must pass.
 */
import type { ConversationId } from '../protocol/ids.ts';
import type { LogDocument } from './log-document.ts';

export interface Storage {
  /** Opens (and makes, where missing) the store of one conversation. */
  open(conversation: ConversationId): Promise<ConversationStore>;
  /** Forgets everything of one conversation. */
  forget(conversation: ConversationId): Promise<void>;
}

/** A document whose updates are stored. */
export type Followed = Pick<LogDocument, 'doc' | 'snapshot'>;

export type Values = ReadonlyMap<string, unknown>;

export interface ConversationStore {
  /** The document, as Yjs updates in any number, and all values: how both were at one moment. */
  read(): Promise<{ readonly updates: readonly Uint8Array[]; readonly values: Values }>;
  /** The values as they are now. */
  values(): Promise<Values>;
  /** Writes every later update of the document, in which what was read stands already. */
  follow(document: Followed): void;
  /** Resolves when what it has taken in so far is stored, or was told of as trouble. */
  written(): Promise<void>;
  /** Structured-cloneable values by name: certificates, receipts, keys, journal, drafts. Resolves when stored. */
  get(name: string): Promise<unknown>;
  set(name: string, value: unknown): Promise<void>;
  /** All of them, or none where that fails. */
  delete(...names: readonly string[]): Promise<void>;
  /** Called with a sentence when something of the document could not be stored (disk full, for one). */
  onTrouble(listener: (message: string) => void): () => void;
  close(): Promise<void>;
}
