/** Opening hours as a form has them, and what is wrong with them. */
import * as v from 'valibot';
import {
  minutesOf,
  timeZone,
  weekdays,
  type OpeningHours,
  type Span,
  type Weekday,
  type WeeklyHours,
} from '../../../conversation/protocol/opening-hours.ts';

export interface HoursValues {
  readonly kind: OpeningHours['kind'];
  readonly timeZone: string;
  readonly week: Readonly<Record<Weekday, readonly Span[]>>;
  readonly holidays: readonly string[];
}

export const weekdayNames: Readonly<Record<Weekday, string>> = {
  monday: 'Monday',
  tuesday: 'Tuesday',
  wednesday: 'Wednesday',
  thursday: 'Thursday',
  friday: 'Friday',
  saturday: 'Saturday',
  sunday: 'Sunday',
};

const office: Span = { from: '09:00', to: '17:00' };
const weekend: readonly Weekday[] = ['saturday', 'sunday'];

/** What a department begins with that was always open: usual hours, where the one who edits is. */
export function valuesOfHours(hours: OpeningHours, ownZone: string): HoursValues {
  if (hours.kind === 'week') return hours;
  const week = weekOf((day) => (weekend.includes(day) ? [] : [office]));
  return { kind: 'always', timeZone: ownZone, week, holidays: [] };
}

/** A browser's field for times knows no 24:00: midnight at an end is the end of that day. */
export function spanOf(from: string, to: string): Span {
  return { from, to: to === '00:00' ? '24:00' : to };
}

/** @returns a sentence for each day that is wrong, and for the time zone. */
export function checkHours(values: HoursValues): Partial<Record<Weekday | 'timeZone', string>> {
  if (values.kind === 'always') return {};
  const errors: Partial<Record<Weekday | 'timeZone', string>> = {};
  if (!v.is(timeZone, values.timeZone)) {
    errors.timeZone = 'Choose a time zone, such as Europe/Berlin.';
  }
  for (const day of weekdays) {
    const error = dayError(values.week[day]);
    if (error !== undefined) errors[day] = error;
  }
  return errors;
}

function dayError(spans: readonly Span[]): string | undefined {
  if (spans.some(({ from, to }) => from === '' || to === '')) return 'Write both times.';
  if (spans.some(({ from, to }) => minutesOf(from) >= minutesOf(to))) {
    return 'Hours must end after they begin.';
  }
  const sorted = inOrder(spans);
  const overlap = sorted.some(({ from }, i) => i > 0 && from < (sorted[i - 1]?.to ?? ''));
  if (overlap) return 'These hours overlap.';
  return spans.length > 6 ? 'A day has at most six.' : undefined;
}

/** As it is sent: nobody has to write a day's hours in order. */
export function hoursOf(values: HoursValues): OpeningHours {
  if (values.kind === 'always') return { kind: 'always' };
  const { timeZone, week, holidays } = values;
  return {
    kind: 'week',
    timeZone,
    week: weekOf((day) => [...inOrder(week[day])]),
    holidays: [...new Set(holidays)].toSorted(),
  };
}

export function isSameHours(a: OpeningHours, b: OpeningHours): boolean {
  return JSON.stringify(plain(a)) === JSON.stringify(plain(b));
}

function plain(hours: OpeningHours): unknown {
  if (hours.kind === 'always') return [];
  return [hours.timeZone, weekdays.map((day) => hours.week[day]), hours.holidays];
}

const inOrder = (spans: readonly Span[]) =>
  spans.toSorted((a, b) => minutesOf(a.from) - minutesOf(b.from));

function weekOf(spansOn: (day: Weekday) => Span[]): WeeklyHours['week'] {
  return {
    monday: spansOn('monday'),
    tuesday: spansOn('tuesday'),
    wednesday: spansOn('wednesday'),
    thursday: spansOn('thursday'),
    friday: spansOn('friday'),
    saturday: spansOn('saturday'),
    sunday: spansOn('sunday'),
  };
}
