/**
 * What one's own store brings back (SPEC.md, STO rules). A page is to be shown at once, so only the form is looked
 * at here; `proveLog` does the rest while nobody waits.
 */
import { fromBase64Url, type ConversationId, type LogId } from '../protocol/ids.ts';
import type { Certificate } from './certificate.ts';
import { conversationAt, decodeEntry, noPrev, type Entry } from './entry.ts';
import { sameBytes, sha256 } from './hash.ts';
import { limits } from './limits.ts';
import type { VerifySignature } from './signatures.ts';
import { readUpdate, type Append, type UpdateBounds } from './update.ts';

/** One's own writing: as long as the conversation. */
const storedBounds: UpdateBounds = {
  updateBytes: Infinity,
  entriesPerUpdate: Infinity,
  logsPerConversation: limits.logsPerConversation,
};

/**
 * @param updates in any order, overlapping or not; what is no update, or breaks a rule of theirs, is passed over
 * @returns of each log the entries from the first one on, as far as they have the form of that log's entries
 */
export function readStored(
  updates: readonly unknown[],
  conversation: ConversationId,
): ReadonlyMap<LogId, readonly Entry[]> {
  const runs = new Map<LogId, Append[]>();
  for (const update of updates) {
    const read = update instanceof Uint8Array ? readUpdate(update, storedBounds) : undefined;
    if (read?.ok !== true) continue;
    for (const run of read.value) {
      const others = runs.get(run.log);
      if (others === undefined) runs.set(run.log, [run]);
      else others.push(run);
    }
  }
  const ofConversation = fromBase64Url(conversation) ?? new Uint8Array();
  return new Map([...runs].map(([log, found]) => [log, readLog(log, found, ofConversation)]));
}

function readLog(log: LogId, runs: readonly Append[], conversation: Uint8Array): readonly Entry[] {
  const entries: Entry[] = [];
  let depth = 0;
  for (const run of runs.toSorted((a, b) => a.from - b.from)) {
    if (run.from > entries.length) break;
    for (const bytes of run.entries.slice(entries.length - run.from)) {
      const decoded = decodeEntry(bytes);
      if (!decoded.ok) return entries;
      const entry = decoded.value;
      const isNext = entry.log === log && entry.seq === entries.length && entry.depth > depth;
      if (!isNext || !isOf(entry, conversation)) return entries;
      entries.push(entry);
      depth = entry.depth;
    }
  }
  return entries;
}

/** Without making the text that an id is, ten thousand times. */
function isOf({ bytes }: Entry, conversation: Uint8Array): boolean {
  for (let i = 0; i < 16; i += 1) if (bytes[conversationAt + i] !== conversation[i]) return false;
  return true;
}

/** Between two pauses: a millisecond or two of work. */
const entriesAtOnce = 100;

/**
 * Whether the holder of the certificate's key wrote these entries, all of a log from its first one on. The
 * signature of the last one says so for all: it is over the hash of the header before it, and so on down.
 *
 * @param certificate verified
 * @param pause lets others work
 */
export async function proveLog(
  entries: readonly Entry[],
  certificate: Certificate,
  verify: VerifySignature,
  pause: () => Promise<void>,
): Promise<boolean> {
  let hash = noPrev();
  for (const [i, entry] of entries.entries()) {
    if (i % entriesAtOnce === 0) await pause();
    if (!sameBytes(entry.prev, hash)) return false;
    const { payload } = entry;
    if (payload !== undefined && !sameBytes(sha256(payload), entry.payloadHash)) return false;
    if (entry.type === 'system' && certificate.role !== 'server') return false;
    hash = entry.hash;
  }
  const last = entries.at(-1);
  return last === undefined || verify(certificate.key, last.signature, last.header);
}
