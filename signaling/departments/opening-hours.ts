/** Whether a department is open, and when it opens next: pure, by the clock on the wall of its time zone. */
import {
  minutesOf,
  weekdays,
  type OpeningHours,
  type WeeklyHours,
} from '../../conversation/protocol/opening-hours.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** A year of holidays, and a day for its ends. */
const daysAhead = 367;

/** What a clock on the wall shows: as milliseconds of a day that has no time zone. */
type Wall = number;

interface Zone {
  wallAt(at: number): Wall;
}

function zoneOf(timeZone: string): Zone {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return {
    wallAt(at) {
      const part: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
      for (const { type, value } of format.formatToParts(at)) part[type] = Number(value);
      const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
      // Clocks differ by whole seconds, so what is left of one is the same everywhere.
      const rest = ((at % 1000) + 1000) % 1000;
      return Date.UTC(year, month - 1, day, hour, minute, second, rest);
    },
  };
}

const dateOf = (wall: Wall) => new Date(wall).toISOString().slice(0, 10);
const midnightOf = (wall: Wall) => wall - (((wall % dayMs) + dayMs) % dayMs);

/** The spans of one day of the calendar; none on a holiday. */
function spansOn(hours: WeeklyHours, midnight: Wall) {
  if (hours.holidays.includes(dateOf(midnight))) return [];
  // getUTCDay counts from Sunday.
  const weekday = weekdays[(new Date(midnight).getUTCDay() + 6) % 7];
  return weekday === undefined ? [] : hours.week[weekday];
}

function isOpenOn(hours: WeeklyHours, wall: Wall): boolean {
  const midnight = midnightOf(wall);
  const sinceMidnight = wall - midnight;
  return spansOn(hours, midnight).some(
    ({ from, to }) =>
      minutesOf(from) * minuteMs <= sinceMidnight && sinceMidnight < minutesOf(to) * minuteMs,
  );
}

export function isOpenAt(hours: OpeningHours, at: number): boolean {
  return hours.kind === 'always' || isOpenOn(hours, zoneOf(hours.timeZone).wallAt(at));
}

/**
 * The moment from which on it is open: `at` itself while it is.
 *
 * @returns undefined where it does not open within a year
 */
export function nextOpeningAt(hours: OpeningHours, at: number): number | undefined {
  if (hours.kind === 'always') return at;
  const zone = zoneOf(hours.timeZone);
  const now = zone.wallAt(at);
  if (isOpenOn(hours, now)) return at;
  const today = midnightOf(now);
  for (let day = 0; day < daysAhead; day += 1) {
    const midnight = today + day * dayMs;
    const openings = spansOn(hours, midnight).flatMap(({ from }) =>
      momentsOf(midnight + minutesOf(from) * minuteMs, zone),
    );
    const next = openings
      .filter((moment) => {
        const wall = zone.wallAt(moment);
        return moment >= at && midnightOf(wall) === midnight && isOpenOn(hours, wall);
      })
      .toSorted((a, b) => a - b)[0];
    if (next !== undefined) return next;
  }
  return undefined;
}

/**
 * When the clock shows `wall`: once; twice where it is set back; where it jumps over it, when it jumps. And when it
 * is set around then, because it may come to show a time within a span without having shown the beginning of it.
 */
function momentsOf(wall: Wall, zone: Zone): readonly number[] {
  const offsetAt = (moment: number) => zone.wallAt(moment) - moment;
  const [before, after] = [wall - dayMs, wall + 2 * dayMs];
  const offsets = [...new Set([offsetAt(before), offsetAt(after)])];
  const shown = offsets
    .map((offset) => wall - offset)
    .filter((moment) => zone.wallAt(moment) === wall);
  return offsets.length === 1 ? shown : [...shown, changeBetween(before, after, offsetAt)];
}

/** When the offset changes: between two moments that have different ones. */
function changeBetween(from: number, to: number, offsetAt: (moment: number) => number): number {
  const offset = offsetAt(from);
  let [same, other] = [from, to];
  while (other - same > 1) {
    const middle = Math.floor((same + other) / 2);
    if (offsetAt(middle) === offset) same = middle;
    else other = middle;
  }
  return other;
}
