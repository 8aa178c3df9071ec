/** Until when a conversation may sleep, in words and moments of the local calendar. Pure. */

export interface SnoozeChoice {
  readonly words: string;
  readonly at: number;
}

const morning = 9;

function at(now: number, days: number, hours: number): number {
  const date = new Date(now);
  date.setDate(date.getDate() + days);
  date.setHours(hours, 0, 0, 0);
  return date.getTime();
}

/** Later today is in three hours, and not offered when that is tomorrow; next week begins on Monday. */
export function snoozeChoices(now: number): readonly SnoozeChoice[] {
  const later = new Date(now);
  later.setHours(later.getHours() + 3, 0, 0, 0);
  const isToday = later.getDate() === new Date(now).getDate();
  const toMonday = (8 - new Date(now).getDay()) % 7 || 7;
  return [
    ...(isToday ? [{ words: 'Later today', at: later.getTime() }] : []),
    { words: 'Tomorrow', at: at(now, 1, morning) },
    { words: 'Next week', at: at(now, toMonday, morning) },
  ];
}

/** @returns the moment of a `datetime-local` field, or undefined where it is none to wait for */
export function chosenMoment(value: string, now: number): number | undefined {
  const moment = new Date(value).getTime();
  return Number.isNaN(moment) || moment <= now || moment > now + 365 * 86_400_000
    ? undefined
    : moment;
}

/** For the field: the local time to the minute. */
export function momentField(at: number): string {
  const date = new Date(at);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`;
}
