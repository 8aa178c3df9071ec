import { beforeAll, expect, test } from 'vitest';
import * as Y from 'yjs';
import { attacks, mutate } from '../log/attacks.fixture.ts';
import { createEntry, eraseEntry, noPrev } from '../log/entry.ts';
import {
  conversation,
  entryOf,
  newAuthor,
  newSigner,
  otherConversation,
  start,
  verify,
  type Author,
} from '../log/log.fixture.ts';
import { encodePayload } from '../log/payload.ts';
import type { Signer } from '../log/signatures.ts';
import { rootName, writeUpdate } from '../log/update.ts';
import { seededRandom } from './memory-mesh.ts';
import { createReplica, type Replica } from './replica.ts';
import { createLogDocument } from './log-document.ts';

let installation: Signer;
beforeAll(async () => {
  installation = await newSigner('P-256');
});

async function newReplica(...authors: readonly Author[]): Promise<Replica> {
  const replica = createReplica({
    conversation,
    verify,
    installationKey: () => installation.publicKey.bytes,
    now: () => start + 1000,
  });
  replica.attach(createLogDocument);
  replica.load([], []);
  for (const { certificate } of authors) await replica.admitCertificate(certificate.bytes, true);
  return replica;
}

const runOf = (author: Author, from = 0, until = author.written.length) => ({
  log: author.log,
  from,
  entries: author.written.slice(from, until),
});
const updateOf = (author: Author, from = 0, until?: number) =>
  writeUpdate([runOf(author, from, until)]);

/** Everything of a replica that an update could change. */
const stateOf = (replica: Replica) => ({
  bytes: [...Y.encodeStateAsUpdate(replica.doc)],
  roots: [...replica.doc.share.keys()],
  pending: replica.doc.store.pendingStructs ?? replica.doc.store.pendingDs,
  clientID: replica.doc.clientID,
  held: [...replica.held()],
  certificates: [...replica.certificates().keys()],
});

async function victims() {
  const alice = await newAuthor({ log: 5, installation });
  const bob = await newAuthor({ log: 9, role: 'agent', installation });
  await alice.say('one');
  await alice.say('two');
  await bob.say('three');
  const replica = await newReplica(alice, bob);
  await replica.admit(writeUpdate([runOf(alice), runOf(bob)]), 'link');
  return { alice, bob, replica };
}

for (const attack of attacks) {
  test(`[V-80] [W4] ${attack.id} ${attack.title}: refused, and nothing has changed`, async () => {
    const { alice, replica } = await victims();
    replica.pin(alice.log);
    const before = stateOf(replica);
    const last = entryOf(alice.written.at(-1)!);
    const victim = { log: alice.log, from: 2, rootName: rootName(alice.log) };
    for (const source of ['link', 'archive', 'tab'] as const) {
      const update = attack.update({ ...victim, conversation, prev: last.hash });
      expect((await replica.admit(update, source)).ok).toBe(false);
      expect(stateOf(replica)).toEqual(before);
    }
    await alice.say('still heard');
    expect(await replica.admit(updateOf(alice, 2), 'link')).toMatchObject({ ok: true });
  });
}

test('[W4] A22 two thousand mutations of an honest update change nothing or are the update itself', async () => {
  const { alice, replica } = await victims();
  await alice.say('four');
  const honest = updateOf(alice, 2);
  const random = seededRandom(42);
  const before = stateOf(replica);
  for (let i = 0; i < 2000; i += 1) {
    const admitted = await replica.admit(mutate(honest, random), 'link');
    if (!admitted.ok) continue;
    // What is admitted is what Alice wrote (a mutation may leave the bytes as they were), or nothing.
    if (admitted.value.fresh > 0) {
      expect(replica.head(alice.log)?.hash).toEqual(entryOf(alice.written[2]!).hash);
    } else if (replica.head(alice.log)?.next === 2) expect(stateOf(replica)).toEqual(before);
  }
  await replica.admit(honest, 'link');
  expect(replica.missing(new Map([[alice.log, 2]]))).toContainEqual(runOf(alice, 2));
  expect(replica.held().get(alice.log)).toBe(3);
});

test('an update is admitted once, whatever is sent twice or overlaps', async () => {
  const alice = await newAuthor({ log: 5, installation });
  for (const text of ['one', 'two', 'three']) await alice.say(text);
  const replica = await newReplica(alice);
  const heard: number[] = [];
  replica.onEntries((entries) => heard.push(...entries.map(({ seq }) => seq)));
  expect(await replica.admit(updateOf(alice, 0, 2), 'link')).toEqual({
    ok: true,
    value: { fresh: 2, holds: new Map([[5, 2]]) },
  });
  expect(await replica.admit(updateOf(alice, 1, 3), 'archive')).toMatchObject({
    value: { fresh: 1, holds: new Map([[5, 3]]) },
  });
  expect(await replica.admit(updateOf(alice), 'tab')).toMatchObject({ value: { fresh: 0 } });
  expect(heard).toEqual([0, 1, 2]);
  expect(Y.getState(replica.doc.store, 5)).toBe(3);
});

test('[V-81] [V-83] entries before the ones received are asked for, and a log without certificate is not believed', async () => {
  const alice = await newAuthor({ log: 5, installation });
  await alice.say('one');
  await alice.say('two');
  const replica = await newReplica(alice);
  expect(await replica.admit(updateOf(alice, 1), 'link')).toEqual({
    ok: false,
    refusal: { reason: 'gap' },
  });
  const stranger = await newAuthor({ log: 6, installation });
  await stranger.say('hello');
  expect(await replica.admit(updateOf(stranger), 'link')).toEqual({
    ok: false,
    refusal: { reason: 'unknown-log' },
  });
});

test("[V-92] a good run is not lost because another log's run is bad, and the refusal is told", async () => {
  const { alice, bob, replica } = await victims();
  await alice.say('good');
  const forged = bob.written.map((bytes) => bytes.slice());
  const next = await createEntry({
    conversation,
    log: bob.log,
    seq: 1,
    depth: 9,
    at: start,
    prev: noPrev(),
    type: 'message',
    payload: encodePayload('message', { text: 'forged' }),
    salt: new Uint8Array(16),
    signer: await newSigner(),
  });
  const update = writeUpdate([
    runOf(alice, 2),
    { log: bob.log, from: 0, entries: [...forged, next] },
  ]);
  expect(await replica.admit(update, 'link')).toMatchObject({
    ok: false,
    refusal: { reason: 'forged' },
  });
  expect(replica.held()).toEqual(
    new Map([
      [alice.log, 3],
      [bob.log, 1],
    ]),
  );
});

test('[LOG5] [W4] an author who signs two entries for one place is found out; the first one stays', async () => {
  const { alice, replica } = await victims();
  const twin = await createEntry({
    conversation,
    log: alice.log,
    seq: 1,
    depth: 2,
    at: start,
    prev: entryOf(alice.written[0]!).hash,
    type: 'message',
    payload: encodePayload('message', { text: 'another second entry' }),
    salt: new Uint8Array(16),
    signer: alice.signer,
  });
  const before = stateOf(replica);
  const update = writeUpdate([{ log: alice.log, from: 1, entries: [twin] }]);
  expect(await replica.admit(update, 'link')).toMatchObject({ refusal: { reason: 'conflict' } });
  expect(stateOf(replica)).toEqual(before);
});

test('[W4] only the archive and the own store may leave a payload out', async () => {
  const alice = await newAuthor({ log: 5, installation });
  await alice.say('secret');
  const erased = writeUpdate([
    { log: alice.log, from: 0, entries: [eraseEntry(alice.written[0]!)] },
  ]);
  const replica = await newReplica(alice);
  expect(await replica.admit(erased, 'link')).toMatchObject({ refusal: { reason: 'forged' } });
  expect(await replica.admit(erased, 'archive')).toMatchObject({ value: { fresh: 1 } });
});

test('[LOG1] certificates: of this conversation, by this installation, one writer for a log', async () => {
  const alice = await newAuthor({ log: 5, installation });
  const replica = await newReplica(alice);
  const elsewhere = await newAuthor({ log: 6, installation, conversation: otherConversation });
  const selfMade = await newAuthor({ log: 7, installation: await newSigner('P-256') });
  const usurper = await newAuthor({ log: 5, installation });
  const tampered = alice.certificate.bytes.slice();
  tampered[25]! ^= 1;
  for (const bytes of [
    elsewhere.certificate.bytes,
    selfMade.certificate.bytes,
    usurper.certificate.bytes,
    tampered,
    new Uint8Array(3),
  ]) {
    expect((await replica.admitCertificate(bytes, false)).ok).toBe(false);
  }
  expect([...replica.certificates().keys()]).toEqual([5]);
});

test('our log id holds: while loading, when our own entries come in from elsewhere, and between writes', async () => {
  const alice = await newAuthor({ log: 5, installation });
  for (const text of ['one', 'two', 'three']) await alice.say(text);
  const source = await newReplica(alice);
  await source.admit(updateOf(alice, 0, 1), 'link');

  const replica = createReplica({
    conversation,
    verify,
    installationKey: () => installation.publicKey.bytes,
    now: () => start,
  });
  replica.attach(createLogDocument);
  replica.load([alice.certificate.bytes], [Y.encodeStateAsUpdate(source.doc)]);
  replica.pin(alice.log);
  expect(replica.doc.clientID).toBe(5);
  // Somebody gives us what we wrote in an earlier life: Yjs would take a new id here.
  await replica.admit(updateOf(alice, 0, 2), 'archive');
  expect(replica.doc.clientID).toBe(5);
  replica.doc.clientID = 77;
  replica.write(alice.written[2]!);
  expect(replica.doc.clientID).toBe(5);
  expect([...Y.encodeStateVector(replica.doc)]).toEqual([1, 5, 3]);
  expect(Y.encodeStateAsUpdate(replica.doc)).toEqual(updateOf(alice));
});

test('without its document a replica takes in and writes; the document has it all later, and what was new is stored', async () => {
  const alice = await newAuthor({ log: 5, installation });
  for (const text of ['one', 'two', 'three', 'four']) await alice.say(text);
  const stored: Uint8Array[] = [];
  const replica = createReplica({
    conversation,
    verify,
    installationKey: () => installation.publicKey.bytes,
    now: () => start,
    onFilled: ({ doc }) => doc.on('update', (update: Uint8Array) => stored.push(update)),
  });
  replica.load([alice.certificate.bytes], [updateOf(alice, 0, 1)]);
  replica.pin(alice.log);
  await replica.admit(updateOf(alice, 1, 2), 'link');
  replica.write(alice.written[2]!);
  replica.write(alice.written[3]!);
  expect(replica.held().get(alice.log)).toBe(4);
  expect(() => replica.doc).toThrow('no document');

  replica.attach(createLogDocument);
  await replica.attached();
  expect(replica.doc.clientID).toBe(5);
  expect(Y.encodeStateAsUpdate(replica.doc)).toEqual(updateOf(alice));
  const again = new Y.Doc();
  for (const update of [updateOf(alice, 0, 1), ...stored]) Y.applyUpdate(again, update);
  expect(Y.encodeStateAsUpdate(again)).toEqual(updateOf(alice));
  expect(stored).toHaveLength(3);
});

test('only the next entry of the pinned log can be written', async () => {
  const { alice, bob, replica } = await victims();
  await alice.say('next');
  await alice.say('after next');
  expect(() => replica.write(alice.written[2]!)).toThrow(/our own log/);
  replica.pin(bob.log);
  expect(() => replica.write(alice.written[2]!)).toThrow(/our own log/);
  replica.pin(alice.log);
  expect(() => replica.write(alice.written[3]!)).toThrow(/does not continue/);
  replica.write(alice.written[2]!);
  expect(replica.held().get(alice.log)).toBe(3);
});

test('what another tab put into the shared store is counted in', async () => {
  const { alice, replica } = await victims();
  await alice.say('through the store');
  Y.applyUpdate(replica.doc, updateOf(alice, 2), 'a store');
  await replica.settled();
  expect(replica.held().get(alice.log)).toBe(3);
});

test('[W8] what was said is held once: the document looks at the bytes of the entries', async () => {
  const { alice, replica } = await victims();
  const loaded = await newReplica();
  loaded.load([alice.certificate.bytes], [updateOf(alice)]);
  replica.pin(alice.log);
  await alice.say('written here');
  replica.write(alice.written[2]!);

  for (const each of [replica, loaded]) {
    const inDocument = each.doc.getArray<Uint8Array>(rootName(alice.log)).toArray();
    const held = each.entries(alice.log).map(({ bytes }) => bytes);
    expect(inDocument).toHaveLength(held.length);
    expect(inDocument.every((bytes, seq) => bytes === held[seq])).toBe(true);
  }
});

test('what somebody lacks is exactly what is missing to them', async () => {
  const { alice, bob, replica } = await victims();
  expect(replica.missing(new Map([[alice.log, 1]]))).toEqual([
    { log: bob.log, from: 0, entries: [...bob.written] },
    { log: alice.log, from: 1, entries: alice.written.slice(1) },
  ]);
  expect(replica.missing(replica.held())).toEqual([]);
});
