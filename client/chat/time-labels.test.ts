import { expect, test } from 'vitest';
import { createTimeLabels, dayOf } from './time-labels.ts';

const labels = createTimeLabels('en-GB');
const at = (month: number, day: number, hour = 12, minute = 0, year = 2026) =>
  new Date(year, month - 1, day, hour, minute).getTime();

test('recent days have names, older ones dates, and other years their number', () => {
  const now = at(11, 21);
  expect(labels.day(at(11, 21, 0, 1), now)).toBe('Today');
  expect(labels.day(at(11, 20, 23, 59), now)).toBe('Yesterday');
  expect(labels.day(at(11, 17), now)).toBe('Tuesday');
  expect(labels.day(at(11, 14), now)).toBe('14 November');
  expect(labels.day(at(3, 2, 12, 0, 2024), now)).toBe('2 March 2024');
});

test('a message shows one time, and two where the clocks differ by over two minutes', () => {
  const written = at(11, 21, 14, 2);
  expect(labels.message({ at: written, receivedAt: undefined })).toBe('14:02');
  expect(labels.message({ at: written, receivedAt: written + 120_000 })).toBe('14:02');
  expect(labels.message({ at: written, receivedAt: at(11, 21, 15, 40) })).toBe(
    'written 14:02, received 15:40',
  );
  expect(labels.message({ at: written, receivedAt: at(11, 22, 8, 0) })).toBe(
    'written 21 November 2026, 14:02, received 22 November 2026, 08:00',
  );
});

test('midnight begins a day, and neighbouring days differ by one', () => {
  expect(dayOf(at(3, 29, 0, 0)) - dayOf(at(3, 28, 23, 59))).toBe(1);
  expect(dayOf(at(3, 30, 0, 0)) - dayOf(at(3, 29, 23, 59))).toBe(1);
  expect(dayOf(at(1, 1, 0, 0, 2027)) - dayOf(at(12, 31, 23, 59))).toBe(1);
});
