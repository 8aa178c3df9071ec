/** When a department is open: by its own clock on the wall, day by day. */
import * as v from 'valibot';

export const weekdays = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;
export type Weekday = (typeof weekdays)[number];

/** Hours and minutes; 24:00 is the end of a day. */
const timeOfDay = v.pipe(
  v.string(),
  v.regex(/^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$/, 'must be a time like 09:30'),
);

/** @returns minutes since midnight. */
export function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

const span = v.pipe(
  v.strictObject({ from: timeOfDay, to: timeOfDay }),
  v.check(({ from, to }) => minutesOf(from) < minutesOf(to), 'must end after it begins'),
);
export type Span = v.InferOutput<typeof span>;

/** What goes past midnight is two spans: until 24:00, and from 00:00 of the next day. */
const day = v.pipe(
  v.array(span),
  v.maxLength(6),
  v.check(
    (spans) => spans.every(({ from }, i) => i === 0 || (spans[i - 1]?.to ?? '') <= from),
    'must list times in order that do not overlap',
  ),
);

/** A name of the IANA database, such as Europe/Berlin. */
export const timeZone = v.pipe(
  v.string(),
  v.maxLength(64),
  v.check(isTimeZone, 'must be a time zone like Europe/Berlin'),
);

function isTimeZone(name: string): boolean {
  // Offsets, which newer engines take as well, know nothing of summer time.
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    // A RangeError: there is no such zone.
    return false;
  }
}

/** A day of the calendar, as 2026-12-24. */
export const calendarDate = v.pipe(
  v.string(),
  v.regex(/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/, 'must be a date like 2026-12-24'),
  v.check(isDate, 'must be a date of the calendar'),
);

function isDate(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === text;
}

export const openingHours = v.variant('kind', [
  v.strictObject({ kind: v.literal('always') }),
  v.strictObject({
    kind: v.literal('week'),
    timeZone,
    week: v.strictObject({
      monday: day,
      tuesday: day,
      wednesday: day,
      thursday: day,
      friday: day,
      saturday: day,
      sunday: day,
    }),
    /** Closed all day. */
    holidays: v.pipe(v.array(calendarDate), v.maxLength(100)),
  }),
]);
export type OpeningHours = v.InferOutput<typeof openingHours>;
export type WeeklyHours = Extract<OpeningHours, { kind: 'week' }>;
