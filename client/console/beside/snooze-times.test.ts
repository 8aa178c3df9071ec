import { expect, test } from 'vitest';
import { chosenMoment, momentField, snoozeChoices } from './snooze-times.ts';

const local = (text: string) => new Date(text).getTime();
const said = (now: number) =>
  snoozeChoices(now).map(({ words, at }) => `${words} ${momentField(at)}`);

test('later today is in three hours, tomorrow and next week begin at nine', () => {
  // A Wednesday.
  expect(said(local('2026-11-18T10:20'))).toEqual([
    'Later today 2026-11-18T13:00',
    'Tomorrow 2026-11-19T09:00',
    'Next week 2026-11-23T09:00',
  ]);
});

test('late in the evening there is no later today, and Monday’s next week is the next one', () => {
  expect(said(local('2026-11-23T22:30'))).toEqual([
    'Tomorrow 2026-11-24T09:00',
    'Next week 2026-11-30T09:00',
  ]);
  expect(said(local('2026-11-22T22:30'))[1]).toBe('Next week 2026-11-23T09:00');
});

test('[W9] a moment that is over, too far or none is not taken', () => {
  const now = local('2026-11-18T10:20');
  expect(chosenMoment('2026-11-18T10:20', now)).toBeUndefined();
  expect(chosenMoment('2031-01-01T00:00', now)).toBeUndefined();
  expect(chosenMoment('soon', now)).toBeUndefined();
  expect(chosenMoment('2026-11-18T10:21', now)).toBe(local('2026-11-18T10:21'));
});
