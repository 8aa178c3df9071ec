import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { LogId } from '../protocol/ids.ts';
import { readInteger, writeInteger } from './bytes.ts';
import { eraseEntry } from './entry.ts';
import { sha256 } from './hash.ts';
import {
  conversation,
  entryOf,
  newAuthor,
  newSigner,
  otherConversation,
  verify,
  type Author,
} from './log.fixture.ts';
import type { Signer } from './signatures.ts';
import { proveLog, readStored } from './stored.ts';
import { writeUpdate } from './update.ts';

let installation: Signer;
let alice: Author;
let bob: Author;
beforeAll(async () => {
  installation = await newSigner('P-256');
  alice = await newAuthor({ log: 5, installation });
  bob = await newAuthor({ log: 9, role: 'agent', installation });
  for (let i = 0; i < 300; i += 1) await alice.say(`message ${i}`);
  for (let i = 0; i < 5; i += 1) await bob.say(`answer ${i}`);
});

const runOf = ({ log, written }: Author, from: number, until: number) => ({
  log,
  from,
  entries: written.slice(from, until),
});
const read = (...updates: unknown[]) =>
  [...readStored(updates, conversation)].map(([log, entries]) => [log, entries.length]);

test('[STO1] a whole conversation is one update, however long', () => {
  const whole = writeUpdate([runOf(alice, 0, 300), runOf(bob, 0, 5)]);
  const stored = readStored([whole], conversation);
  expect(stored.get(alice.log)?.map(({ bytes }) => bytes)).toEqual(alice.written);
  expect(stored.get(bob.log)?.map(({ bytes }) => bytes)).toEqual(bob.written);
});

test('[STO1] pieces in any order and overlap give what is there from the first entry on without a gap', () => {
  const pieces = fc.array(fc.tuple(fc.nat(29), fc.integer({ min: 1, max: 12 })), { maxLength: 12 });
  fc.assert(
    fc.property(pieces, (runs) => {
      const updates = runs.map(([from, count]) => writeUpdate([runOf(alice, from, from + count)]));
      const there = new Set(
        runs.flatMap(([from, count]) => [...Array(count).keys()].map((i) => from + i)),
      );
      let whole = 0;
      while (there.has(whole)) whole += 1;
      const found = readStored(updates, conversation).get(alice.log) ?? [];
      expect(found.map(({ bytes }) => bytes)).toEqual(alice.written.slice(0, whole));
    }),
    { seed: 3, numRuns: 300 },
  );
});

test('[STO1] what is no update is passed over, and takes nothing else along', () => {
  const good = writeUpdate([runOf(alice, 0, 3)]);
  const cut = writeUpdate([runOf(bob, 0, 3)]).subarray(0, -1);
  expect(read('text', null, undefined, {}, new Uint8Array(), cut, good)).toEqual([[5, 3]]);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (nonsense) => {
      expect(new Map(read(nonsense, good) as [number, number][]).get(5)).toBe(3);
    }),
    { seed: 4, numRuns: 500 },
  );
});

test('[STO2] a log is read up to the first entry that has not the form of its next one', async () => {
  const stranger = await newAuthor({ log: 5, installation, conversation: otherConversation });
  for (let i = 0; i < 3; i += 1) await stranger.say('from elsewhere');
  const [zero, one, two] = alice.written as [Uint8Array, Uint8Array, Uint8Array];
  const shallow = Uint8Array.from(two);
  writeInteger(shallow, 26, 4, readInteger(one, 26, 4));
  const wrong = [shallow, stranger.written[2]!, bob.written[2]!, alice.written[3]!, zero];
  for (const third of [...wrong, new Uint8Array(200)]) {
    const update = writeUpdate([{ log: alice.log, from: 0, entries: [zero, one, third] }]);
    expect(read(update)).toEqual([[5, 2]]);
  }
  const erased = writeUpdate([{ log: alice.log, from: 0, entries: [zero, eraseEntry(one), two] }]);
  expect(read(erased)).toEqual([[5, 3]]);
});

const atOnce = () => Promise.resolve();
const proves = (log: readonly Uint8Array[], author = alice) =>
  proveLog(log.map(entryOf), author.certificate, verify, atOnce);

test('[STO3] one signature proves a log from its first entry on', async () => {
  let verified = 0;
  const counted: typeof verify = (...given) => {
    verified += 1;
    return verify(...given);
  };
  const entries = alice.written.map(entryOf);
  expect(await proveLog(entries, alice.certificate, counted, atOnce)).toBe(true);
  expect(verified).toBe(1);
  expect(
    await proves(alice.written.map((bytes, i) => (i % 2 === 0 ? bytes : eraseEntry(bytes)))),
  ).toBe(true);
  expect(await proves([])).toBe(true);
});

/** Other words at one place, and a chain that hangs together from there on: all but the signatures. */
function forge(written: readonly Uint8Array[], at: number): Uint8Array[] {
  const forged = written.map((bytes) => Uint8Array.from(bytes));
  forged.slice(at).forEach((bytes, i) => {
    if (i === 0) bytes[bytes.length - 3]! ^= 1;
    bytes.set(sha256(bytes.subarray(164)), 68);
    const before = forged[at + i - 1];
    if (before !== undefined) bytes.set(sha256(before.subarray(0, 100)), 36);
  });
  return forged;
}

test('[STO3] [W4] whatever is changed in a stored log, it is not proven', async () => {
  const log = bob.written;
  expect(await proves(log, bob)).toBe(true);
  for (let at = 0; at < log.length; at += 1) {
    expect(await proves(forge(log, at), bob)).toBe(false);
    const otherWords = log.map((bytes) => Uint8Array.from(bytes));
    otherWords[at]![190]! ^= 1;
    expect(await proves(otherWords, bob)).toBe(false);
    for (let byte = 30; byte < 100; byte += 1) {
      const otherHeader = log.map((bytes) => Uint8Array.from(bytes));
      otherHeader[at]![byte]! ^= 1;
      expect(await proves(otherHeader, bob)).toBe(false);
    }
  }
  expect(await proves(log, alice)).toBe(false);
});

test('[STO3] [GRD4] nobody but the server wrote system entries', async () => {
  const eve = await newAuthor({ log: 6 as LogId, installation });
  await eve.write('system', { event: 'closed' });
  expect(await proves(eve.written, eve)).toBe(false);
});

test('[STO3] the work is done in small parts', async () => {
  let pauses = 0;
  const pause = () => {
    pauses += 1;
    return Promise.resolve();
  };
  await proveLog(alice.written.map(entryOf), alice.certificate, verify, pause);
  expect(pauses).toBe(3);
});
