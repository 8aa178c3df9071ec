import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import type { LogId } from '../protocol/ids.ts';
import { emptyStateVector, stateVectorAttacks } from './attacks.fixture.ts';
import { readStateVector, writeStateVector } from './state-vector.ts';

const positions = fc
  .uniqueArray(
    fc.tuple(fc.integer({ min: 1, max: 0x7fffffff }), fc.integer({ min: 1, max: 0xffffffff })),
    { maxLength: 256, selector: ([log]) => log },
  )
  .map((pairs) => new Map(pairs.map(([log, next]) => [log as LogId, next])));

function refusalOf(bytes: Uint8Array): string {
  const read = readStateVector(bytes);
  return read.ok ? 'none' : read.refusal;
}

test('[UPD4] we write state vectors as Yjs does, and read them back', () => {
  fc.assert(
    fc.property(positions, (held) => {
      const bytes = writeStateVector(held);
      expect([...bytes]).toEqual([...Y.encodeStateVector(held)]);
      const read = readStateVector(bytes);
      expect(read.ok && read.value).toEqual(held);
    }),
    { seed: 11, numRuns: 200 },
  );
});

test('[V-82] [UPD4] cuts, added bytes, disorder, zeros and long spellings are refused by name', () => {
  const bytes = writeStateVector(
    new Map([
      [700 as LogId, 5],
      [6 as LogId, 300],
    ]),
  );
  for (let length = 0; length < bytes.length; length += 1) {
    expect(refusalOf(bytes.subarray(0, length))).toBe('truncated');
  }
  expect(refusalOf(new Uint8Array([...bytes, 0]))).toBe('trailing-bytes');
  expect(refusalOf(new Uint8Array([2, 6, 1, 7, 1]))).toBe('log-order');
  expect(refusalOf(new Uint8Array([2, 6, 1, 6, 1]))).toBe('log-order');
  expect(refusalOf(new Uint8Array([1, 0, 1]))).toBe('log-order');
  expect(refusalOf(new Uint8Array([1, 6, 0]))).toBe('empty-log');
  expect(refusalOf(new Uint8Array([1, 6, 0x81, 0]))).toBe('bad-number');
  expect(writeStateVector(new Map([[6 as LogId, 0]]))).toEqual(new Uint8Array([0]));
});

for (const { id, title, stateVector } of stateVectorAttacks) {
  test(`[V-82] [UPD4] ${id}: ${title} is refused`, () => {
    expect(readStateVector(stateVector()).ok).toBe(false);
  });
}

test('[UPD4] A20: an empty state vector is honest; its rate is the channel’s to refuse', () => {
  expect(readStateVector(emptyStateVector())).toEqual({ ok: true, value: new Map() });
});

test('[UPD4] any bytes are read or refused, never thrown at', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      const read = readStateVector(bytes);
      if (read.ok) expect([...writeStateVector(read.value)]).toEqual([...bytes]);
    }),
    { seed: 12, numRuns: 5000 },
  );
});
