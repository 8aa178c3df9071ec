/**
 * The second half of the guard (the first is `update.ts`): who said it, and does it continue the log
 * (SPEC.md, GRD rules). What passes both is written anew by `writeUpdate` before Yjs sees it.
 */
import { accept, refuse, type Result } from '../protocol/result.ts';
import type { ConversationId } from '../protocol/ids.ts';
import { isValidAt, type Certificate } from './certificate.ts';
import { decodeEntry, noPrev, type Entry } from './entry.ts';
import { sameBytes, sha256 } from './hash.ts';
import type { VerifySignature } from './signatures.ts';
import type { Append } from './update.ts';

export type GuardCode =
  | 'not-an-entry'
  | 'wrong-conversation'
  | 'wrong-log'
  | 'wrong-place'
  | 'wrong-payload'
  | 'erased'
  | 'not-allowed'
  | 'not-valid-now'
  | 'forged';

export interface GuardRefusal {
  readonly code: GuardCode;
  /** Names log and position only; safe to log and to send. */
  readonly detail: string;
}

export interface Trust {
  readonly conversation: ConversationId;
  /** Of the append's log; itself verified before (`verifyCertificate`). */
  readonly certificate: Certificate;
  readonly verify: VerifySignature;
  /** The server's time, ms, for entries received live; left out for history (CRT4). */
  readonly now?: number | undefined;
  /** Only the archive and one's own storage may leave payloads out; anybody else could hide what was said. */
  readonly erasedAllowed: boolean;
  /** Hash of an entry that passed before: its signature is not checked again. */
  readonly known?: ((seq: number) => Uint8Array | undefined) | undefined;
}

/** Decodes the entries and proves who wrote each. Knows nothing of what is held: `extend` does the rest. */
export async function authenticate(
  append: Append,
  trust: Trust,
): Promise<Result<readonly Entry[], GuardRefusal>> {
  const { certificate } = trust;
  const refused = (code: GuardCode, seq: number) =>
    refuse({ code, detail: `${code}: log ${append.log}, entry ${seq}` });
  if (certificate.conversation !== trust.conversation || certificate.log !== append.log) {
    return refused('wrong-log', append.from);
  }
  if (trust.now !== undefined && !isValidAt(certificate, trust.now)) {
    return refused('not-valid-now', append.from);
  }

  const entries: Entry[] = [];
  for (const [i, bytes] of append.entries.entries()) {
    const seq = append.from + i;
    const decoded = decodeEntry(bytes);
    if (!decoded.ok) return refused('not-an-entry', seq);
    const code = faultOf(decoded.value, seq, trust);
    if (code !== undefined) return refused(code, seq);
    entries.push(decoded.value);
  }

  // Signatures last, and side by side: they cost fifty times all the rest.
  for (let first = 0; first < entries.length; first += signaturesAtOnce) {
    const some = entries.slice(first, first + signaturesAtOnce);
    const genuine = await Promise.all(some.map((entry) => isGenuine(entry, trust)));
    const forged = genuine.indexOf(false);
    if (forged >= 0) return refused('forged', append.from + first + forged);
  }
  return accept(entries);
}

/** So many that every core has some to do, and few enough that what comes from others is not behind hundreds. */
const signaturesAtOnce = 16;

async function isGenuine(entry: Entry, trust: Trust): Promise<boolean> {
  const known = trust.known?.(entry.seq);
  if (known !== undefined && sameBytes(known, entry.hash)) return true;
  return trust.verify(trust.certificate.key, entry.signature, entry.header);
}

function faultOf(entry: Entry, seq: number, trust: Trust): GuardCode | undefined {
  if (entry.conversation !== trust.conversation) return 'wrong-conversation';
  if (entry.log !== trust.certificate.log) return 'wrong-log';
  if (entry.seq !== seq) return 'wrong-place';
  if (entry.type === 'system' && trust.certificate.role !== 'server') return 'not-allowed';
  if (entry.payload === undefined) return trust.erasedAllowed ? undefined : 'erased';
  return sameBytes(sha256(entry.payload), entry.payloadHash) ? undefined : 'wrong-payload';
}

/** Where a log ends. */
export interface LogHead {
  /** Position of the next entry. */
  readonly next: number;
  /** Hash of the last entry's header; zeros before the first one. */
  readonly hash: Uint8Array;
  /** Depth of the last entry; 0 before the first one. */
  readonly depth: number;
}

/**
 * `gap`: entries before these are missing here. `conflict`: another entry stands at that place already
 * (equivocation). `broken-chain`, `depth`: the author's own log does not hang together.
 */
export type ExtendRefusal = 'gap' | 'conflict' | 'broken-chain' | 'depth';

export interface Extension {
  /** The entries that are new, in order. */
  readonly fresh: readonly Entry[];
  readonly head: LogHead;
}

/**
 * Holds authenticated entries against the end of their log. All or nothing; changes nothing itself.
 *
 * @param head undefined: nothing of the log is held
 * @param entries contiguous, of one log, from `authenticate`
 * @param known hash of the held entry at a position; where it is undefined, only `head` is compared
 */
export function extend(
  head: LogHead | undefined,
  entries: readonly Entry[],
  known: (seq: number) => Uint8Array | undefined,
): Result<Extension, ExtendRefusal> {
  const start = head ?? { next: 0, hash: noPrev(), depth: 0 };
  let { next, hash, depth } = start;
  const fresh: Entry[] = [];
  for (const entry of entries) {
    if (entry.seq < start.next) {
      const held = entry.seq === start.next - 1 ? start.hash : known(entry.seq);
      if (held !== undefined && !sameBytes(held, entry.hash)) return refuse('conflict');
      continue;
    }
    if (entry.seq !== next) return refuse('gap');
    if (!sameBytes(entry.prev, hash)) return refuse('broken-chain');
    if (entry.depth <= depth) return refuse('depth');
    fresh.push(entry);
    next = entry.seq + 1;
    hash = entry.hash;
    depth = entry.depth;
  }
  return accept({ fresh, head: { next, hash, depth } });
}
