import { expect, test } from 'vitest';
import { beyondPx, drawnPart, drawnWhole } from './drawn-part.ts';

const tall = () => 50;

test('a short list is drawn whole', () => {
  expect(drawnPart(drawnWhole, tall, { top: 0, bottom: 500 })).toEqual({
    from: 0,
    to: drawnWhole,
    above: 0,
    below: 0,
  });
});

test('of a long one what is in view is drawn, and somewhat more', () => {
  const { from, to, above, below } = drawnPart(2000, tall, { top: 50_000, bottom: 50_800 });
  expect(from * 50).toBeLessThanOrEqual(50_000 - beyondPx);
  expect(to * 50).toBeGreaterThanOrEqual(50_800 + beyondPx);
  expect(to - from).toBeLessThan(60);
  expect(above).toBe(from * 50);
  expect(above + (to - from) * 50 + below).toBe(2000 * 50);
});

test('at both ends there is nothing beyond', () => {
  expect(drawnPart(2000, tall, { top: 0, bottom: 800 })).toMatchObject({ from: 0, above: 0 });
  const end = drawnPart(2000, tall, { top: 99_200, bottom: 100_000 });
  expect(end).toMatchObject({ to: 2000, below: 0 });
  // A list that shrank under somebody who was far down shows its end.
  expect(drawnPart(200, tall, { top: 99_200, bottom: 100_000 }).to).toBe(200);
});

test('rows of different heights keep their places', () => {
  const heights = (index: number) => (index % 3 === 0 ? 90 : 40);
  const { from, above } = drawnPart(1000, heights, { top: 30_000, bottom: 30_500 });
  let top = 0;
  for (let index = 0; index < from; index += 1) top += heights(index);
  expect(above).toBe(top);
});

test('one pixel more draws nothing anew', () => {
  const ranges = new Set<number>();
  for (let y = 20_000; y < 20_050; y += 1) {
    ranges.add(drawnPart(2000, tall, { top: y, bottom: y + 800 }).from);
  }
  expect(ranges.size).toBeLessThanOrEqual(2);
});
