/** One signed event of a log, as bytes (ARCHITECTURE.md, "Formats"; SPEC.md, ENT rules). */
import {
  entryIdOf,
  fromBase64Url,
  parseLogId,
  toBase64Url,
  type ConversationId,
  type EntryId,
  type LogId,
} from '../protocol/ids.ts';
import { accept, refuse, type Result } from '../protocol/result.ts';
import { readInteger, writeInteger } from './bytes.ts';
import { hashBytes, sha256 } from './hash.ts';
import { limits } from './limits.ts';
import { signatureBytes, type Signer } from './signatures.ts';

/** A type's number is its place in this list, plus 1. */
export const entryTypes = [
  'message',
  'edit',
  'redaction',
  'reaction',
  'read',
  'file',
  'system',
] as const;
export type EntryType = (typeof entryTypes)[number];

export const headerBytes = 100;
export const saltBytes = 16;
/** Where the conversation's 16 bytes stand. */
export const conversationAt = 2;
const formatVersion = 1;
const payloadAt = headerBytes + signatureBytes;
const greatestSeq = 0xffffffff;

export interface Entry {
  /** `log` and `seq` as one name. */
  readonly id: EntryId;
  /** `unknown`: a later version's; kept and passed on, shown as unsupported. */
  readonly type: EntryType | 'unknown';
  readonly typeNumber: number;
  readonly conversation: ConversationId;
  readonly log: LogId;
  /** Position in the log, from 0. */
  readonly seq: number;
  /** Lamport clock, from 1. */
  readonly depth: number;
  /** Claimed by the author, ms of Unix time. */
  readonly at: number;
  readonly prev: Uint8Array;
  readonly payloadHash: Uint8Array;
  readonly signature: Uint8Array;
  /** Salt and JSON; undefined where it was erased. */
  readonly payload: Uint8Array | undefined;
  readonly bytes: Uint8Array;
  /** The signed part of `bytes`. */
  readonly header: Uint8Array;
  /** SHA-256 of `header`: what the next entry's `prev` says. */
  readonly hash: Uint8Array;
}

export type EntryRefusal = 'length' | 'version' | 'type' | 'log' | 'seq' | 'depth';

/**
 * Takes the bytes apart; checks form only (hash, chain and signature are the guard's).
 * The parts are views of `bytes`, which must not change afterwards.
 */
export function decodeEntry(bytes: Uint8Array): Result<Entry, EntryRefusal> {
  const payloadLength = bytes.length - payloadAt;
  const isErased = payloadLength === 0;
  if (bytes.length > limits.entryBytes || payloadLength < 0) return refuse('length');
  if (!isErased && payloadLength < saltBytes) return refuse('length');
  if (bytes[0] !== formatVersion) return refuse('version');
  const typeNumber = readInteger(bytes, 1, 1);
  if (typeNumber === 0) return refuse('type');
  const log = parseLogId(readInteger(bytes, 18, 4));
  if (log === undefined) return refuse('log');
  const seq = readInteger(bytes, 22, 4);
  if (seq >= greatestSeq) return refuse('seq');
  const depth = readInteger(bytes, 26, 4);
  if (depth <= seq) return refuse('depth');
  return accept(new EntryView(bytes, typeNumber, log, seq, depth));
}

/** Looks at the bytes when it is asked: most entries of a long conversation are never asked for more than a few parts. */
class EntryView implements Entry {
  readonly bytes: Uint8Array;
  readonly typeNumber: number;
  readonly log: LogId;
  readonly seq: number;
  readonly depth: number;

  constructor(bytes: Uint8Array, typeNumber: number, log: LogId, seq: number, depth: number) {
    this.bytes = bytes;
    this.typeNumber = typeNumber;
    this.log = log;
    this.seq = seq;
    this.depth = depth;
  }

  get id(): EntryId {
    return entryIdOf(this.log, this.seq);
  }
  get type(): Entry['type'] {
    return entryTypes[this.typeNumber - 1] ?? 'unknown';
  }
  get conversation(): ConversationId {
    return toBase64Url(this.bytes.subarray(conversationAt, conversationAt + 16)) as ConversationId;
  }
  get at(): number {
    return readInteger(this.bytes, 30, 6);
  }
  get prev(): Uint8Array {
    return this.bytes.subarray(36, 68);
  }
  get payloadHash(): Uint8Array {
    return this.bytes.subarray(68, headerBytes);
  }
  get signature(): Uint8Array {
    return this.bytes.subarray(headerBytes, payloadAt);
  }
  get payload(): Uint8Array | undefined {
    return this.bytes.length === payloadAt ? undefined : this.bytes.subarray(payloadAt);
  }
  get header(): Uint8Array {
    return this.bytes.subarray(0, headerBytes);
  }
  get hash(): Uint8Array {
    // Not kept: it is asked for once, when the entry comes in, and takes as much memory as the text of a message.
    return sha256(this.header);
  }
}

export interface NewEntry {
  readonly conversation: ConversationId;
  readonly log: LogId;
  readonly seq: number;
  readonly depth: number;
  readonly at: number;
  /** Hash of the entry before it; 32 zeros (`noPrev`) at seq 0. */
  readonly prev: Uint8Array;
  readonly type: EntryType;
  /** UTF-8 JSON of `encodePayload`. */
  readonly payload: Uint8Array;
  /** 16 bytes of a CSPRNG. */
  readonly salt: Uint8Array;
  readonly signer: Signer;
}

/** Writes and signs one entry. @throws RangeError where a part is out of range: a fault of the caller. */
export async function createEntry(entry: NewEntry): Promise<Uint8Array> {
  const conversation = fromBase64Url(entry.conversation);
  if (conversation?.length !== 16) throw new RangeError('A conversation id has 16 bytes.');
  if (entry.prev.length !== hashBytes) throw new RangeError('`prev` has 32 bytes.');
  if (entry.salt.length !== saltBytes) throw new RangeError('A salt has 16 bytes.');
  const bytes = new Uint8Array(payloadAt + saltBytes + entry.payload.length);
  bytes.set(entry.salt, payloadAt);
  bytes.set(entry.payload, payloadAt + saltBytes);
  bytes[0] = formatVersion;
  bytes[1] = entryTypes.indexOf(entry.type) + 1;
  bytes.set(conversation, conversationAt);
  writeInteger(bytes, 18, 4, entry.log);
  writeInteger(bytes, 22, 4, entry.seq);
  writeInteger(bytes, 26, 4, entry.depth);
  writeInteger(bytes, 30, 6, entry.at);
  bytes.set(entry.prev, 36);
  bytes.set(sha256(bytes.subarray(payloadAt)), 68);
  bytes.set(await entry.signer.sign(bytes.subarray(0, headerBytes)), headerBytes);
  const decoded = decodeEntry(bytes);
  if (!decoded.ok) throw new RangeError(`The entry cannot be written: wrong ${decoded.refusal}.`);
  return bytes;
}

/** @returns the `prev` of the first entry of a log. */
export function noPrev(): Uint8Array {
  return new Uint8Array(hashBytes);
}

/** @returns the entry without its payload: it still proves its place in the chain. */
export function eraseEntry(bytes: Uint8Array): Uint8Array {
  return bytes.slice(0, payloadAt);
}

/**
 * The depth of the next entry of one's own log.
 * @param own depth of the log's last entry, 0 where it has none
 * @param seen the greatest depth of any entry the author has (`Timeline.maxDepth`)
 */
export function nextDepth(own: number, seen: number): number {
  return Math.max(own, Math.min(seen, limits.depthFromOthers)) + 1;
}
