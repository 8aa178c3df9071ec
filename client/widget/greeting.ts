/** What stands in the chat before anything was written. */
import type { WidgetAnswer } from '../../conversation/protocol/http/widget.ts';
import { told } from '../words/told.ts';
import { t } from '../words/words.ts';

const weekMs = 7 * 24 * 60 * 60_000;

/**
 * Outside of the hours, where no bot stands in, it is the offline message and when somebody is back.
 *
 * A greeting that nobody changed is said in the language of the page.
 *
 * @param own the site's words, which go before those of the department
 * @param locale undefined: the browser's
 */
export function greetingOf(
  info: WidgetAnswer | undefined,
  now: number,
  { own = '', locale }: { readonly own?: string; readonly locale?: string | undefined } = {},
): string {
  const usual = own || told(info?.department.greeting ?? '') || t('greeting.usual');
  if (info === undefined || info.isOpen || info.answers !== 'nobody') return usual;
  const { offlineMessage, opensAt } = info;
  // What was kept may be from before the opening.
  const isAhead = opensAt !== undefined && opensAt > now;
  const back = isAhead ? t('greeting.opens', { moment: momentOf(opensAt, now, locale) }) : '';
  return [offlineMessage || usual, back].filter(Boolean).join(' ');
}

/** "Monday, 09:00", or with its date where it is a week or longer until then. */
function momentOf(at: number, now: number, locale: string | undefined): string {
  const day: Intl.DateTimeFormatOptions =
    at - now < weekMs - 12 * 60 * 60_000 ? { weekday: 'long' } : { day: 'numeric', month: 'long' };
  const dayWords = new Intl.DateTimeFormat(locale, day).format(at);
  const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  return `${dayWords}, ${new Intl.DateTimeFormat(locale, clock).format(at)}`;
}
