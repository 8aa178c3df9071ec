import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import type { LogId } from '../protocol/ids.ts';
import { limits } from './limits.ts';
import { readUpdate, rootName, splitAppends, writeUpdate, type Append } from './update.ts';

const first = 5 as LogId;
const second = 300_000 as LogId;
const third = 0x7fffffff as LogId;

const element = (log: LogId, clock: number, length = 164 + (clock % 7) * 40) =>
  new Uint8Array(length).fill((log + clock) % 256);
const elements = (log: LogId, from: number, until: number) =>
  Array.from({ length: until - from }, (_, i) => element(log, from + i));
const append = (log: LogId, from: number, until: number): Append => ({
  log,
  from,
  entries: elements(log, from, until),
});

/** An honest replica: each log is written by its own client id. */
function docOf(lengths: ReadonlyMap<LogId, number>): Y.Doc {
  const doc = new Y.Doc();
  for (const [log, length] of lengths) {
    const writer = new Y.Doc();
    writer.clientID = log;
    const array = writer.getArray(rootName(log));
    for (let clock = 0; clock < length; clock += 1) array.push([element(log, clock)]);
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(writer));
  }
  return doc;
}

function appendsOf(update: Uint8Array): readonly Append[] {
  const read = readUpdate(update);
  if (!read.ok) throw new Error(read.refusal);
  return read.value;
}

function refusalOf(update: Uint8Array): string {
  const read = readUpdate(update);
  return read.ok ? 'none' : read.refusal;
}

const logLengths = fc.uniqueArray(
  fc.tuple(
    fc.oneof(
      fc.integer({ min: 1, max: 0x7fffffff }),
      fc.constantFrom(1, 127, 128, 16_383, 16_384, 0x7fffffff),
    ),
    fc.integer({ min: 1, max: 9 }),
    fc.nat(9),
  ),
  { maxLength: 6, selector: ([log]) => log },
);

test('[UPD2] for any state and any difference we write what Yjs writes, byte for byte', () => {
  fc.assert(
    fc.property(logLengths, (logs) => {
      const doc = docOf(new Map(logs.map(([log, length]) => [log as LogId, length])));
      const held = new Map(logs.map(([log, length, n]) => [log, Math.min(n, length)]));
      const stateVector = Y.encodeStateVector(new Map([...held].filter(([, n]) => n > 0)));
      const byYjs = Y.encodeStateAsUpdate(doc, stateVector);
      const expected = logs
        .map(([log, length]) => append(log as LogId, held.get(log) ?? 0, length))
        .filter(({ entries }) => entries.length > 0);
      expect([...writeUpdate(expected)]).toEqual([...byYjs]);
      expect(appendsOf(byYjs)).toEqual(expected.toSorted((a, b) => b.log - a.log));
    }),
    { seed: 8, numRuns: 200 },
  );
});

test('[UPD1] Yjs emits nothing else: not while writing, not in a transaction, not on receipt', () => {
  const emitted: Uint8Array[] = [];
  const writer = new Y.Doc();
  writer.clientID = second;
  writer.on('update', (update: Uint8Array) => emitted.push(update));
  const array = writer.getArray(rootName(second));
  array.push([element(second, 0)]);
  writer.transact(() => {
    array.push([element(second, 1)]);
    array.push([element(second, 2), element(second, 3)]);
  });
  Y.applyUpdate(writer, writeUpdate([append(third, 0, 3), append(first, 0, 2)]));
  Y.applyUpdate(writer, writeUpdate([append(third, 2, 5)]));
  array.push([element(second, 4)]);

  expect(emitted.map(appendsOf)).toEqual([
    [append(second, 0, 1)],
    [append(second, 1, 4)],
    [append(third, 0, 3), append(first, 0, 2)],
    [append(third, 3, 5)],
    [append(second, 4, 5)],
  ]);
  for (const update of emitted) expect(writeUpdate(appendsOf(update))).toEqual(update);
  expect(appendsOf(Y.mergeUpdates(emitted))).toEqual([
    append(third, 0, 5),
    append(second, 0, 5),
    append(first, 0, 2),
  ]);
});

test('[UPD2] what we write gives a doc with exactly these entries, from any log position on', () => {
  const doc = docOf(new Map([[first, 4]]));
  Y.applyUpdate(doc, writeUpdate([append(first, 4, 7), append(third, 0, 1)]));
  expect(doc.getArray(rootName(first)).toArray()).toEqual(elements(first, 0, 7));
  expect(doc.getArray(rootName(third)).toArray()).toEqual(elements(third, 0, 1));
  expect(doc.store.pendingStructs).toBeNull();
});

test('[UPD1] an update of nothing is what Yjs writes when both hold the same', () => {
  expect([...writeUpdate([])]).toEqual([...Y.encodeStateAsUpdate(new Y.Doc())]);
  expect(appendsOf(writeUpdate([]))).toEqual([]);
  expect(writeUpdate([{ log: first, from: 3, entries: [] }])).toEqual(new Uint8Array([0, 0]));
});

test('[UPD1] every cut and every added byte is refused', () => {
  const update = writeUpdate([append(second, 0, 2), append(first, 3, 4)]);
  for (let length = 0; length < update.length; length += 1) {
    expect(refusalOf(update.subarray(0, length))).toBe('truncated');
  }
  expect(refusalOf(new Uint8Array([...update, 0]))).toBe('trailing-bytes');
});

test('[UPD1] each departure from an append is refused by name', () => {
  const update = writeUpdate([append(second, 0, 2)]);
  /** 1 log, 2 items, log (3 bytes), clock, then info, parent, name length, "log/300000", length (2), entry. */
  expect([...update.subarray(0, 8)]).toEqual([1, 2, 0xe0, 0xa7, 0x12, 0, 0x03, 1]);
  const changed = (at: number, value: number) => {
    const copy = update.slice();
    copy[at] = value;
    return refusalOf(copy);
  };
  expect(changed(1, 0)).toBe('empty-run');
  expect(changed(1, 1)).toBe('deletes');
  expect(changed(2, 0xe1)).toBe('wrong-root');
  expect(changed(5, 1)).toBe('not-binary');
  for (let info = 0; info < 256; info += 1) {
    expect(changed(6, info)).toBe(info === 3 ? 'none' : 'not-binary');
  }
  expect(changed(7, 0)).toBe('wrong-root');
  expect(changed(8, 9)).toBe('wrong-root');
  expect(changed(9, 0x4c)).toBe('wrong-root');
  expect(changed(update.length - 1, 1)).toBe('deletes');
  const laterItem = 19 + 2 + 164;
  expect(update[laterItem]).toBe(0x83);
  for (let info = 0; info < 256; info += 1) {
    expect(changed(laterItem, info)).toBe(info === 0x83 ? 'none' : 'not-binary');
  }
  expect(changed(laterItem + 1, 0xe1)).toBe('wrong-origin');
  expect(changed(laterItem + 4, 1)).toBe('wrong-origin');
});

test('[UPD1] logs out of order or named twice, and ids out of range, are refused', () => {
  const run = (log: number) => [1, log, 0];
  expect(refusalOf(new Uint8Array([1, ...run(0), 0]))).toBe('log-order');
  const one = [...writeUpdate([append(first, 0, 1)])].slice(1, -1);
  const other = [...writeUpdate([append(6 as LogId, 0, 1)])].slice(1, -1);
  expect(refusalOf(new Uint8Array([2, ...other, ...one, 0]))).toBe('none');
  expect(refusalOf(new Uint8Array([2, ...one, ...other, 0]))).toBe('log-order');
  expect(refusalOf(new Uint8Array([2, ...one, ...one, 0]))).toBe('log-order');
  expect(() => writeUpdate([append(first, 0, 1), append(first, 1, 2)])).toThrow('one run');
  expect(refusalOf(new Uint8Array([1, 1, 0x80, 0x80, 0x80, 0x80, 0x08, 0, 0]))).toBe('log-order');
});

test('[UPD3] a number has one spelling and 32 bits', () => {
  const update = [...writeUpdate([append(first, 0, 1)])];
  expect(refusalOf(new Uint8Array([0x81, 0x00, ...update.slice(1)]))).toBe('bad-number');
  expect(refusalOf(new Uint8Array([0x81, 0x80, 0x80, 0x80, 0x80, 0x00]))).toBe('bad-number');
  expect(refusalOf(new Uint8Array([1, 0xff, 0xff, 0xff, 0xff, 0x1f]))).toBe('bad-number');
  expect(refusalOf(new Uint8Array([1, 1, 5, 0xff, 0xff, 0xff, 0xff, 0x0f, 0]))).toBe('clock-range');
});

test('[LIM1] an update holds at most 64 KiB, 256 entries and 256 logs, each entry 164 bytes to 16 KiB', () => {
  const entries = (count: number, length: number) =>
    Array.from({ length: count }, () => new Uint8Array(length));
  const of = (count: number, length: number) =>
    refusalOf(writeUpdate([{ log: first, from: 0, entries: entries(count, length) }]));
  expect(of(256, 200)).toBe('none');
  expect(of(257, 164)).toBe('too-many-entries');
  expect(of(1, 163)).toBe('entry-length');
  expect(of(1, 164)).toBe('none');
  expect(of(1, 16_384)).toBe('none');
  expect(of(1, 16_385)).toBe('entry-length');
  expect(of(4, 16_384)).toBe('too-large');
  expect(refusalOf(new Uint8Array([0x81, 0x02, 1, 1, 0]))).toBe('too-many-logs');
});

test('[UPD3] any bytes are read or refused, never thrown at', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      expect(typeof readUpdate(bytes).ok).toBe('boolean');
    }),
    { seed: 9, numRuns: 5000 },
  );
});

test('[UPD5] what is cut into groups fits, keeps its order and loses nothing', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(
        fc.record({
          log: fc.integer({ min: 1, max: 0x7fffffff }).map((log) => log as LogId),
          from: fc.nat(20_000),
          lengths: fc.array(fc.integer({ min: 164, max: limits.entryBytes }), { maxLength: 30 }),
          small: fc.nat(400),
        }),
        { maxLength: 5, selector: ({ log }) => log },
      ),
      (runs) => {
        const appends = runs.map(({ log, from, lengths, small }) => ({
          log,
          from,
          entries: [...lengths, ...Array<number>(small).fill(170)].map((n) => new Uint8Array(n)),
        }));
        const next = new Map(appends.map(({ log, from }) => [log, from]));
        for (const group of splitAppends(appends)) {
          expect(group.length).toBeGreaterThan(0);
          for (const { log, from, entries } of appendsOf(writeUpdate(group))) {
            expect(from).toBe(next.get(log));
            next.set(log, from + entries.length);
          }
        }
        for (const { log, from, entries } of appends) {
          expect(next.get(log)).toBe(from + entries.length);
        }
      },
    ),
    { seed: 10, numRuns: 100 },
  );
});

test('[UPD5] two runs of one log travel in two updates', () => {
  const runs = [append(first, 0, 2), append(second, 0, 1), append(first, 2, 3)];
  const sent = splitAppends(runs).map((group) => appendsOf(writeUpdate(group)));
  expect(sent).toEqual([[append(second, 0, 1), append(first, 0, 2)], [append(first, 2, 3)]]);
});

test('[UPD5] nothing to send is no group', () => {
  expect(splitAppends([])).toEqual([]);
  expect(splitAppends([{ log: first, from: 2, entries: [] }])).toEqual([]);
});
