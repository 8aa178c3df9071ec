import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  atEndOf,
  enoughAtEnd,
  heightBetween,
  lastRows,
  rowsAround,
  rowsFor,
  usualHeight,
  type DrawnRows,
} from './drawn-rows.ts';

const usual = () => usualHeight;

test('a short thread is drawn whole', () => {
  expect(lastRows(7)).toEqual({ from: 0, to: 7 });
  expect(rowsFor({ below: 0, height: 600 }, lastRows(7), 7, usual)).toEqual({ from: 0, to: 7 });
});

test('of a long thread the last screens are drawn', () => {
  const { from, to } = lastRows(10_000);
  expect(to).toBe(10_000);
  expect(to - from).toBeLessThan(60);
});

test('at the end every new row is drawn, and now and then the first ones go', () => {
  const enough = enoughAtEnd(800, 100, usual);
  expect(enough * usualHeight).toBeGreaterThanOrEqual(800 + 300);
  let drawn = lastRows(100, enough);
  for (let count = 101; count < 1_000; count += 1) {
    drawn = atEndOf(drawn, count, enough);
    expect(drawn.to).toBe(count);
    expect(drawn.to - drawn.from).toBeGreaterThanOrEqual(enough);
    expect(drawn.to - drawn.from).toBeLessThanOrEqual(enough + 16);
    // Nothing is missing for whoever begins to scroll.
    expect(rowsFor({ below: 0, height: 800 }, drawn, count, usual)).toBe(drawn);
  }
});

test('rows that vanish at the end leave the last ones drawn', () => {
  expect(atEndOf({ from: 100, to: 140 }, 50)).toEqual({ from: 26, to: 50 });
});

test('while enough is drawn beyond the view, nothing is drawn anew', () => {
  const drawn = rowsFor({ below: 4_000, height: 800 }, lastRows(1_000), 1_000, usual);
  expect(rowsFor({ below: 4_200, height: 800 }, drawn, 1_000, usual)).toBe(drawn);
  expect(rowsFor({ below: 4_900, height: 800 }, drawn, 1_000, usual)).not.toBe(drawn);
});

test('whatever is in view is drawn, with something to spare on both sides, and little more', () => {
  const heights = fc.array(fc.integer({ min: 20, max: 400 }), { minLength: 1, maxLength: 400 });
  fc.assert(
    fc.property(heights, fc.nat(100), fc.nat(400), fc.nat(400), (high, share, from, length) => {
      const count = high.length;
      const heightOf = (index: number) => high[index] ?? 0;
      const all = heightBetween(0, count, heightOf);
      const view = { below: Math.floor((Math.max(0, all - 700) * share) / 100), height: 700 };
      const start = Math.min(from, count);
      const before: DrawnRows = { from: start, to: Math.min(count, start + length) };
      const drawn = rowsFor(view, before, count, heightOf);
      const low = heightBetween(drawn.to, count, heightOf);
      const top = low + heightBetween(drawn.from, drawn.to, heightOf);
      expect(low).toBeLessThanOrEqual(Math.max(0, view.below - 200 + 400));
      expect(low).toBeLessThanOrEqual(view.below);
      expect(top).toBeGreaterThanOrEqual(Math.min(all, view.below + view.height));
      if (drawn !== before) expect(top - low).toBeLessThanOrEqual(700 + 2 * 600 + 2 * 400);
    }),
  );
});

test('a row that somebody wants to see is drawn with its neighbours, also the first and the last', () => {
  expect(rowsAround(0, 10_000)).toEqual({ from: 0, to: 12 });
  expect(rowsAround(5_000, 10_000)).toEqual({ from: 4_988, to: 5_012 });
  expect(rowsAround(9_999, 10_000)).toEqual({ from: 9_987, to: 10_000 });
});
