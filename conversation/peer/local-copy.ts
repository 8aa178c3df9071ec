/** Everything of one conversation that is kept on this device, read at the start and written as it changes. */
import * as v from 'valibot';
import { authorOf } from '../log/certificate.ts';
import type { Entry } from '../log/entry.ts';
import { generateKeyPair, type SubtleLike, type VerifySignature } from '../log/signatures.ts';
import { createTimeline, type Timeline } from '../log/timeline.ts';
import { conversationStatus, participant } from '../protocol/conversation.ts';
import {
  departmentId,
  entryId,
  parseLogId,
  type ConversationId,
  type LogId,
} from '../protocol/ids.ts';
import type { Clock } from './clock.ts';
import type { Intents } from './intents.ts';
import { openOwnLog, type OwnLog } from './own-log.ts';
import type { MakeDocument } from './log-document.ts';
import { createReceiptBook, type ReceiptBook } from './receipt-book.ts';
import { createReplica, type Origin, type Replica } from './replica.ts';
import { replayJournals, replayUnowned, takeSlot, type Locks, type TakenSlot } from './slot.ts';
import type { ConversationStore, Storage } from './storage.ts';
import { proveStored } from './stored-proof.ts';

/** What the server said last, and what is to be asked of it. */
const facts = v.object({
  you: v.optional(participant),
  status: v.optional(conversationStatus),
  participants: v.optional(v.array(participant), []),
  /** The conversation has yet to be raised, and how. */
  raise: v.optional(
    v.object({
      department: v.optional(departmentId),
      kind: v.optional(v.picklist(['support', 'course'])),
      prefer: v.optional(v.string()),
      subject: v.optional(v.string()),
    }),
  ),
  /** It was ended here while the server was away. */
  end: v.optional(v.boolean()),
  /** One reads it without taking part, and how far one has read it. */
  readsAlong: v.optional(v.boolean()),
  readUpTo: v.optional(entryId),
  /** How far the server's clock is ahead of ours, ms. */
  clockAheadMs: v.optional(v.number()),
});
export type Facts = v.InferOutput<typeof facts>;

export interface LocalCopyOptions {
  readonly conversation: ConversationId;
  readonly storage: Storage;
  readonly locks: Locks;
  readonly subtle: SubtleLike;
  readonly verify: VerifySignature;
  readonly clock: Clock;
  /** Loads Yjs; asked again where that fails. */
  makeDocument(): Promise<MakeDocument>;
  randomBytes(length: number): Uint8Array;
  installationKey(): Uint8Array | undefined;
  /** The server's time, ms; `ahead` is what was stored when the server was last met. */
  now(aheadMs: number): number;
  readonly intents: Intents;
  /** Logs of which nothing in the store is believed any more. Grows; a full disk does not make it forget. */
  readonly forged: Set<LogId>;
  /** Called with new entries, the ones from the store included. */
  onEntries(entries: readonly Entry[], origin: Origin): void;
  onTrouble(message: string): void;
  /** Something in the store was not written by us. It is to be opened again, and will leave that out. */
  onForged(): void;
  onFault(error: unknown): void;
}

export interface LocalCopy {
  readonly replica: Replica;
  readonly timeline: Timeline;
  readonly receipts: ReceiptBook;
  readonly own: OwnLog;
  facts(): Facts;
  remember(change: Partial<Facts>): void;
  /** Resolves when all certificates that are known are stored. */
  storeCertificates(): Promise<void>;
  /** Resolves when the entries that were admitted so far are stored. */
  written(): Promise<void>;
  close(): Promise<void>;
}

const notKept =
  'This device does not keep new messages. They are sent, but only from this page while it is open.';

/** Rejects where the store cannot be read; then nothing of it is held, and it may be tried again. */
export async function openLocalCopy(options: LocalCopyOptions): Promise<LocalCopy> {
  const { conversation, locks, subtle } = options;
  const store = await openStore(options);
  let slot: TakenSlot | undefined;
  try {
    slot = await takeSlot(store, locks, conversation, () => generateKeyPair(subtle));
    return await readLocalCopy(options, store, slot);
  } catch (error) {
    await store.close();
    slot?.releaseOrphaned();
    slot?.release();
    throw error;
  }
}

async function readLocalCopy(
  options: LocalCopyOptions,
  store: ConversationStore,
  slot: TakenSlot,
): Promise<LocalCopy> {
  const { conversation, intents } = options;
  const undoTrouble = store.onTrouble((message) => options.onTrouble(message));
  const { updates, values } = slot;
  let known = readFacts(values.get('facts'));
  const now = () => options.now(known.clockAheadMs ?? 0);
  const replica = createReplica({
    conversation,
    verify: options.verify,
    installationKey: () => options.installationKey(),
    now,
    onFilled: (document) => store.follow(document),
  });
  const stopAttaching = attachWhenLoaded(replica, options);
  const timeline = createTimeline(() => known.you?.id);
  const receipts = createReceiptBook(options.clock);

  replica.onEntries((entries, origin) => {
    const [first] = entries;
    const certificate = first && replica.certificates().get(first.log);
    if (certificate === undefined) return;
    const author = authorOf(certificate);
    for (const entry of entries) timeline.add(entry, author);
    if (author.id === known.you?.id) entries.forEach((entry) => intents.written(entry));
    options.onEntries(entries, origin);
  });

  timeline.addReceipts(receipts.load(store, values));
  await intents.load(store, values, slot.slot, slot.orphaned);
  const certificates = values.get('certificates');
  const { forged } = options;
  for (const log of readLogs(values.get('forged'))) forged.add(log);
  replica.load(Array.isArray(certificates) ? certificates : [], updates, forged);
  const stored = replica.held();
  const savedUpTo = (log: LogId) => receipts.savedUpTo(log);
  for (const each of [slot.slot, ...slot.orphaned]) {
    await replayJournals(store, values, each, replica, stored, savedUpTo, forged);
  }
  await replayUnowned(store, values, replica, stored, savedUpTo, forged);
  slot.releaseOrphaned();
  const stopProving = proveStored({
    conversation,
    replica,
    verify: options.verify,
    clock: options.clock,
    installationKey: () => options.installationKey(),
    onForged: (logs) => {
      for (const log of logs) forged.add(log);
      store
        .set('forged', [...forged])
        .catch((error: unknown) => options.onFault(error))
        .finally(() => options.onForged());
    },
    onFault: (error) => options.onFault(error),
  });

  async function storeCertificates(): Promise<void> {
    const all = [...replica.certificates().values()].map(({ bytes }) => bytes);
    await store.set('certificates', all);
  }
  const undoCertificate = replica.onCertificate(() => {
    // Whoever needs them to be stored waits for them; the others come again from the server.
    storeCertificates().catch((error: unknown) => options.onFault(error));
  });

  const own = await openOwnLog({
    conversation,
    store,
    slot: slot.slot,
    replica,
    subtle: options.subtle,
    randomBytes: (length) => options.randomBytes(length),
    clock: options.clock,
    now,
    onFault: (error) => options.onFault(error),
    onVolatile: () => options.onTrouble(notKept),
  });

  return {
    replica,
    timeline,
    receipts,
    own,
    facts: () => known,
    remember: (change) => {
      known = { ...known, ...change };
      store.set('facts', known).catch((error: unknown) => options.onFault(error));
    },
    storeCertificates,
    written: async () => {
      await replica.attached();
      await store.written();
    },
    close: async () => {
      stopProving();
      stopAttaching();
      own.close();
      await replica.settled();
      await receipts.flush();
      undoCertificate();
      undoTrouble();
      await store.close();
      replica.close();
      slot.release();
    },
  };
}

const loadAgainMs = 1_000;

/** The document comes while the conversation is shown already. @returns the undo */
function attachWhenLoaded(replica: Pick<Replica, 'attach'>, options: LocalCopyOptions): () => void {
  let isWanted = true;
  let cancel = () => {};
  const attempt = async () => {
    try {
      const make = await options.makeDocument();
      if (isWanted) replica.attach(make);
    } catch (error) {
      options.onFault(error);
      if (isWanted) cancel = options.clock.after(loadAgainMs, () => void attempt());
    }
  };
  void attempt();
  return () => {
    isWanted = false;
    cancel();
  };
}

/** A device that keeps nothing (no space, no permission) takes part all the same, for as long as the page is open. */
async function openStore(options: LocalCopyOptions): Promise<ConversationStore> {
  try {
    return await options.storage.open(options.conversation);
  } catch (error) {
    options.onFault(error);
    options.onTrouble(notKept);
    const { createMemoryStorage } = await import('./memory-storage.ts');
    return createMemoryStorage().open(options.conversation);
  }
}

function readLogs(stored: unknown): readonly LogId[] {
  const logs = Array.isArray(stored) ? stored.map(parseLogId) : [];
  return logs.filter((log) => log !== undefined);
}

function readFacts(stored: unknown): Facts {
  const parsed = v.safeParse(facts, stored);
  // Written by a version that this one does not understand, or never: the server says it again.
  return parsed.success ? parsed.output : { participants: [] };
}
