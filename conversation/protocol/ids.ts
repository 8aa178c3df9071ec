/**
 * Every identifier that crosses a process border, with its one parser.
 *
 * Random ids are 128 bits from a CSPRNG, written as 22 characters of base64url (RFC 4648, section 5)
 * without padding, so that they can stand in a URL, a path, an SQL parameter and an HTML attribute.
 */
import * as v from 'valibot';

declare const brand: unique symbol;
type Branded<Base, Name extends string> = Base & { readonly [brand]: Name };

export type ConversationId = Branded<string, 'ConversationId'>;
export type ParticipantId = Branded<string, 'ParticipantId'>;
export type AccountId = Branded<string, 'AccountId'>;
export type DepartmentId = Branded<string, 'DepartmentId'>;
/** A web site that holds the widget. */
export type SiteId = Branded<string, 'SiteId'>;
/** A canned reply. */
export type ReplyId = Branded<string, 'ReplyId'>;
/** A private note beside a conversation. */
export type NoteId = Branded<string, 'NoteId'>;
export type LabelId = Branded<string, 'LabelId'>;
/** The capability by which one peer is introduced to the others of a conversation. */
export type Topic = Branded<string, 'Topic'>;
/** The Yjs client id of one log: 1 to 2^31 - 1, allotted by the server, unique in its conversation. */
export type LogId = Branded<number, 'LogId'>;
/** Names one entry for ever: `<log id>-<sequence in the log>`. */
export type EntryId = Branded<string, 'EntryId'>;

const randomIdPattern = /^[A-Za-z0-9_-]{21}[AQgw]$/;
const entryIdPattern = /^[1-9][0-9]{0,9}-(0|[1-9][0-9]{0,9})$/;

/** 22 characters of base64url whose last one carries only two bits, so each 128-bit value has one spelling. */
const randomId = v.pipe(v.string(), v.regex(randomIdPattern, 'must be an id of 22 characters'));

export const conversationId = v.pipe(
  randomId,
  v.transform((id) => id as ConversationId),
);
export const participantId = v.pipe(
  randomId,
  v.transform((id) => id as ParticipantId),
);
export const accountId = v.pipe(
  randomId,
  v.transform((id) => id as AccountId),
);
export const departmentId = v.pipe(
  randomId,
  v.transform((id) => id as DepartmentId),
);
export const siteId = v.pipe(
  randomId,
  v.transform((id) => id as SiteId),
);
export const replyId = v.pipe(
  randomId,
  v.transform((id) => id as ReplyId),
);
export const noteId = v.pipe(
  randomId,
  v.transform((id) => id as NoteId),
);
export const labelId = v.pipe(
  randomId,
  v.transform((id) => id as LabelId),
);
export const topic = v.pipe(
  randomId,
  v.transform((id) => id as Topic),
);
/** Yjs client ids are 32 bits; the top bit stays free so that every tool reads them as positive. */
export const logId = v.pipe(
  v.number(),
  v.integer(),
  v.minValue(1),
  v.maxValue(0x7fffffff),
  v.transform((id) => id as LogId),
);
export const entryId = v.pipe(
  v.string(),
  v.regex(entryIdPattern, 'must be an entry id like 1234-5'),
  v.transform((id) => id as EntryId),
);

/** @returns the log id, or undefined for anything that is not a whole number from 1 to 2^31 - 1. */
export function parseLogId(value: unknown): LogId | undefined {
  const isLogId =
    typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 0x7fffffff;
  return isLogId ? (value as LogId) : undefined;
}

/** @param seq position in the log, from 0. */
export function entryIdOf(log: LogId, seq: number): EntryId {
  return `${log}-${seq}` as EntryId;
}

/** @returns log and position of a well-formed entry id, else undefined. */
export function splitEntryId(id: string): { log: LogId; seq: number } | undefined {
  if (!entryIdPattern.test(id)) return undefined;
  const dash = id.indexOf('-');
  const log = parseLogId(Number(id.slice(0, dash)));
  const seq = Number(id.slice(dash + 1));
  return log === undefined || seq > 0xffffffff ? undefined : { log, seq };
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** base64url without padding (RFC 4648, section 5). */
export function toBase64Url(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const a = bytes[i] ?? 0;
    const b = bytes[i + 1] ?? 0;
    const c = bytes[i + 2] ?? 0;
    const group = (a << 16) | (b << 8) | c;
    const length = Math.min(3, bytes.length - i) + 1;
    for (let k = 0; k < length; k += 1) text += alphabet[(group >> (18 - 6 * k)) & 63];
  }
  return text;
}

/** @returns the bytes, or undefined where `text` is not the canonical base64url of anything. */
export function fromBase64Url(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let group = 0;
  let bits = 0;
  let at = 0;
  for (const character of text) {
    const value = alphabet.indexOf(character);
    if (value < 0) return undefined;
    group = (group << 6) | value;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[at] = (group >> bits) & 255;
      at += 1;
      group &= (1 << bits) - 1;
    }
  }
  const isCanonical = at === bytes.length && group === 0 && text.length % 4 !== 1;
  return isCanonical ? bytes : undefined;
}

/** The one way to make an id: 16 random bytes in, 22 characters out. */
export function randomIdFrom(bytes: Uint8Array): string {
  if (bytes.length !== 16)
    throw new Error(`An id is made of 16 random bytes, not ${bytes.length}.`);
  return toBase64Url(bytes);
}
