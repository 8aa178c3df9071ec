/** The tables of files; `schema.ts` has the others. */
import type { FileHash, FileType } from '../../conversation/protocol/file.ts';
import type { ConversationId, ParticipantId } from '../../conversation/protocol/ids.ts';

export interface FilesTable {
  conversation: ConversationId;
  hash: FileHash;
  type: FileType;
  /** Bytes. */
  size: number;
  /** Key of the content in the file store. */
  stored: string;
  /** Whose it was first. */
  participant: ParticipantId;
  received_at: number;
}

/** Contents that no row names any more. */
export interface DiscardedFilesTable {
  stored: string;
}

/** Being received: its id is the key of its content in the file store. */
export interface UploadsTable {
  id: string;
  conversation: ConversationId;
  hash: FileHash;
  type: FileType;
  size: number;
  participant: ParticipantId;
  /** Whoever does not go on for a day begins again. */
  touched_at: number;
}
