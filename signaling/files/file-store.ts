/**
 * Where the contents of files are. One that is being received is written piece by piece; when it is whole it is kept
 * under a random name, which says nothing and cannot be guessed.
 */
import type { Readable } from 'node:stream';

/** It cannot be reached, or does not answer as it should. Whoever waits for it tries again later. */
export class StoreAway extends Error {}

export interface FileStore {
  /** Appends at `offset`; what was beyond it is overwritten. */
  receive(key: string, offset: number, bytes: Uint8Array): Promise<void>;
  /** How much of what is being received is there; 0 where nothing is. */
  received(key: string): Promise<number>;
  /** What was received, from its beginning. */
  readReceived(key: string): Readable;
  /** It is whole: it is kept from now on, also after a power cut. Rejects with StoreAway: nothing has changed. */
  keep(key: string): Promise<void>;
  /** Forgets what is being received. */
  drop(key: string): Promise<void>;
  /** @param range first and last byte; all of it where it is left out. Rejects with StoreAway. */
  read(key: string, range?: { readonly first: number; readonly last: number }): Promise<Readable>;
  /** Also what is not there. Rejects with StoreAway. */
  delete(key: string): Promise<void>;
  /** Whether there is room for more than what the database needs. */
  hasRoom(): Promise<boolean>;
  /** Whether anything is being received: for tests and for the operator. */
  receiving(): Promise<readonly string[]>;
}
