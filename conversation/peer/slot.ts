/**
 * Slots: how programs that share a conversation's store (tabs of one browser) keep apart what each of them
 * writes. Slot 0 belongs to the first one, slot 1 to a second one that is open at the same time, and so on; a
 * lock says whose it is. Whoever opens the store sees to the slots that nobody uses any more.
 */
import { writeUpdate } from '../log/update.ts';
import { decodeEntry } from '../log/entry.ts';
import type { KeyPair } from '../log/signatures.ts';
import type { ConversationId, LogId } from '../protocol/ids.ts';
import type { Replica } from './replica.ts';
import type { ConversationStore } from './storage.ts';

export interface Locks {
  /** @returns the undo, or undefined where somebody else holds it now. Never waits for them. */
  acquire(name: string): Promise<(() => void) | undefined>;
}

export interface Slot {
  /** Of the log, or of the next one. Not extractable. */
  readonly keyPair: KeyPair;
  readonly log?: LogId;
  /** The journal of `log` begins here; what is before is stored in the document. */
  readonly journalFrom?: number;
  /** Entries of `log` may have left without being in the journal (`lease.ts`). */
  readonly leased?: boolean;
  /** Logs that were written here once and whose journals may still hold something. */
  readonly retired: readonly { readonly log: LogId; readonly journalFrom: number }[];
}

/** More tabs of one conversation than this share nothing: they work, but are not gone on with. */
const mostSlots = 16;

export const journalKey = (log: LogId, seq: number) => `journal/${log}/${seq}`;
const slotKey = (slot: number) => `slot/${slot}`;

export async function readSlot(store: ConversationStore, slot: number): Promise<Slot | undefined> {
  return (await store.get(slotKey(slot))) as Slot | undefined;
}

export async function writeSlot(
  store: ConversationStore,
  slot: number,
  value: Slot,
): Promise<void> {
  await store.set(slotKey(slot), value);
}

export interface TakenSlot {
  readonly slot: number;
  /** Slots that were written by programs which are gone. Locked until `release`. */
  readonly orphaned: readonly number[];
  /** Lets go of the orphaned ones. */
  releaseOrphaned(): void;
  release(): void;
}

/** Takes the first free slot, and looks after the others that are free. */
export async function takeSlot(
  store: ConversationStore,
  locks: Locks,
  conversation: ConversationId,
  newKeyPair: () => Promise<KeyPair>,
): Promise<TakenSlot> {
  const taken: { readonly slot: number; readonly release: () => void }[] = [];
  for (let slot = 0; slot < mostSlots; slot += 1) {
    const isUsed = (await readSlot(store, slot)) !== undefined;
    if (!isUsed && taken.length > 0) break;
    const release = await locks.acquire(`parley-${conversation}-${slot}`);
    if (release !== undefined) taken.push({ slot, release });
  }
  const [own, ...orphans] = taken;
  if (own === undefined) throw new Error(`All ${mostSlots} slots of this conversation are in use.`);
  // Marked as used before anything is put beside it, or nobody would look for that after us.
  if ((await readSlot(store, own.slot)) === undefined) {
    const slot = { keyPair: await newKeyPair(), retired: [] };
    // A full disk is met again, and told, when the log is opened.
    await writeSlot(store, own.slot, slot).catch(() => undefined);
  }
  return {
    slot: own.slot,
    orphaned: orphans.map(({ slot }) => slot),
    releaseOrphaned: () => orphans.splice(0).forEach(({ release }) => release()),
    release: own.release,
  };
}

/**
 * Brings into the replica what reached a journal and not the document (a crash came between), and forgets what
 * is stored in the document and saved by the archive.
 * @param stored number of entries by log that the store of the document held at this start
 * @param saved number of entries by log, from the first one, that the archive has acknowledged
 */
export async function replayJournals(
  store: ConversationStore,
  slot: number,
  replica: Replica,
  stored: ReadonlyMap<LogId, number>,
  saved: (log: LogId) => number,
): Promise<void> {
  const value = await readSlot(store, slot);
  if (value === undefined) return;
  const replay = async (log: LogId, journalFrom: number) => {
    await replayJournal(store, replica, log, journalFrom);
    const upTo = Math.min(stored.get(log) ?? 0, saved(log));
    // The entries first: a crash between leaves a beginning that is passed over, never a lost end.
    for (let seq = journalFrom; seq < upTo; seq += 1) await store.delete(journalKey(log, seq));
    return Math.max(journalFrom, upTo);
  };
  const retired = [];
  for (const { log, journalFrom } of value.retired) {
    const from = await replay(log, journalFrom);
    const next = replica.head(log)?.next ?? 0;
    const isSpent = from >= next && (await store.get(journalKey(log, next))) === undefined;
    if (!isSpent) retired.push({ log, journalFrom: from });
  }
  const own =
    value.log === undefined
      ? {}
      : { log: value.log, journalFrom: await replay(value.log, value.journalFrom ?? 0) };
  const hasMoved =
    own.journalFrom !== value.journalFrom ||
    retired.length !== value.retired.length ||
    retired.some(({ journalFrom }, i) => journalFrom !== value.retired[i]?.journalFrom);
  if (hasMoved) await writeSlot(store, slot, { ...value, ...own, retired });
}

async function replayJournal(
  store: ConversationStore,
  replica: Replica,
  log: LogId,
  journalFrom: number,
): Promise<void> {
  for (let seq = journalFrom; ; seq += 1) {
    const next = replica.head(log)?.next ?? 0;
    if (seq < next) continue;
    const bytes = await store.get(journalKey(log, seq));
    if (!(bytes instanceof Uint8Array) || !decodeEntry(bytes).ok) return;
    const admitted = await replica.admit(
      writeUpdate([{ log, from: seq, entries: [bytes] }]),
      'storage',
    );
    if (!admitted.ok) return;
  }
}
