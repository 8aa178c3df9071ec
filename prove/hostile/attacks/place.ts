/** Where attacks arrive. A place takes in an attacker with a valid seat, and can say afterwards what it holds. */
import type { LogId } from '../../../conversation/protocol/ids.ts';
import type { Seat } from '../seat.ts';

/** Entries by log, from position 0. */
export type Held = ReadonlyMap<LogId, readonly Uint8Array[]>;

export interface Place {
  readonly name: string;
  /** A new log on a new session, with a proven link to the place. */
  attacker(): Promise<Seat>;
  /** The log that the place writes. */
  victim(): LogId;
  /** What the place has taken in, byte by byte. */
  held(): Promise<Held>;
  /** Somebody honest says something and hears the answer. */
  converse(): Promise<void>;
  /** What went wrong in the program itself: uncaught errors, its end. */
  faults(): readonly string[];
  close(): Promise<void>;
}
