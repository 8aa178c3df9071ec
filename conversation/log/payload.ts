/** What an entry says: JSON behind a salt (ARCHITECTURE.md, "Formats"; SPEC.md, PAY rules). */
import * as v from 'valibot';
import { participant, type Participant } from '../protocol/conversation.ts';
import { fileRef, mostFilesOfMessage, type FileRef } from '../protocol/file.ts';
import { entryId, logId, type EntryId, type LogId } from '../protocol/ids.ts';
import { accept, refuse, type Result } from '../protocol/result.ts';
import { isEmoji } from './emoji.ts';
import { saltBytes, type Entry, type EntryType } from './entry.ts';
import { limits } from './limits.ts';

/** Both keep nothing between two calls; making one for each entry took half the time of a timeline. */
const utf8 = {
  encoder: new TextEncoder(),
  decoder: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }),
};

/** C0 controls but tab and line feed, delete, and halves of surrogate pairs. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const unwritable = /[\u0000-\u0008\u000b-\u001f\u007f]|\p{Surrogate}/u;
const unwritableEverywhere = new RegExp(unwritable, 'gu');

const writable = v.check((text: string) => !unwritable.test(text));
const text = v.pipe(
  v.string(),
  v.minLength(1),
  writable,
  v.check((value) => isWithin(value, limits.textBytes)),
);
const seq = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xfffffffe));
const marks = v.optional(
  v.pipe(v.array(v.tuple([logId, seq])), v.maxLength(limits.logsPerConversation)),
);

/** Where files say it all, nothing need be written. */
const message = v.pipe(
  v.object({
    text: v.union([v.literal(''), text]),
    greeting: v.optional(v.literal(true)),
    answers: v.optional(entryId),
    replyTo: v.optional(entryId),
    files: v.optional(v.pipe(v.array(fileRef), v.minLength(1), v.maxLength(mostFilesOfMessage))),
  }),
  v.check(({ text, files }) => text !== '' || files !== undefined),
);
const edit = v.object({ of: entryId, text });
const redaction = v.object({ of: entryId });
const reaction = v.object({
  of: entryId,
  emoji: v.pipe(v.string(), v.maxLength(limits.emojiCharacters), v.check(isEmoji)),
  on: v.boolean(),
});
const read = v.object({ delivered: marks, read: marks });
const system = v.object({
  event: v.pipe(v.string(), v.regex(/^[a-z][a-z-]*$/), v.maxLength(limits.eventCharacters)),
  participant: v.optional(participant),
});

const schemas = { message, edit, redaction, reaction, read, system } as const;

/** Log and the last position in it, inclusive. */
export type Mark = readonly [log: LogId, upTo: number];

/** What a message says of itself, beside its text. */
export interface HowSaid {
  /** Said by a bot before it answered anything. */
  readonly greeting?: true;
  /** The message that a bot answers. */
  readonly answers?: EntryId;
  /** The message that somebody quotes. */
  readonly replyTo?: EntryId;
  /** What is sent with it; its text may then be empty. */
  readonly files?: readonly FileRef[];
}

/** @returns these alone, and only what is there: as it is written, kept and shown. */
export function howSaid({ greeting, answers, replyTo, files }: HowSaid): HowSaid {
  return {
    ...(greeting === undefined ? {} : { greeting }),
    ...(answers === undefined ? {} : { answers }),
    ...(replyTo === undefined ? {} : { replyTo }),
    ...(files === undefined ? {} : { files }),
  };
}

export interface Payloads {
  message: { readonly text: string } & HowSaid;
  edit: { readonly of: EntryId; readonly text: string };
  redaction: { readonly of: EntryId };
  reaction: { readonly of: EntryId; readonly emoji: string; readonly on: boolean };
  /** `read` implies `delivered`. */
  read: { readonly delivered?: readonly Mark[]; readonly read?: readonly Mark[] };
  system: { readonly event: string; readonly participant?: Participant };
}
export type PayloadType = keyof Payloads;

export type Payload =
  | { [Type in PayloadType]: { readonly type: Type } & Payloads[Type] }[PayloadType]
  /** Of a later version, or not readable. */
  | { readonly type: 'unsupported' }
  /** Only its place in the chain is left. */
  | { readonly type: 'erased' };

/**
 * @returns UTF-8 JSON for `createEntry`; texts are written in NFC and without control characters.
 * @throws RangeError where the value is not a payload of that type: a fault of the caller.
 */
export function encodePayload<Type extends PayloadType>(
  type: Type,
  value: Payloads[Type],
): Uint8Array {
  const clean = 'text' in value ? { ...value, text: normalise(value.text) } : value;
  const parsed = v.safeParse(schemas[type], clean);
  if (!parsed.success) throw new RangeError(`This is not the payload of a ${type}.`);
  return utf8.encoder.encode(JSON.stringify(parsed.output));
}

/** What the entry says. Never throws: whatever cannot be read is `unsupported`. */
export function readPayload(entry: Pick<Entry, 'type' | 'payload'>): Payload {
  if (entry.payload === undefined) return { type: 'erased' };
  if (!isPayloadType(entry.type)) return { type: 'unsupported' };
  const plain = entry.type === 'message' ? plainText(entry.payload) : undefined;
  if (plain !== undefined) return { type: 'message', text: plain };
  const json = entry.payload.subarray(saltBytes);
  const parsed = v.safeParse(schemas[entry.type], readJson(json));
  if (!parsed.success) return { type: 'unsupported' };
  return { type: entry.type, ...parsed.output } as Payload;
}

function isPayloadType(type: EntryType | 'unknown'): type is PayloadType {
  return Object.hasOwn(schemas, type);
}

const plainStart = utf8.encoder.encode('{"text":"');
const plainEnd = utf8.encoder.encode('"}');
const quote = 0x22;
const backslash = 0x5c;
const firstPrintable = 0x20;
const lastAscii = 0x7e;
const firstBeyondAscii = 0x80;

/**
 * The text of a message that is spelled as `encodePayload` spells it and needs no escapes: nearly all of them.
 * Says exactly what the schema says; in a long conversation it takes a tenth of the time.
 *
 * @returns undefined for everything else, good or bad
 */
function plainText(payload: Uint8Array): string | undefined {
  const from = saltBytes + plainStart.length;
  const until = payload.length - plainEnd.length;
  if (until <= from || until - from > limits.textBytes) return undefined;
  for (let i = saltBytes; i < from; i += 1) {
    if (payload[i] !== plainStart[i - saltBytes]) return undefined;
  }
  if (payload[until] !== plainEnd[0] || payload[until + 1] !== plainEnd[1]) return undefined;
  let isAscii = true;
  for (let i = from; i < until; i += 1) {
    const byte = payload[i] ?? 0;
    if (byte === quote || byte === backslash || byte < firstPrintable) return undefined;
    if (byte >= firstBeyondAscii) isAscii = false;
    else if (byte > lastAscii) return undefined;
  }
  const inside = payload.subarray(from, until);
  if (isAscii) return Reflect.apply(String.fromCharCode, undefined, inside);
  try {
    return utf8.decoder.decode(inside);
  } catch {
    // Not UTF-8: it is not readable the long way either.
    return undefined;
  }
}

/** At most 16 kB, which bounds the depth; `__proto__` is an ordinary key to JSON.parse and to no schema. */
function readJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(utf8.decoder.decode(bytes));
  } catch {
    // Not UTF-8 or not JSON: no schema takes undefined.
    return undefined;
  }
}

/** Room for the rest of the entry around the JSON of a text. */
const jsonBytes = limits.entryBytes - 384;

/** The one way from what somebody typed to what can be written: NFC, no control characters, no blank edges. */
export function parseText(typed: string): Result<string, 'empty' | 'too-long'> {
  // A pasted file is refused before any work is spent on it; NFC makes no real text four times shorter.
  if (typed.length > 4 * limits.textBytes) return refuse('too-long');
  const clean = normalise(typed).trim();
  if (clean === '') return refuse('empty');
  const fits = isWithin(clean, limits.textBytes) && isWithin(JSON.stringify(clean), jsonBytes);
  return fits ? accept(clean) : refuse('too-long');
}

function normalise(typed: string): string {
  return typed.replace(/\r\n?/g, '\n').replace(unwritableEverywhere, '').normalize('NFC');
}

/** A UTF-16 unit takes one to three bytes of UTF-8, so most texts need not be encoded to be measured. */
function isWithin(value: string, bytes: number): boolean {
  return value.length * 3 <= bytes || utf8.encoder.encode(value).length <= bytes;
}
