import { expect, test } from 'vitest';
import { exact, hasNumber, percentile, row, shown, tableOf } from './statistics.ts';

test('a row without a number was not measured', () => {
  expect(hasNumber(shown('a', '3 ms'))).toBe(true);
  expect(hasNumber(shown('a', 'NaN ms = 1.2 × theirs'))).toBe(false);
  expect(hasNumber(shown('a', 'Infinity × theirs, 3 rounds'))).toBe(false);
  expect(hasNumber(shown('a', 'nothing'))).toBe(false);
  expect(hasNumber(exact('a', Number.NaN, '3 bytes'))).toBe(false);
});

test('a percentile is a value that was measured', () => {
  expect(percentile([4, 1, 3, 2], 0.5)).toBe(2);
  expect(percentile([4, 1, 3, 2], 0.99)).toBe(4);
  expect(percentile([], 0.5)).toBeNaN();
});

test('the short form judges no times, but what is exact', () => {
  const rows = [
    row('time', '9 ms', 'at most 5 ms', false),
    exact('size', 9, '9 B', { bar: 'at most 5 B', met: false }),
  ];
  expect(tableOf(rows, true)).toMatch(/MISSED {2}time[^]*MISSED {2}size/);
  expect(tableOf(rows, false)).not.toMatch(/MISSED {2}time/);
  expect(tableOf(rows, false)).toMatch(/MISSED {2}size/);
});
