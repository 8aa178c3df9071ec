/** Files that were sent and are not at the server yet: they survive a reload. The one door to idb-keyval. */
import { createStore, del, entries, set } from 'idb-keyval';
import type { FileRef } from '../../conversation/protocol/file.ts';
import type { ConversationId } from '../../conversation/protocol/ids.ts';

export interface KeptFile {
  readonly conversation: ConversationId;
  readonly file: FileRef;
  readonly content: Blob;
}

export interface KeptFiles {
  /** Rejects where this browser keeps nothing. */
  put(kept: KeptFile): Promise<void>;
  delete(kept: Pick<KeptFile, 'conversation' | 'file'>): Promise<void>;
  all(): Promise<readonly KeptFile[]>;
}

/** @param owner whose files they are, where one browser may be several people */
export function createKeptFiles(owner: string | undefined): KeptFiles {
  const store = createStore(
    owner === undefined ? 'parley-files' : `parley-files-${owner}`,
    'unsent',
  );
  const nameOf = ({ conversation, file }: Pick<KeptFile, 'conversation' | 'file'>) =>
    `${conversation}/${file.hash}`;
  return {
    put: (kept) => set(nameOf(kept), kept, store),
    delete: (kept) => del(nameOf(kept), store),
    all: async () => (await entries<string, KeptFile>(store)).map(([, kept]) => kept),
  };
}
