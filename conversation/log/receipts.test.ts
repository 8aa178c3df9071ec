import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LogId } from '../protocol/ids.ts';
import type { ReceiptRun } from '../protocol/session.ts';
import { createLogReceipts } from './receipts.ts';

const run = (from: number, count: number, seq: number): ReceiptRun => ({
  log: 9 as LogId,
  from,
  count,
  seq,
  receivedAt: 1000 + seq,
  verdict: 'accepted',
});

test('[TIM1] an entry without a receipt stands before the next one that has one', () => {
  const receipts = createLogReceipts();
  expect(receipts.placeOf(0)).toBeUndefined();
  receipts.add(run(3, 2, 40));
  expect([2, 3, 4, 5].map((seq) => receipts.placeOf(seq))).toEqual([40, 40, 41, undefined]);
  expect(receipts.of(2)).toBeUndefined();
  expect(receipts.of(4)).toEqual({ number: 41, receivedAt: 1040, verdict: 'accepted' });
});

test('runs that overlap or repeat add only what is new', () => {
  const receipts = createLogReceipts();
  expect(receipts.add(run(2, 2, 12))).toEqual([[2, 4]]);
  expect(receipts.add(run(2, 2, 12))).toEqual([]);
  expect(receipts.add(run(0, 6, 10))).toEqual([
    [0, 2],
    [4, 6],
  ]);
  expect([0, 1, 2, 3, 4, 5].map((seq) => receipts.of(seq)?.number)).toEqual([
    10, 11, 12, 13, 14, 15,
  ]);
  expect(receipts.endBefore(4)).toBe(4);
  expect(receipts.endBefore(0)).toBe(0);
});

test('a run of four thousand million entries costs no more than one', () => {
  const receipts = createLogReceipts();
  expect(receipts.add(run(0, 0xffffffff, 0))).toEqual([[0, 0xffffffff]]);
  expect(receipts.of(3_000_000_000)?.number).toBe(3_000_000_000);
});

test('any order of runs, however cut, gives the same receipts', () => {
  const cut = fc.array(fc.tuple(fc.nat(40), fc.integer({ min: 1, max: 9 })), { maxLength: 12 });
  fc.assert(
    fc.property(cut, cut, (some, others) => {
      const numberOf = (seq: number) => 100 + 3 * Math.floor(seq / 10) * 10 + seq;
      /** A run never crosses a ten, so that numbers may leap there. */
      const runs = [...some, ...others].map(([from, count]) =>
        run(from, Math.min(count, 10 - (from % 10)), numberOf(from)),
      );
      const forth = createLogReceipts();
      const back = createLogReceipts();
      for (const each of runs) forth.add(each);
      for (const each of runs.toReversed()) back.add(each);
      for (let seq = 0; seq < 60; seq += 1) {
        const isHeld = runs.some(({ from, count }) => seq >= from && seq < from + count);
        expect(forth.of(seq)?.number).toBe(isHeld ? numberOf(seq) : undefined);
        expect(back.of(seq)?.number).toBe(forth.of(seq)?.number);
        expect(back.placeOf(seq)).toBe(forth.placeOf(seq));
      }
    }),
    { seed: 13, numRuns: 300 },
  );
});
