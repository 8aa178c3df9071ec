import { expect, test } from 'vitest';
import { urgencyOf, waitingLabel, waitingWords } from './waiting-time.ts';

const minute = 60_000;

test('a wait is written with two figures at most, and never changes its width within a minute', () => {
  const label = (ms: number) => waitingLabel(ms);
  expect([0, 999, 59_999].map(label)).toEqual(['0s', '0s', '59s']);
  expect([minute, 59 * minute + 59_999].map(label)).toEqual(['1m', '59m']);
  expect([60 * minute, 65 * minute, 23 * 60 * minute].map(label)).toEqual([
    '1h 00m',
    '1h 05m',
    '23h 00m',
  ]);
  expect(label(51 * 60 * minute)).toBe('2d 3h');
});

test('a clock that runs ahead counts as no wait', () => {
  expect(waitingLabel(-5000)).toBe('0s');
  expect(waitingWords(-5000)).toBe('0 seconds');
  expect(urgencyOf(-5000)).toBe('fresh');
});

test('a wait turns to a warning at two minutes and to danger at five', () => {
  expect(urgencyOf(2 * minute - 1)).toBe('fresh');
  expect(urgencyOf(2 * minute)).toBe('soon');
  expect(urgencyOf(5 * minute - 1)).toBe('soon');
  expect(urgencyOf(5 * minute)).toBe('overdue');
});

test('a screen reader hears whole words, with one in the singular', () => {
  expect(waitingWords(minute)).toBe('1 minute');
  expect(waitingWords(12 * minute)).toBe('12 minutes');
  expect(waitingWords(60 * minute)).toBe('1 hour');
  expect(waitingWords(49 * 60 * minute)).toBe('2 days');
});
