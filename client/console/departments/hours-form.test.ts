import { expect, test } from 'vitest';
import * as v from 'valibot';
import { openingHours, type Span } from '../../../conversation/protocol/opening-hours.ts';
import { checkHours, hoursOf, isSameHours, spanOf, valuesOfHours } from './hours-form.ts';

const begin = { ...valuesOfHours({ kind: 'always' }, 'Europe/Berlin'), kind: 'week' as const };
const onMonday = (...monday: Span[]) => ({ ...begin, week: { ...begin.week, monday } });

test('what the form makes is what the server takes', () => {
  expect(v.is(openingHours, hoursOf(begin))).toBe(true);
  expect(hoursOf({ ...begin, kind: 'always' })).toEqual({ kind: 'always' });
  expect(hoursOf({ ...begin, holidays: ['2026-12-25', '2026-12-24', '2026-12-25'] })).toMatchObject(
    {
      holidays: ['2026-12-24', '2026-12-25'],
    },
  );
});

test('hours of a day may be written in any order', () => {
  const values = onMonday({ from: '13:00', to: '17:00' }, { from: '09:00', to: '12:00' });
  expect(checkHours(values)).toEqual({});
  expect(v.is(openingHours, hoursOf(values))).toBe(true);
  const ordered = onMonday({ from: '09:00', to: '12:00' }, { from: '13:00', to: '17:00' });
  expect(isSameHours(hoursOf(values), hoursOf(ordered))).toBe(true);
  expect(isSameHours(hoursOf(values), hoursOf(begin))).toBe(false);
});

test('each day that is wrong has its sentence', () => {
  expect(checkHours(onMonday({ from: '', to: '12:00' }))).toEqual({ monday: 'Write both times.' });
  expect(checkHours(onMonday({ from: '12:00', to: '09:00' }))).toEqual({
    monday: 'Hours must end after they begin.',
  });
  expect(
    checkHours(onMonday({ from: '09:00', to: '12:00' }, { from: '11:00', to: '13:00' })),
  ).toEqual({ monday: 'These hours overlap.' });
  expect(checkHours({ ...begin, timeZone: 'Berlin' })).toHaveProperty('timeZone');
  expect(checkHours({ ...begin, timeZone: 'Berlin', kind: 'always' })).toEqual({});
});

test('midnight at an end is the end of the day', () => {
  expect(spanOf('18:00', '00:00')).toEqual({ from: '18:00', to: '24:00' });
});
