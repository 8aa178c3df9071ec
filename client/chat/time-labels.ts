/** Times in the reader's words. The formatters are made once; `locale` undefined is the browser's. */
import type { TimelineItem } from '../../conversation/log/timeline.ts';
import { t } from '../words/words.ts';

/** Beyond this the author's time and the archive's are both shown. */
export const tolerableSkewMs = 2 * 60_000;
const dayMs = 86_400_000;

export interface TimeLabels {
  /** "14:02" */
  clock(at: number): string;
  /** "Today", "Yesterday", "Thursday", "12 March", "12 March 2024" */
  day(at: number, now: number): string;
  /** "12 March 2026, 14:02" */
  full(at: number): string;
  /** "14:02", or "written 14:02, received 15:40" where the two differ by over 2 minutes. */
  message(item: Pick<TimelineItem, 'at' | 'receivedAt'>): string;
}

export function createTimeLabels(locale?: string): TimeLabels {
  const format = (options: Intl.DateTimeFormatOptions) => {
    const formatter = new Intl.DateTimeFormat(locale, options);
    return (at: number) => formatter.format(at);
  };
  const clock = format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const weekday = format({ weekday: 'long' });
  const dayMonth = format({ day: 'numeric', month: 'long' });
  const dayMonthYear = format({ day: 'numeric', month: 'long', year: 'numeric' });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const full = (at: number) => `${dayMonthYear(at)}, ${clock(at)}`;

  return {
    clock,
    full,
    day(at, now) {
      const daysAgo = dayOf(now) - dayOf(at);
      if (daysAgo === 0 || daysAgo === 1) return capital(relative.format(-daysAgo, 'day'), locale);
      if (daysAgo > 1 && daysAgo < 7) return capital(weekday(at), locale);
      const isThisYear = new Date(at).getFullYear() === new Date(now).getFullYear();
      return isThisYear ? dayMonth(at) : dayMonthYear(at);
    },
    message({ at, receivedAt }) {
      if (receivedAt === undefined || Math.abs(receivedAt - at) <= tolerableSkewMs) {
        return clock(at);
      }
      const show = dayOf(at) === dayOf(receivedAt) ? clock : full;
      return t('message.written-received', { written: show(at), received: show(receivedAt) });
    },
  };
}

/** @returns the number of the local calendar's day, so that a day of 23 or 25 hours still counts as one. */
export function dayOf(at: number): number {
  const local = new Date(at);
  return Date.UTC(local.getFullYear(), local.getMonth(), local.getDate()) / dayMs;
}

function capital(text: string, locale: string | undefined): string {
  const [first = '', ...rest] = text;
  return first.toLocaleUpperCase(locale) + rest.join('');
}
