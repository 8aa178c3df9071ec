/** Files that are in this page: what was sent or has come. They are not asked for again, and may be given to others. */
import type { FileHash } from '../../conversation/protocol/file.ts';
import type { ConversationId } from '../../conversation/protocol/ids.ts';

/** The browser keeps large ones on its disk. */
const mostBytes = 200 * 1024 * 1024;
const mostFiles = 100;

export interface RecentFiles {
  get(conversation: ConversationId, hash: FileHash): Blob | undefined;
  /** What was longest not used goes where there is too much. */
  put(conversation: ConversationId, hash: FileHash, content: Blob): void;
  delete(conversation: ConversationId, hash: FileHash): void;
}

export function createRecentFiles(): RecentFiles {
  const files = new Map<string, Blob>();
  let bytes = 0;
  const nameOf = (conversation: ConversationId, hash: FileHash) => `${conversation}/${hash}`;

  function remove(name: string): void {
    bytes -= files.get(name)?.size ?? 0;
    files.delete(name);
  }

  return {
    get(conversation, hash) {
      const name = nameOf(conversation, hash);
      const content = files.get(name);
      if (content === undefined) return undefined;
      files.delete(name);
      files.set(name, content);
      return content;
    },
    put(conversation, hash, content) {
      const name = nameOf(conversation, hash);
      remove(name);
      files.set(name, content);
      bytes += content.size;
      for (const oldest of files.keys()) {
        if (files.size <= mostFiles && (bytes <= mostBytes || files.size === 1)) break;
        remove(oldest);
      }
    },
    delete: (conversation, hash) => remove(nameOf(conversation, hash)),
  };
}
