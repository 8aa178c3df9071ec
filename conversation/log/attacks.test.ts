/** The whole guard as a peer or the archive puts it together, against the corpus and against mutations. */
import { beforeAll, beforeEach, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { LogId } from '../protocol/ids.ts';
import { attacks, mutate } from './attacks.fixture.ts';
import type { Certificate } from './certificate.ts';
import type { Entry } from './entry.ts';
import { authenticate, extend, type LogHead } from './guard.ts';
import {
  conversation,
  entryOf,
  newAuthor,
  newSigner,
  start,
  verify,
  type Author,
} from './log.fixture.ts';
import { readUpdate, rootName, writeUpdate, type Append } from './update.ts';

/** What mulberry32 makes of a seed: small, and good enough to choose bytes. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

let victim: Author;
let other: Author;
let certificates: Map<LogId, Certificate>;
beforeAll(async () => {
  const installation = await newSigner('P-256');
  victim = await newAuthor({ log: 300_000, installation });
  other = await newAuthor({ log: 70, installation, role: 'agent' });
  for (const text of ['one', 'two', 'three', 'four']) await victim.say(text);
  for (const text of ['eins', 'zwei', 'drei']) await other.say(text);
  certificates = new Map([victim, other].map(({ log, certificate }) => [log, certificate]));
});

/** A replica that holds the first two entries of the victim and the first of the other. */
let doc: Y.Doc;
let entries: Map<LogId, Entry[]>;
beforeEach(() => {
  doc = new Y.Doc();
  entries = new Map();
  for (const [{ log, written }, count] of [
    [victim, 2],
    [other, 1],
  ] as const) {
    const held = written.slice(0, count);
    entries.set(log, held.map(entryOf));
    Y.applyUpdate(doc, writeUpdate([{ log, from: 0, entries: held }]));
  }
});

function headOf(log: LogId): LogHead | undefined {
  const last = entries.get(log)?.at(-1);
  return last && { next: last.seq + 1, hash: last.hash, depth: last.depth };
}

/** Everything that must be true of an update before Yjs sees it. */
async function admit(update: Uint8Array): Promise<readonly Append[] | string> {
  const read = readUpdate(update);
  if (!read.ok) return read.refusal;
  const fresh: Append[] = [];
  for (const append of read.value) {
    const certificate = certificates.get(append.log);
    if (certificate === undefined) return 'unknown-log';
    const trust = { conversation, certificate, verify, now: start, erasedAllowed: false };
    const authentic = await authenticate(append, trust);
    if (!authentic.ok) return authentic.refusal.code;
    const known = (seq: number) => entries.get(append.log)?.[seq]?.hash;
    const extended = extend(headOf(append.log), authentic.value, known);
    if (!extended.ok) return extended.refusal;
    const [first] = extended.value.fresh;
    if (first === undefined) continue;
    const bytes = extended.value.fresh.map((entry) => entry.bytes);
    fresh.push({ log: append.log, from: first.seq, entries: bytes });
  }
  return fresh;
}

const contentOf = (log: LogId) => doc.getArray<Uint8Array>(rootName(log)).toArray();

test('[UPD1] an honest update is admitted, and Yjs then holds exactly its entries', async () => {
  const update = writeUpdate([
    { log: victim.log, from: 1, entries: victim.written.slice(1) },
    { log: other.log, from: 1, entries: other.written.slice(1) },
  ]);
  const fresh = await admit(update);
  if (typeof fresh === 'string') throw new Error(fresh);
  Y.applyUpdate(doc, writeUpdate(fresh));
  expect(contentOf(victim.log)).toEqual(victim.written);
  expect(contentOf(other.log)).toEqual(other.written);
});

/** How each is refused where the victim's log has two entries, with all that a forger can get right. */
const refusals: Readonly<Record<string, string>> = {
  A1: 'forged',
  A1b: 'wrong-root',
  A2: 'forged',
  A3: 'not-binary',
  A3b: 'not-binary',
  A4: 'deletes',
  A5: 'not-binary',
  A6: 'log-order',
  A6b: 'not-binary',
  A7: 'trailing-bytes',
  A8: 'too-many-entries',
  A8b: 'too-many-logs',
  A9: 'too-many-logs',
  A10: 'not-binary',
  A10b: 'unknown-log',
  A11: 'too-large',
  A12: 'wrong-root',
  A12b: 'wrong-root',
  A13: 'truncated',
  A14: 'not-binary',
  A15: 'not-binary',
  A15b: 'not-binary',
  A16: 'not-binary',
  A17: 'not-binary',
  A17b: 'not-binary',
  A21: 'deletes',
  A22: 'wrong-payload',
};

test('every attack of the corpus has its refusal here', () => {
  expect(Object.keys(refusals)).toEqual(attacks.map(({ id }) => id));
});

for (const { id, title, update } of attacks) {
  test(`[V-80] [UPD1] [GRD5] ${id}: ${title} is refused`, async () => {
    const prev = entryOf(victim.written[1] ?? new Uint8Array()).hash;
    const { log } = victim;
    const bytes = update({ log, from: 2, rootName: rootName(log), conversation, prev });
    expect(await admit(bytes)).toBe(refusals[id]);
    for (const from of [0, 1, 2, 3]) {
      expect(typeof (await admit(update({ log, from, rootName: rootName(log) })))).toBe('string');
    }
  });
}

test('[GRD6] A2: the victim itself cannot say two things at one place', async () => {
  const installation = await newSigner('P-256');
  const twoFaced = await newAuthor({ log: 71, installation });
  certificates.set(twoFaced.log, twoFaced.certificate);
  await twoFaced.say('one thing');
  const first = entryOf(twoFaced.written[0] ?? new Uint8Array());
  entries.set(twoFaced.log, [first]);
  const again = await newAuthor({ log: 71, installation });
  certificates.set(again.log, again.certificate);
  await again.say('another thing');
  const update = writeUpdate([{ log: again.log, from: 0, entries: again.written }]);
  expect(await admit(update)).toBe('conflict');
});

const seeds = [1, 2, 3, 20_261_121];
for (const seed of seeds) {
  test(`[V-80] [UPD3] [GRD9] A22: of mutated honest updates (seed ${seed}) none harms a real doc`, async () => {
    const random = randomFrom(seed);
    const honest = [
      writeUpdate([
        { log: victim.log, from: 2, entries: victim.written.slice(2) },
        { log: other.log, from: 1, entries: other.written.slice(1) },
      ]),
      writeUpdate([{ log: victim.log, from: 0, entries: victim.written }]),
      writeUpdate([{ log: other.log, from: 0, entries: other.written.slice(0, 2) }]),
    ];
    const before = Y.encodeStateAsUpdate(doc);
    let admitted = 0;
    for (let i = 0; i < 5000; i += 1) {
      let update = honest[i % honest.length] ?? new Uint8Array();
      for (let n = 0; n <= random() * 3; n += 1) update = mutate(update, random);
      const fresh = await admit(update);
      if (typeof fresh === 'string') continue;
      admitted += 1;
      expectHarmless(before, fresh, writeUpdate(fresh));
      expectHarmless(before, fresh, update);
    }
    expect(Y.encodeStateAsUpdate(doc)).toEqual(before);
    // A mutation that undoes itself, and pieces of honest updates, are honest.
    expect(admitted).toBeLessThan(500);
  });
}

/** A real doc takes the update: every log grows by exactly its fresh entries, and nothing else is there. */
function expectHarmless(state: Uint8Array, fresh: readonly Append[], update: Uint8Array): void {
  const scratch = new Y.Doc();
  Y.applyUpdate(scratch, state);
  const lengths = new Map(
    [victim, other].map(({ log }) => [log, scratch.getArray(rootName(log)).length]),
  );
  Y.applyUpdate(scratch, update);
  expect(scratch.store.pendingStructs).toBeNull();
  expect(scratch.store.pendingDs).toBeNull();
  expect(scratch.share.size).toBe(2);
  for (const [log, length] of lengths) {
    const grown = fresh.find((append) => append.log === log)?.entries.length ?? 0;
    expect(scratch.getArray(rootName(log)).length).toBe(length + grown);
    const { written } = log === victim.log ? victim : other;
    expect(scratch.getArray(rootName(log)).toArray()).toEqual(written.slice(0, length + grown));
  }
}

test('[UPD3] of what the reader alone accepts, nothing surprises a real doc that holds the log so far', () => {
  const random = randomFrom(7);
  const honest = writeUpdate([{ log: victim.log, from: 2, entries: victim.written.slice(2) }]);
  const state = Y.encodeStateAsUpdate(doc);
  let accepted = 0;
  for (let i = 0; i < 6000; i += 1) {
    const update = mutate(honest, random);
    const read = readUpdate(update);
    if (!read.ok) continue;
    accepted += 1;
    if (read.value.some(({ log, from }) => log !== victim.log || from > 2)) continue;
    const scratch = new Y.Doc();
    Y.applyUpdate(scratch, state);
    Y.applyUpdate(scratch, update);
    const [append] = read.value;
    const until = append === undefined ? 2 : append.from + append.entries.length;
    expect(scratch.store.pendingStructs).toBeNull();
    expect(scratch.share.size).toBe(2);
    expect(scratch.getArray(rootName(victim.log)).length).toBe(Math.max(2, until));
    expect(writeUpdate(read.value)).toEqual(update);
  }
  expect(accepted).toBeGreaterThan(100);
});
