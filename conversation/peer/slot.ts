/**
 * Slots: how programs that share a conversation's store (tabs of one browser) keep apart what each of them
 * writes. Slot 0 belongs to the first one, slot 1 to a second one that is open at the same time, and so on; a
 * lock says whose it is. Whoever opens the store sees to the slots that nobody uses any more.
 */
import { writeUpdate } from '../log/update.ts';
import { decodeEntry } from '../log/entry.ts';
import type { KeyPair } from '../log/signatures.ts';
import { parseLogId, type ConversationId, type LogId } from '../protocol/ids.ts';
import type { Replica } from './replica.ts';
import type { ConversationStore, Values } from './storage.ts';

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
const slotPrefix = 'slot/';
const slotKey = (slot: number) => `${slotPrefix}${slot}`;

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
  /** What the store held once all of these slots were ours. */
  readonly updates: readonly Uint8Array[];
  readonly values: Values;
  /** Slots that were written by programs which are gone. Locked until `release`. */
  readonly orphaned: readonly number[];
  /** Lets go of the orphaned ones. */
  releaseOrphaned(): void;
  release(): void;
}

/** Takes the first free slot, reads the store, and looks after the other slots that are free. */
export async function takeSlot(
  store: ConversationStore,
  locks: Locks,
  conversation: ConversationId,
  newKeyPair: () => Promise<KeyPair>,
): Promise<TakenSlot> {
  const taken: { readonly slot: number; readonly release: () => void }[] = [];
  const take = async (slot: number) => {
    const release = await locks.acquire(`parley-${conversation}-${slot}`);
    if (release !== undefined) taken.push({ slot, release });
  };
  await take(0);
  const { updates, values } = await store.read().catch((error: unknown) => {
    // Whoever tries again, here or in another tab, finds it free.
    for (const { release } of taken) release();
    throw error;
  });
  for (let slot = 1; slot < mostSlots; slot += 1) {
    if (!values.has(slotKey(slot)) && taken.length > 0) break;
    await take(slot);
  }
  const [own, ...orphans] = taken;
  if (own === undefined) throw new Error(`All ${mostSlots} slots of this conversation are in use.`);
  // Marked as used before anything is put beside it, or nobody would look for that after us.
  if (!values.has(slotKey(own.slot))) {
    const slot = { keyPair: await newKeyPair(), retired: [] };
    // A full disk is met again, and told, when the log is opened.
    await writeSlot(store, own.slot, slot).catch(() => undefined);
  }
  return {
    slot: own.slot,
    updates,
    // Whoever held another slot a moment ago may have written since.
    values: taken.every(({ slot }) => slot === 0) ? values : await store.values(),
    orphaned: orphans.map(({ slot }) => slot),
    releaseOrphaned: () => orphans.splice(0).forEach(({ release }) => release()),
    release: own.release,
  };
}

/**
 * Brings into the replica what reached a journal and not the document (a crash came between), and forgets what
 * is stored in the document and saved by the archive.
 * @param values as read from `store`
 * @param except logs of which nothing in the store is believed any more
 * @param stored number of entries by log that the store of the document held at this start
 * @param saved number of entries by log, from the first one, that the archive has acknowledged
 */
export async function replayJournals(
  store: ConversationStore,
  values: Values,
  slot: number,
  replica: Replica,
  stored: ReadonlyMap<LogId, number>,
  saved: (log: LogId) => number,
  except: ReadonlySet<LogId> = new Set(),
): Promise<void> {
  const value = values.get(slotKey(slot)) as Slot | undefined;
  if (value === undefined) return;
  const spent: string[] = [];
  const replay = async (log: LogId, journalFrom: number) => {
    if (!except.has(log)) await replayJournal(values, replica, log, journalFrom);
    const upTo = Math.min(stored.get(log) ?? 0, saved(log));
    for (let seq = journalFrom; seq < upTo; seq += 1) spent.push(journalKey(log, seq));
    return Math.max(journalFrom, upTo);
  };
  const retired = [];
  for (const { log, journalFrom } of value.retired) {
    const from = await replay(log, journalFrom);
    const next = replica.head(log)?.next ?? 0;
    const isSpent = from >= next && !values.has(journalKey(log, next));
    if (!isSpent) retired.push({ log, journalFrom: from });
  }
  const own =
    value.log === undefined
      ? {}
      : { log: value.log, journalFrom: await replay(value.log, value.journalFrom ?? 0) };
  // The entries first: a crash between leaves a beginning that is passed over, never a lost end. The same
  // holds for a full device, where the slot stays as it was.
  await store.delete(...spent);
  const hasMoved =
    own.journalFrom !== value.journalFrom ||
    retired.length !== value.retired.length ||
    retired.some(({ journalFrom }, i) => journalFrom !== value.retired[i]?.journalFrom);
  if (hasMoved) {
    await writeSlot(store, slot, { ...value, ...own, retired }).catch(() => undefined);
  }
}

/**
 * The same for journals that no slot knows any more: its program could not store what came after them, and gave the slot
 * up (`own-log.ts`). Nobody goes on with their logs; what they hold was said, and is brought to the others.
 */
export async function replayUnowned(
  store: ConversationStore,
  values: Values,
  replica: Replica,
  stored: ReadonlyMap<LogId, number>,
  saved: (log: LogId) => number,
  except: ReadonlySet<LogId> = new Set(),
): Promise<void> {
  const spent: string[] = [];
  for (const [log, seqs] of unownedIn(values)) {
    if (!except.has(log)) await replayJournal(values, replica, log, Math.min(...seqs));
    const upTo = Math.min(stored.get(log) ?? 0, saved(log));
    spent.push(...seqs.filter((seq) => seq < upTo).map((seq) => journalKey(log, seq)));
  }
  await store.delete(...spent);
}

/** Numbers of journaled entries by log, of logs that stand in no slot. */
function unownedIn(values: Values): ReadonlyMap<LogId, number[]> {
  const owned = new Set<LogId>();
  const journaled = new Map<LogId, number[]>();
  for (const [key, value] of values) {
    if (key.startsWith(slotPrefix)) {
      const { log, retired } = value as Slot;
      for (const each of [log, ...retired.map((one) => one.log)])
        if (each !== undefined) owned.add(each);
    }
    const [, logText, seqText] = /^journal\/(\d+)\/(\d+)$/.exec(key) ?? [];
    const log = parseLogId(Number(logText));
    if (log !== undefined) journaled.set(log, [...(journaled.get(log) ?? []), Number(seqText)]);
  }
  return new Map([...journaled].filter(([log]) => !owned.has(log)));
}

async function replayJournal(
  values: Values,
  replica: Replica,
  log: LogId,
  journalFrom: number,
): Promise<void> {
  for (let seq = Math.max(journalFrom, replica.head(log)?.next ?? 0); ; seq += 1) {
    const bytes = values.get(journalKey(log, seq));
    if (!(bytes instanceof Uint8Array) || !decodeEntry(bytes).ok) return;
    const admitted = await replica.admit(
      writeUpdate([{ log, from: seq, entries: [bytes] }]),
      'storage',
    );
    if (!admitted.ok) return;
  }
}
