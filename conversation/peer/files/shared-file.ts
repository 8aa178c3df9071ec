/** What peers of a conversation give each other of its files, and how one is taken. */
import type { FileHash } from '../../protocol/file.ts';
import type { ConversationId } from '../../protocol/ids.ts';

export interface SharedFile {
  readonly size: number;
  /** `from + length` is at most `size`. */
  read(from: number, length: number): Promise<Uint8Array<ArrayBuffer>>;
  /** Everything before `upTo` was handed to the link. */
  given?(upTo: number): void;
}

/** The files of one conversation that are here and may be given to its other peers. */
export interface FileShelf {
  find(hash: FileHash): SharedFile | undefined;
}

/** The same for all conversations of a peer. */
export interface SharedFiles {
  find(conversation: ConversationId, hash: FileHash): SharedFile | undefined;
  /** A direct link of this conversation was made, or ended. */
  linked(conversation: ConversationId): void;
}

export interface WantedFile {
  readonly hash: FileHash;
  readonly size: number;
  /** What is before it is here already. */
  readonly from: number;
  /** Called with what follows, in order, one after the other; while it is at work little more is asked for. */
  readonly store: (bytes: Uint8Array<ArrayBuffer>) => Promise<void>;
}

/**
 * How taking a file ended. What came until then was stored.
 * `lost`: the link ended, or nothing came for long. `stored-not`: `store` rejected.
 */
export type TakeEnd = 'done' | 'not-here' | 'lost' | 'stopped' | 'stored-not';

export interface Taking {
  readonly ended: Promise<TakeEnd>;
  /** Nothing more is asked for. */
  stop(): void;
}
