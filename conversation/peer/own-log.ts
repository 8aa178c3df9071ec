/**
 * The one log that this start of the program writes: its key, its certificate and its journal.
 *
 * An entry is stored in the journal before it is written to the document, so that what left this program is
 * always held by it afterwards: a log is gone on with only when all of it is here. While the lease is held
 * (`lease.ts`) the two happen side by side, and a start that finds the lease takes a new log. Programs that share a store
 * (two tabs) take different slots of it; a slot belongs to one program at a time.
 */
import type { Certificate } from '../log/certificate.ts';
import { createEntry, nextDepth, noPrev, saltBytes, type Entry } from '../log/entry.ts';
import { sameBytes } from '../log/hash.ts';
import { encodePayload, type PayloadType, type Payloads } from '../log/payload.ts';
import { generateKeyPair, signerFor, type Signer, type SubtleLike } from '../log/signatures.ts';
import type { ConversationId, LogId } from '../protocol/ids.ts';
import type { Clock } from './clock.ts';
import { createLease } from './lease.ts';
import { createQueue } from './queue.ts';
import type { Replica } from './replica.ts';
import { journalKey, readSlot, writeSlot, type Slot } from './slot.ts';
import type { ConversationStore } from './storage.ts';

export interface OwnLogOptions {
  readonly conversation: ConversationId;
  readonly store: ConversationStore;
  readonly slot: number;
  readonly replica: Replica;
  readonly subtle: SubtleLike;
  readonly clock: Clock;
  randomBytes(length: number): Uint8Array;
  /** The server's time, ms. */
  now(): number;
  onFault(error: unknown): void;
  /** Entries cannot be kept on this device. They are sent all the same; the log ends with this program. */
  onVolatile(): void;
}

export interface OwnLog {
  /** The key to join with. */
  key(): Signer['publicKey'];
  sign(bytes: Uint8Array): Promise<Uint8Array>;
  /** The log that can be gone on with. */
  resumable():
    | { readonly log: LogId; readonly next: number; readonly head: Uint8Array }
    | undefined;
  /** The log that is written now: certified and valid. */
  current(): Certificate | undefined;
  /** The server's word that `certificate.log` is ours to write. False where it is for another key. */
  certify(certificate: Certificate): Promise<boolean>;
  /** Never writes the log again; a new key takes its place. */
  abandon(): Promise<void>;
  /**
   * @param salt 16 random bytes; made here where they are left out
   * @param how isStoredUnsent: the store holds it as unsent, so the next start says it again unless the journal has
   *   it: it waits for the journal, whatever is leased
   * @returns the written entry, or undefined where there is no log to write to (any more): nothing happened.
   */
  append<Type extends PayloadType>(
    type: Type,
    payload: Payloads[Type],
    salt?: Uint8Array,
    how?: { readonly isStoredUnsent?: boolean },
  ): Promise<Entry | undefined>;
  /** Something will be said soon (somebody types), or not: what it takes to send it at once is made ready. */
  expectMore(soon: boolean): void;
  close(): void;
}

/** Certificates are renewed by joining again; a margin keeps entries from being judged after they ran out. */
const expiryMarginMs = 60_000;

/** Call after the journals of the store were replayed into the replica (`replayJournals`). */
export async function openOwnLog(options: OwnLogOptions): Promise<OwnLog> {
  const { replica, store } = options;
  const queue = createQueue();
  const stored = await readSlot(store, options.slot);
  let slot: Slot = stored ?? { keyPair: await generateKeyPair(options.subtle), retired: [] };
  let signer = await signerFor(options.subtle, slot.keyPair);
  let isVolatile = false;
  let closed = false;

  function held(): Certificate | undefined {
    const certificate = slot.log === undefined ? undefined : replica.certificates().get(slot.log);
    return certificate && sameBytes(certificate.key.bytes, signer.publicKey.bytes)
      ? certificate
      : undefined;
  }

  function isComplete(log: LogId): boolean {
    return (replica.head(log)?.next ?? 0) >= (slot.journalFrom ?? 0);
  }

  async function save(next: Slot): Promise<void> {
    slot = next;
    if (isVolatile) return;
    try {
      await writeSlot(store, options.slot, next);
    } catch {
      await goOnUnstored();
    }
  }

  /** Without its slot nobody goes on with the log after us, so entries may leave without being stored. */
  async function goOnUnstored(): Promise<void> {
    await store.delete(`slot/${options.slot}`);
    isVolatile = true;
    options.onVolatile();
  }

  async function abandonNow(): Promise<void> {
    replica.pin(undefined);
    const keyPair = await generateKeyPair(options.subtle);
    signer = await signerFor(options.subtle, keyPair);
    await save({ keyPair, retired: retiredNow(), leased: isLeased() });
  }

  const isLeased = () => slot.leased === true;
  const lease = createLease({
    clock: options.clock,
    isStored: isLeased,
    store: (held) => queue.run(() => save({ ...slot, leased: held })),
    onFault: (error) => options.onFault(error),
  });

  function retiredNow(): Slot['retired'] {
    const { log, journalFrom = 0, retired } = slot;
    return log === undefined ? retired : [...retired, { log, journalFrom }];
  }

  function current(): Certificate | undefined {
    const certificate = held();
    if (closed || certificate === undefined) return undefined;
    return options.now() < certificate.notAfter - expiryMarginMs ? certificate : undefined;
  }

  async function journal(log: LogId, seq: number, bytes: Uint8Array): Promise<void> {
    if (isVolatile) return;
    try {
      await store.set(journalKey(log, seq), bytes);
    } catch {
      await goOnUnstored();
    }
  }

  async function appendNow<Type extends PayloadType>(
    type: Type,
    payload: Payloads[Type],
    salt: Uint8Array,
    isStoredUnsent: boolean,
  ): Promise<Entry | undefined> {
    const certificate = current();
    if (certificate === undefined) return undefined;
    const { log } = certificate;
    const head = replica.head(log) ?? { next: 0, hash: noPrev(), depth: 0 };
    const at = Math.min(Math.max(options.now(), certificate.notBefore), certificate.notAfter);
    const bytes = await createEntry({
      conversation: options.conversation,
      log,
      seq: head.next,
      depth: nextDepth(head.depth, replica.maxDepth()),
      at,
      prev: head.hash,
      type,
      payload: encodePayload(type, payload),
      salt,
      signer,
    });
    // Meanwhile somebody may have shown us more of our own log than we had: then it is not ours to write.
    const isStill = () => current()?.log === log && (replica.head(log)?.next ?? 0) === head.next;
    if (isLeased() && !isStoredUnsent) {
      if (!isStill()) return undefined;
      const written = replica.write(bytes);
      lease.track(journal(log, head.next, bytes));
      return written;
    }
    await journal(log, head.next, bytes);
    if (isStill()) return replica.write(bytes);
    await store.delete(journalKey(log, head.next));
    return undefined;
  }

  const known = held();
  const wasLeased = isLeased();
  slot = { ...slot, leased: false };
  const isWhole = slot.log === undefined || (known !== undefined && isComplete(slot.log));
  if (!isWhole || wasLeased) await abandonNow();
  else if (known !== undefined) replica.pin(known.log);

  return {
    key: () => signer.publicKey,
    sign: (bytes) => signer.sign(bytes),
    resumable: () => {
      const certificate = held();
      if (certificate === undefined) return undefined;
      const head = replica.head(certificate.log);
      return { log: certificate.log, next: head?.next ?? 0, head: head?.hash ?? noPrev() };
    },
    current,
    certify: (certificate) =>
      queue.run(async () => {
        const isOurs =
          certificate.key.algorithm === signer.publicKey.algorithm &&
          sameBytes(certificate.key.bytes, signer.publicKey.bytes);
        if (!isOurs) return false;
        if (slot.log === certificate.log) return true;
        // A log is written from its beginning by one program; this one was begun by another.
        if (replica.head(certificate.log) !== undefined) return false;
        replica.pin(undefined);
        await save({ ...slot, log: certificate.log, journalFrom: 0, retired: retiredNow() });
        replica.pin(certificate.log);
        return true;
      }),
    abandon: () => queue.run(abandonNow),
    append: (type, payload, salt = options.randomBytes(saltBytes), how = {}) =>
      queue.run(() => appendNow(type, payload, salt, how.isStoredUnsent === true)),
    expectMore: (soon) => (soon ? lease.take() : lease.giveBack()),
    close: () => {
      closed = true;
      lease.close();
    },
  };
}
