import { expect, test } from 'vitest';
import { growth, inTurns, ratioOf, times } from './rounds.ts';

test('contenders take turns, and every second round goes the other way round', async () => {
  const order: string[] = [];
  const turn = (name: string) => (round: number) => {
    order.push(`${name}${round}`);
    return Promise.resolve(round);
  };
  const samples = await inTurns({ ours: turn('a'), theirs: turn('b') }, 3);
  expect(order).toEqual(['a0', 'b0', 'b1', 'a1', 'a2', 'b2']);
  expect(samples).toEqual({ ours: [0, 1, 2], theirs: [0, 1, 2] });
});

test('a ratio is the median of the ratios of each round, not the ratio of medians', () => {
  // The third round was slow for both: the machine was, not one of them.
  expect(ratioOf([2, 4, 60], [1, 2, 20])).toEqual({ median: 2, low: 2, high: 3 });
});

test('a round that one of them missed leaves no number', () => {
  expect(ratioOf([2], []).median).toBeNaN();
});

test('a ratio is shown with its spread, which one round does not have', () => {
  expect(times(ratioOf([2, 3, 4], [1, 1, 1]))).toBe('3.00 × (2.00–4.00)');
  expect(times(ratioOf([2], [1]))).toBe('2.00 ×');
});

test('growth is 1 throughout when cost is linear, and doubles with each doubling when it is squared', () => {
  expect(growth([1, 2, 4].map((size) => ({ size, cost: size * 7 })))).toEqual([1, 1, 1]);
  expect(growth([1, 2, 4].map((size) => ({ size, cost: size * size })))).toEqual([1, 2, 4]);
});
