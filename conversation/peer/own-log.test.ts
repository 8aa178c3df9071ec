import { beforeAll, expect, test } from 'vitest';
import { decodeCertificate, encodeCertificate } from '../log/certificate.ts';
import {
  conversation,
  idOf,
  newAuthor,
  newSigner,
  start,
  subtle,
  verify,
} from '../log/log.fixture.ts';
import { generateKeyPair, type PublicKey, type Signer } from '../log/signatures.ts';
import { writeUpdate } from '../log/update.ts';
import type { LogId, ParticipantId } from '../protocol/ids.ts';
import { createManualClock, type ManualClock } from './clock.fixture.ts';
import { createMemoryStorage } from './memory-storage.ts';
import { openOwnLog, type OwnLog } from './own-log.ts';
import { createReplica, type Replica } from './replica.ts';
import { createLogDocument } from './log-document.ts';
import { replayJournals, replayUnowned, takeSlot } from './slot.ts';
import type { ConversationStore, Storage } from './storage.ts';

const log = 5 as LogId;
let installation: Signer;
beforeAll(async () => {
  installation = await newSigner('P-256');
});

async function certificateFor(key: PublicKey, of: LogId = log): Promise<Uint8Array> {
  return encodeCertificate(
    {
      conversation,
      log: of,
      participant: idOf(1) as ParticipantId,
      role: 'client',
      name: 'Ana',
      notBefore: start,
      notAfter: start + 3_600_000,
      key,
    },
    installation,
  );
}

interface Program {
  readonly replica: Replica;
  readonly own: OwnLog;
  readonly clock: ManualClock;
  readonly volatile: () => boolean;
}

/** One start of a program. @param saved entries that the archive has acknowledged */
async function boot(
  storage: Storage,
  options: {
    saved?: number;
    wrap?: (store: ConversationStore) => ConversationStore;
    now?: number;
  } = {},
): Promise<Program> {
  const opened = await storage.open(conversation);
  const store = options.wrap?.(opened) ?? opened;
  const replica = createReplica({
    conversation,
    verify,
    installationKey: () => installation.publicKey.bytes,
    now: () => start,
    onFilled: (document) => store.follow(document),
  });
  replica.attach(createLogDocument);
  const slot = await takeSlot(
    store,
    { acquire: () => Promise.resolve(() => {}) },
    conversation,
    () => generateKeyPair(subtle),
  );
  const { values } = slot;
  replica.load((values.get('certificates') as Uint8Array[] | undefined) ?? [], slot.updates);
  const [held, saved] = [replica.held(), () => options.saved ?? 0] as const;
  await replayJournals(store, values, slot.slot, replica, held, saved);
  await replayUnowned(store, values, replica, held, saved);
  let isVolatile = false;
  const clock = createManualClock(start);
  const own = await openOwnLog({
    conversation,
    store,
    slot: slot.slot,
    replica,
    subtle,
    randomBytes: (length) => new Uint8Array(length),
    clock,
    now: () => options.now ?? start + 1000,
    onFault: (error) => {
      throw error;
    },
    onVolatile: () => {
      isVolatile = true;
    },
  });
  return { replica, own, clock, volatile: () => isVolatile };
}

async function certify({ replica, own }: Program, storage: Storage, of = log): Promise<boolean> {
  const bytes = await certificateFor(own.key(), of);
  await replica.admitCertificate(bytes, false);
  const store = await storage.open(conversation);
  await store.set('certificates', [bytes]);
  const certificate = decodeCertificate(bytes);
  if (!certificate.ok) throw new Error(certificate.refusal);
  return own.certify(certificate.value);
}

const say = (own: OwnLog, text: string) => own.append('message', { text });
const heldBy = ({ replica }: Program) => replica.held().get(log) ?? 0;

test('without a certificate nothing is written; with one, entries follow one another', async () => {
  const storage = createMemoryStorage();
  const program = await boot(storage);
  expect(await say(program.own, 'too early')).toBeUndefined();
  expect(await certify(program, storage)).toBe(true);
  const written = await Promise.all(['a', 'b', 'c'].map((text) => say(program.own, text)));
  expect(written.map((entry) => entry?.seq)).toEqual([0, 1, 2]);
});

test('[LOG2] the next start goes on with the log', async () => {
  const storage = createMemoryStorage();
  const first = await boot(storage);
  await certify(first, storage);
  await say(first.own, 'a');
  const second = await boot(storage);
  expect(second.own.resumable()).toMatchObject({ log, next: 1 });
  expect((await say(second.own, 'b'))?.seq).toBe(1);
});

test('[LOG3] a crash between journal and document loses nothing: the entry is there at the next start', async () => {
  const storage = createMemoryStorage();
  // The document is never stored: as if each crash came before its write.
  const wrap = (store: ConversationStore): ConversationStore => ({
    ...store,
    follow: () => undefined,
    written: () => Promise.resolve(),
  });
  const first = await boot(storage, { wrap });
  await certify(first, storage);
  const written = [await say(first.own, 'a'), await say(first.own, 'b')];
  const second = await boot(storage);
  expect(heldBy(second)).toBe(2);
  expect(second.replica.entries(log).map(({ bytes }) => bytes)).toEqual(
    written.map((entry) => entry?.bytes),
  );
  expect(second.own.resumable()?.next).toBe(2);
});

test('a crash in the journal write: the entry was never said, and its place is taken once', async () => {
  const storage = createMemoryStorage();
  const first = await boot(storage);
  await certify(first, storage);
  await say(first.own, 'a');
  // This program dies in the middle of storing.
  const dying = await boot(storage, {
    wrap: (store) => ({
      ...store,
      set: (name, value) =>
        name.startsWith('journal/') ? new Promise(() => {}) : store.set(name, value),
    }),
  });
  void say(dying.own, 'never stored');
  await dying.replica.settled();
  expect(heldBy(dying)).toBe(1);
  const second = await boot(storage);
  expect((await say(second.own, 'b'))?.seq).toBe(1);
});

test('[LOG2] a store that lost entries which were trimmed from the journal is not gone on with', async () => {
  const storage = createMemoryStorage();
  const first = await boot(storage);
  await certify(first, storage);
  await say(first.own, 'a');
  await say(first.own, 'b');
  await boot(storage, { saved: 2 });
  // The journal now begins at 2. The document is lost, the values are not.
  const third = await boot(storage, {
    wrap: (store) => ({
      ...store,
      read: async () => ({ updates: [], values: await store.values() }),
    }),
  });
  expect(heldBy(third)).toBe(0);
  expect(third.own.resumable()).toBeUndefined();
  expect(await say(third.own, 'b')).toBeUndefined();
});

test('the journal is trimmed only as far as the document is stored and the archive has saved', async () => {
  const storage = createMemoryStorage();
  const first = await boot(storage);
  await certify(first, storage);
  for (const text of ['a', 'b', 'c']) await say(first.own, text);
  const journal = async () => {
    const store = await storage.open(conversation);
    const found = await Promise.all([0, 1, 2].map((seq) => store.get(`journal/${log}/${seq}`)));
    return found.map((bytes) => bytes !== undefined);
  };
  await boot(storage, { saved: 0 });
  expect(await journal()).toEqual([true, true, true]);
  await boot(storage, { saved: 2 });
  expect(await journal()).toEqual([false, false, true]);
  const again = await boot(storage, { saved: 3 });
  expect(await journal()).toEqual([false, false, false]);
  expect(again.own.resumable()?.next).toBe(3);
});

test('[LOG1] an abandoned log is never written again, but its journal is still looked after', async () => {
  const storage = createMemoryStorage();
  const lost = (store: ConversationStore): ConversationStore => ({
    ...store,
    read: async () => ({ updates: [], values: await store.values() }),
    follow: () => undefined,
    written: () => Promise.resolve(),
  });
  const first = await boot(storage, { wrap: lost });
  await certify(first, storage);
  await say(first.own, 'a');
  const key = first.own.key();
  await first.own.abandon();
  expect(first.own.resumable()).toBeUndefined();
  expect(first.own.key().bytes).not.toEqual(key.bytes);
  expect(await say(first.own, 'b')).toBeUndefined();
  const second = await boot(storage);
  expect(heldBy(second)).toBe(1);
  expect(second.own.resumable()).toBeUndefined();
  // Granting the same log to the new key is refused: somebody has written it.
  expect(await certify(second, storage)).toBe(false);
});

test('an entry that is being written when our log turns out to be ahead is taken back', async () => {
  const storage = createMemoryStorage();
  const first = await boot(storage);
  await certify(first, storage);
  const entry = await say(first.own, 'said by another copy of us');
  const elsewhere = createMemoryStorage();
  // The same key in a copy of the store that lacks the entry.
  const from = await storage.open(conversation);
  const to = await elsewhere.open(conversation);
  await to.set('slot/0', await from.get('slot/0'));
  await to.set('certificates', await from.get('certificates'));
  const update = writeUpdate([{ log, from: 0, entries: [entry!.bytes] }]);
  // The other copy's entry arrives in the middle of storing ours.
  const copy: Program = await boot(elsewhere, {
    wrap: (store) => ({
      ...store,
      set: async (name, value) => {
        if (name.startsWith('journal/')) await copy.replica.admit(update, 'link');
        await store.set(name, value);
      },
    }),
  });
  expect(await say(copy.own, 'a second first entry')).toBeUndefined();
  expect(copy.replica.entries(log).map(({ bytes }) => bytes)).toEqual([entry!.bytes]);
  expect(await to.get(`journal/${log}/0`)).toBeUndefined();
});

test('[LOG3] a full disk: entries are sent, told of, and the log ends with this program', async () => {
  const storage = createMemoryStorage();
  const first = await boot(storage);
  await certify(first, storage);
  const full = await boot(storage, {
    wrap: (store) => ({ ...store, set: () => Promise.reject(new Error('full')) }),
  });
  expect((await say(full.own, 'a'))?.seq).toBe(0);
  expect((await say(full.own, 'b'))?.seq).toBe(1);
  expect(full.volatile()).toBe(true);
  const next = await boot(storage);
  expect(next.own.resumable()).toBeUndefined();
});

test('[W3] what was journaled before the disk was full is not lost with the log', async () => {
  const storage = createMemoryStorage();
  let isFull = false;
  const wrap = (store: ConversationStore): ConversationStore => ({
    ...store,
    // Yjs came late: nothing of the document was stored.
    follow: () => undefined,
    set: (name, value) => (isFull ? Promise.reject(new Error('full')) : store.set(name, value)),
  });
  const first = await boot(storage, { wrap });
  await certify(first, storage);
  await say(first.own, 'before');
  isFull = true;
  await say(first.own, 'after');
  expect(first.volatile()).toBe(true);

  const next = await boot(storage);
  expect(heldBy(next)).toBe(1);
  expect(next.own.resumable()).toBeUndefined();
  await boot(storage, { saved: 1 });
  const left = await (await storage.open(conversation)).values();
  expect([...left.keys()].filter((key) => key.startsWith('journal/'))).toEqual([]);
});

test('a certificate that is about to run out is not written under, and can still be renewed', async () => {
  const storage = createMemoryStorage();
  const first = await boot(storage);
  await certify(first, storage);
  const late = await boot(storage, { now: start + 3_590_000 });
  expect(late.own.current()).toBeUndefined();
  expect(await say(late.own, 'a')).toBeUndefined();
  expect(late.own.resumable()).toMatchObject({ log, next: 0 });
});

test('the time of an entry is within its certificate, whatever the clock says', async () => {
  const storage = createMemoryStorage();
  const program = await boot(storage, { now: start - 86_400_000 });
  await certify(program, storage);
  expect((await say(program.own, 'a'))?.at).toBe(start);
});

test('a second program takes its own slot, and the first free one is taken again', async () => {
  const storage = createMemoryStorage();
  const store = await storage.open(conversation);
  const held = new Set<string>();
  const locks = {
    acquire: (name: string) => {
      if (held.has(name)) return Promise.resolve(undefined);
      held.add(name);
      return Promise.resolve(() => void held.delete(name));
    },
  };
  const take = () => takeSlot(store, locks, conversation, () => generateKeyPair(subtle));
  const first = await take();
  const second = await take();
  expect([first.slot, second.slot]).toEqual([0, 1]);
  first.release();
  second.release();
  const third = await take();
  expect([third.slot, third.orphaned]).toEqual([0, [1]]);
  third.releaseOrphaned();
  expect((await take()).slot).toBe(1);
});

test('[LOG4] an entry is deeper than every entry that was held when it was written', async () => {
  const program = await boot(createMemoryStorage());
  await certify(program, createMemoryStorage());
  expect((await say(program.own, 'before'))?.depth).toBe(1);
  const other = await newAuthor({ log: 9, installation });
  await other.write('message', { text: 'a late answer' }, { seen: 40 });
  await program.replica.admitCertificate(other.certificate.bytes, false);
  const update = writeUpdate([{ log: other.log, from: 0, entries: other.written }]);
  expect(await program.replica.admit(update, 'link')).toMatchObject({ value: { fresh: 1 } });
  const deepest = program.replica.maxDepth();
  expect(deepest).toBeGreaterThan(40);
  expect((await say(program.own, 'after'))?.depth).toBe(deepest + 1);
});

test('[LOG3] while somebody types an entry does not wait for the journal', async () => {
  const storage = createMemoryStorage();
  let isStuck = false;
  const wrap = (store: ConversationStore): ConversationStore => ({
    ...store,
    set: (name, value) =>
      isStuck && name.startsWith('journal/') ? new Promise(() => {}) : store.set(name, value),
  });
  const program = await boot(storage, { wrap });
  await certify(program, storage);
  program.own.expectMore(true);
  isStuck = true;
  expect((await say(program.own, 'at once'))?.seq).toBe(0);
});

test('[LOG2] a start that finds the log leased takes a new one; what was journaled is still there', async () => {
  const storage = createMemoryStorage();
  const first = await boot(storage);
  await certify(first, storage);
  first.own.expectMore(true);
  await say(first.own, 'sent while typing');
  const second = await boot(storage);
  expect(heldBy(second)).toBe(1);
  expect(second.own.resumable()).toBeUndefined();
  expect(second.own.key().bytes).not.toEqual(first.own.key().bytes);
});

test('[LOG2] after a moment of quiet the lease is given back and the log is gone on with', async () => {
  const storage = createMemoryStorage();
  const first = await boot(storage);
  await certify(first, storage);
  first.own.expectMore(true);
  await say(first.own, 'a');
  first.own.expectMore(false);
  await first.clock.advance(500, () => new Promise((done) => setTimeout(done)));
  // Whatever is asked of the log next comes after it was given back.
  await say(first.own, 'b');
  const second = await boot(storage);
  expect(second.own.resumable()).toMatchObject({ log, next: 2 });
});
