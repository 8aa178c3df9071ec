/**
 * Reads a transcript without believing the server: every certificate and every entry is proved again here,
 * in the reader's browser, with the rules that the archive and the peers use (SPEC.md, GRD and CRT).
 */
import {
  authorOf,
  decodeCertificate,
  verifyCertificate,
  type Certificate,
} from '../../../conversation/log/certificate.ts';
import { decodeEntry, type Entry } from '../../../conversation/log/entry.ts';
import { authenticate, extend, type LogHead } from '../../../conversation/log/guard.ts';
import { readPayload } from '../../../conversation/log/payload.ts';
import type { VerifySignature } from '../../../conversation/log/signatures.ts';
import { createTimeline, type TimelineItem } from '../../../conversation/log/timeline.ts';
import type { Participant } from '../../../conversation/protocol/conversation.ts';
import type { TranscriptAnswer } from '../../../conversation/protocol/http.ts';
import {
  fromBase64Url,
  type ConversationId,
  type EntryId,
  type LogId,
} from '../../../conversation/protocol/ids.ts';

/** One thing that does not verify, as a sentence. It names authors and numbers, and quotes nothing. */
export interface Fault {
  readonly sentence: string;
}

/** Stored by the archive as proof, believed by nobody. */
export interface QuarantinedEntry {
  readonly id: EntryId;
  readonly author: Participant;
  readonly receivedAt: number;
  readonly text: string | undefined;
}

export interface VerifiedTranscript {
  /** Only what verified, in the archive's order. */
  readonly items: readonly TimelineItem[];
  readonly entries: number;
  readonly authors: number;
  readonly quarantined: readonly QuarantinedEntry[];
  readonly faults: readonly Fault[];
}

export type TranscriptPart = Pick<TranscriptAnswer, 'certificates' | 'entries'>;

export interface TranscriptCheck {
  /** Checks one part; parts come in order. `onProgress` is told how many entries of it are done. */
  add(part: TranscriptPart, onProgress: (done: number) => void): Promise<void>;
  /** What was found so far. */
  result(): VerifiedTranscript;
}

export interface TranscriptTrust {
  readonly conversation: ConversationId;
  /** Raw, 65 bytes, as the server names it. */
  readonly installationKey: Uint8Array;
  readonly verify: VerifySignature;
  /** Lets the page draw between two portions of work. */
  readonly pause: () => Promise<void>;
}

/** Entries between two pauses: 10 to 30 ms of signatures. */
const portion = 100;

type StoredEntry = TranscriptPart['entries'][number];

interface LogCheck {
  readonly certificate: Certificate;
  readonly author: Participant;
  head: LogHead | undefined;
  /** The rest of a log after its first fault proves nothing. */
  brokenAt: number | undefined;
  lost: number;
}

export function createTranscriptCheck(trust: TranscriptTrust): TranscriptCheck {
  const logs = new Map<LogId, LogCheck>();
  const timeline = createTimeline(() => undefined);
  const quarantined: QuarantinedEntry[] = [];
  const faults: Fault[] = [];
  const authors = new Set<string>();
  let verified = 0;
  let nextNumber: number | undefined;
  const fault = (sentence: string) => void faults.push({ sentence });

  async function admitCertificate(text: string): Promise<void> {
    const bytes = fromBase64Url(text);
    const decoded = bytes === undefined ? undefined : decodeCertificate(bytes);
    if (decoded?.ok !== true) return fault('A certificate cannot be read.');
    const certificate = decoded.value;
    if (logs.has(certificate.log)) return;
    const genuine = await verifyCertificate(certificate, trust);
    if (!genuine.ok) {
      return fault(
        `The certificate of ${certificate.name} was not signed by this installation for this conversation.`,
      );
    }
    logs.set(certificate.log, {
      certificate,
      author: authorOf(certificate),
      head: undefined,
      brokenAt: undefined,
      lost: 0,
    });
  }

  async function admitEntry(stored: StoredEntry): Promise<void> {
    checkNumber(stored.seq);
    const bytes = fromBase64Url(stored.bytes);
    const decoded = bytes === undefined ? undefined : decodeEntry(bytes);
    if (bytes === undefined || decoded?.ok !== true) {
      return fault(`Entry ${stored.seq} cannot be read.`);
    }
    const entry = decoded.value;
    const log = logs.get(entry.log);
    if (log === undefined) return fault(`Entry ${stored.seq} has no certificate that verifies.`);
    if (log.brokenAt !== undefined) {
      log.lost += 1;
      return;
    }
    const reason = await faultOf(entry, bytes, log);
    if (reason === undefined) return take(entry, stored, log);
    log.brokenAt = stored.seq;
    fault(`Entry ${stored.seq} of ${log.author.name} does not verify: ${reason}.`);
  }

  /** The archive's numbers have no gaps: one that is missing was taken out. */
  function checkNumber(seq: number): void {
    const expected = nextNumber ?? 0;
    if (seq === expected + 1) fault(`Entry ${expected} is missing.`);
    else if (seq > expected) fault(`Entries ${expected} to ${seq - 1} are missing.`);
    if (seq < expected) fault(`Entry ${seq} comes twice or out of order.`);
    nextNumber = Math.max(expected, seq + 1);
  }

  async function faultOf(entry: Entry, bytes: Uint8Array, log: LogCheck) {
    const append = { log: entry.log, from: entry.seq, entries: [bytes] };
    const { certificate } = log;
    const genuine = await authenticate(append, { ...trust, certificate, erasedAllowed: true });
    if (!genuine.ok) return faultWords[genuine.refusal.code];
    const extended = extend(log.head, genuine.value, () => undefined);
    if (!extended.ok) return faultWords[extended.refusal];
    log.head = extended.value.head;
    return undefined;
  }

  function take(entry: Entry, { seq, receivedAt, verdict }: StoredEntry, { author }: LogCheck) {
    verified += 1;
    authors.add(author.id);
    const run = { log: entry.log, from: entry.seq, count: 1, seq, receivedAt, verdict };
    timeline.addReceipts([run]);
    timeline.add(entry, author);
    if (verdict === 'accepted') return;
    const payload = readPayload(entry);
    const text = 'text' in payload ? payload.text : undefined;
    quarantined.push({ id: entry.id, author, receivedAt, text });
  }

  return {
    async add(part, onProgress) {
      for (const certificate of part.certificates) await admitCertificate(certificate);
      for (const [index, stored] of part.entries.entries()) {
        await admitEntry(stored);
        if ((index + 1) % portion !== 0) continue;
        onProgress(index + 1);
        await trust.pause();
      }
      onProgress(part.entries.length);
    },
    result: () => ({
      items: timeline.items(),
      entries: verified,
      authors: authors.size,
      quarantined: [...quarantined],
      faults: [...faults, ...lostFaults(logs.values())],
    }),
  };
}

function lostFaults(logs: Iterable<LogCheck>): Fault[] {
  return [...logs]
    .filter(({ lost }) => lost > 0)
    .map(({ author, brokenAt, lost }) => ({
      sentence: `${lost} later ${lost === 1 ? 'entry' : 'entries'} of ${author.name} cannot be proved without entry ${brokenAt}.`,
    }));
}

const faultWords = {
  'not-an-entry': 'it cannot be read',
  'wrong-conversation': 'it belongs to another conversation',
  'wrong-log': 'it belongs to another author',
  'wrong-place': 'it stands at another place',
  'wrong-payload': 'its text was changed',
  erased: 'its text is missing',
  'not-allowed': 'its author may not write it',
  'not-valid-now': 'its certificate was not valid',
  forged: 'the signature is not the author’s',
  gap: 'an entry before it is missing',
  conflict: 'there are two entries at its place',
  'broken-chain': 'it does not follow the entry before it',
  depth: 'it claims an impossible order',
} as const;

/** "Verified: 124 entries, 3 authors" */
export function verifiedWords({ entries, authors }: VerifiedTranscript): string {
  const count = (number: number, one: string, many: string) =>
    `${number.toLocaleString('en')} ${number === 1 ? one : many}`;
  return `Verified: ${count(entries, 'entry', 'entries')}, ${count(authors, 'author', 'authors')}`;
}
