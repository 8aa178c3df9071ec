import { expect, test } from 'vitest';
import { grown, readKept, updated } from './exact.ts';
import { exact, row } from './statistics.ts';

const frames = (value: number) => exact('frames a message', value, `${value} frames`);

test('an exact figure that grew by 3 % fails, one that grew by 2 % or shrank does not', () => {
  const before = { 'frames a message': 100 };
  expect(grown([frames(103)], before)).toEqual([
    '"frames a message" grew from 100 to 103 (3.0 % more); if that is wanted, --update keeps it.',
  ]);
  expect(grown([frames(102)], before)).toEqual([]);
  expect(grown([frames(50)], before)).toEqual([]);
});

test('nothing that becomes something has grown', () => {
  expect(grown([frames(1)], { 'frames a message': 0 })).toHaveLength(1);
  expect(grown([frames(0)], { 'frames a message': 0 })).toEqual([]);
});

test('an exact figure that nobody keeps fails until it is kept', () => {
  expect(grown([frames(1)], {})).toHaveLength(1);
  expect(grown([frames(1)], updated([frames(1)], {}))).toEqual([]);
});

test('a time is never compared with what is kept', () => {
  expect(grown([row('time', '9 ms', '', true)], { time: 1 })).toEqual([]);
});

test('--update keeps what was not measured this time, in order of names', () => {
  expect(JSON.stringify(updated([exact('b', 2, '2 B')], { c: 3, a: 1 }))).toBe(
    '{"a":1,"b":2,"c":3}',
  );
});

test('what is kept can be read', () => {
  expect(Object.values(readKept()).every(Number.isFinite)).toBe(true);
});
