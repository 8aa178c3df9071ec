/**
 * Every bound of the log and of its way over a link, each with its reason (SPEC.md, LIM rules).
 * What other parts may hold back (sockets, sign-in, pairing) is bounded where it lives.
 */
import type { Role } from '../protocol/conversation.ts';

export interface Rate {
  /** Refilled per second. */
  readonly perSecond: number;
  /** The most that can be saved up. */
  readonly burst: number;
}

const staff: Rate = { perSecond: 10, burst: 50 };

export const limits = {
  /** UTF-8 bytes of one message: about four screens; a longer text is a file. */
  textBytes: 8192,
  /** One entry: JSON may write each byte of a text as two, plus header, signature and salt; rounded to a power of two. */
  entryBytes: 16_384,
  /** One update: what a guard reads without a pause that can be felt, and a quarter of what every browser's SCTP takes. */
  updateBytes: 65_536,
  /** Bounds the signatures checked for one update to about 50 ms. */
  entriesPerUpdate: 256,
  /** Every start that lost its state takes a new log; no honest conversation has seen more than a few dozen. */
  logsPerConversation: 256,
  /** One position per log. */
  stateVectorEntries: 256,
  /** 10 bytes a position at the most, and the count. */
  stateVectorBytes: 256 * 10 + 2,
  /** 422 bytes is the longest possible one. */
  certificateBytes: 512,
  /** Characters (UTF-16 units) and UTF-8 bytes of the name shown beside a message. */
  nameCharacters: 80,
  nameBytes: 240,
  /** An awareness message says that one peer types: about 60 bytes. */
  awarenessBytes: 256,
  /** Typing starts and stops a few times a second at the most. */
  awarenessPerSecond: 4,
  /** Large frames are cut: 16 KiB is what every WebRTC implementation carries without trouble. */
  pieceBytes: 16 * 1024,
  /** One update plus head-room; larger differences travel as several updates. */
  reassemblyBytes: 128 * 1024,
  /** Entries that wait for the archive: days of offline writing for a person. */
  outboxEntries: 500,
  /** Entries a log may grow by. A bot answers many at once after a pause; a person does not. */
  entriesPerSecond: {
    client: { perSecond: 5, burst: 20 },
    agent: staff,
    server: staff,
    bot: { perSecond: 20, burst: 200 },
  } satisfies Record<Role, Rate>,
  /** One strike may be a fault of a newer version; the third within the window closes the link. */
  frameStrikes: 3,
  frameStrikeWindowMs: 60_000,
  /** Tolerance between the server's clock and ours when a certificate's validity is judged. */
  clockSkewMs: 5 * 60_000,
  /** Depths learnt from others count up to here, so that nobody can use up the numbers of the others (LIM3). */
  depthFromOthers: 0x7fffffff,
  /** An emoji with skin tones, joiners and variation selectors has up to 35 UTF-16 units. */
  emojiCharacters: 40,
  /** Name of a system event. */
  eventCharacters: 40,
  /** Imported public keys that a verifier keeps: one for each log of a busy console. */
  importedKeys: 1024,
} as const;
