import { describe, expect, test } from 'vitest';
import * as v from 'valibot';
import {
  openingHours,
  weekdays,
  type WeeklyHours,
} from '../../conversation/protocol/opening-hours.ts';
import { isOpenAt, nextOpeningAt } from './opening-hours.ts';

const at = (text: string) => Date.parse(text);
const closedWeek = {
  monday: [],
  tuesday: [],
  wednesday: [],
  thursday: [],
  friday: [],
  saturday: [],
  sunday: [],
};
const hours = (
  timeZone: string,
  week: Partial<WeeklyHours['week']>,
  holidays: string[] = [],
): WeeklyHours => ({ kind: 'week', timeZone, week: { ...closedWeek, ...week }, holidays });
const span = (from: string, to: string) => [{ from, to }];
const office = [...span('09:00', '12:00'), ...span('13:00', '17:00')];

test('always is open, now and at any time', () => {
  expect(isOpenAt({ kind: 'always' }, 0)).toBe(true);
  expect(nextOpeningAt({ kind: 'always' }, 5)).toBe(5);
});

test('it is open from the first minute of a span, and not in the minute in which it ends', () => {
  const berlin = hours('Europe/Berlin', { monday: office });
  const open = (text: string) => isOpenAt(berlin, at(text));
  expect(open('2026-11-23T07:59:59Z')).toBe(false);
  expect(open('2026-11-23T08:00:00Z')).toBe(true);
  expect(open('2026-11-23T10:59:59Z')).toBe(true);
  expect(open('2026-11-23T11:00:00Z')).toBe(false);
  expect(open('2026-11-23T12:00:00Z')).toBe(true);
  expect(open('2026-11-24T08:00:00Z')).toBe(false);
});

test('it opens after lunch, on the next day that has hours, and never without any', () => {
  const berlin = hours('Europe/Berlin', { monday: office, friday: span('00:00', '24:00') });
  expect(nextOpeningAt(berlin, at('2026-11-23T11:20:00Z'))).toBe(at('2026-11-23T12:00:00Z'));
  expect(nextOpeningAt(berlin, at('2026-11-23T16:00:00Z'))).toBe(at('2026-11-26T23:00:00Z'));
  expect(nextOpeningAt(hours('Europe/Berlin', {}), at('2026-11-23T16:00:00Z'))).toBeUndefined();
});

test('a holiday is closed all day, by the calendar of the department', () => {
  const newYork = hours(
    'America/New_York',
    { thursday: span('00:00', '24:00'), friday: span('08:00', '12:00') },
    ['2026-12-24'],
  );
  expect(isOpenAt(newYork, at('2026-12-24T05:00:00Z'))).toBe(false);
  expect(isOpenAt(newYork, at('2026-12-25T04:59:00Z'))).toBe(false);
  expect(nextOpeningAt(newYork, at('2026-12-24T05:00:00Z'))).toBe(at('2026-12-25T13:00:00Z'));
});

describe('when clocks change', () => {
  test('Berlin opens at nine by the clock, in winter and in summer', () => {
    const berlin = hours('Europe/Berlin', { saturday: office, monday: office });
    expect(nextOpeningAt(berlin, at('2026-03-28T01:00:00Z'))).toBe(at('2026-03-28T08:00:00Z'));
    expect(nextOpeningAt(berlin, at('2026-03-29T01:00:00Z'))).toBe(at('2026-03-30T07:00:00Z'));
  });

  test('New York opens at nine by the clock, in summer and in winter', () => {
    const newYork = hours('America/New_York', { saturday: office, monday: office });
    expect(nextOpeningAt(newYork, at('2026-10-31T05:00:00Z'))).toBe(at('2026-10-31T13:00:00Z'));
    expect(nextOpeningAt(newYork, at('2026-11-01T05:00:00Z'))).toBe(at('2026-11-02T14:00:00Z'));
  });

  test('an opening that the clock jumps over is when it jumps', () => {
    // On 29 March 2026 Berlin goes from 02:00 to 03:00, at 01:00 UTC.
    const berlin = hours('Europe/Berlin', { sunday: span('02:30', '04:00') });
    expect(nextOpeningAt(berlin, at('2026-03-29T00:00:00Z'))).toBe(at('2026-03-29T01:00:00Z'));
    const within = hours('Europe/Berlin', { sunday: span('02:10', '02:50') });
    expect(nextOpeningAt(within, at('2026-03-29T00:00:00Z'))).toBe(at('2026-04-05T00:10:00Z'));
  });

  test('an hour that comes twice is open twice', () => {
    // On 1 November 2026 New York goes from 02:00 back to 01:00, at 06:00 UTC.
    const newYork = hours('America/New_York', { sunday: span('01:30', '02:00') });
    const open = (text: string) => isOpenAt(newYork, at(text));
    expect(nextOpeningAt(newYork, at('2026-11-01T05:00:00Z'))).toBe(at('2026-11-01T05:30:00Z'));
    expect([open('2026-11-01T05:45:00Z'), open('2026-11-01T06:15:00Z')]).toEqual([true, false]);
    expect(nextOpeningAt(newYork, at('2026-11-01T06:00:00Z'))).toBe(at('2026-11-01T06:30:00Z'));
  });

  const around: readonly (readonly [string, string])[] = [
    ['Europe/Berlin', '2026-03-28T12:00:00Z'],
    ['Europe/Berlin', '2026-10-24T12:00:00Z'],
    ['America/New_York', '2026-03-07T12:00:00Z'],
    ['America/New_York', '2026-10-31T12:00:00Z'],
    ['Australia/Lord_Howe', '2026-04-04T06:00:00Z'],
    ['America/Santiago', '2026-09-05T12:00:00Z'],
  ];
  test.each(around)(
    '%s, from %s on: the next opening is what minute after minute finds',
    (zone, from) => {
      const days = Object.fromEntries(
        weekdays.map((day, i) => [
          day,
          [...span('00:00', `00:${10 + i}`), ...span('01:15', '01:40'), ...span('02:20', '03:10')],
        ]),
      );
      const varied = hours(zone, days);
      const step = 5 * 60_000;
      const end = at(from) + 36 * 3_600_000;
      let next: number | undefined;
      const wrong: string[] = [];
      for (let moment = end; moment >= at(from); moment -= step) {
        if (isOpenAt(varied, moment)) next = moment;
        if (moment % (4 * step) !== 0) continue;
        const said = nextOpeningAt(varied, moment);
        if (next !== undefined && said !== next) {
          wrong.push(`${new Date(moment).toISOString()}: ${String(said)}, not ${next}`);
        }
      }
      expect(next).toBeDefined();
      expect(wrong).toEqual([]);
    },
  );
});

test.each([
  ['a zone that there is not', { timeZone: 'Europe/Atlantis' }],
  ['an offset for a zone', { timeZone: '+01:00' }],
  ['a day that there is not', { holidays: ['2026-02-30'] }],
  [
    'a span that ends before it begins',
    { week: { ...closedWeek, monday: span('10:00', '09:00') } },
  ],
  [
    'spans that overlap',
    { week: { ...closedWeek, monday: [...span('09:00', '12:00'), ...span('11:00', '13:00')] } },
  ],
  ['a time that there is not', { week: { ...closedWeek, monday: span('09:00', '25:00') } }],
  ['a day without a name', { week: { ...closedWeek, someday: [] } }],
])('%s is refused', (_, wrong) => {
  const good = hours('Europe/Berlin', { monday: office });
  expect(v.is(openingHours, good)).toBe(true);
  expect(v.is(openingHours, { ...good, ...wrong })).toBe(false);
});
