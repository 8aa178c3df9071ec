import { expect, test } from 'vitest';
import { trendOf } from './trend.ts';

test('what grows is told from what goes up and down', () => {
  expect(trendOf([1, 2, 3, 4])).toEqual({ mean: 2.5, growth: 3, most: 4 });
  expect(trendOf([5, 5, 5, 5]).growth).toBe(0);
  const saw = Array.from({ length: 1000 }, (_, i) => 100 + (i % 10));
  expect(Math.abs(trendOf(saw).growth)).toBeLessThan(0.5);
});
