/** What a notification says. Whoever stands near the screen reads it, too. */
import type { NewsItem } from './news.ts';

export interface NoticeFacts {
  /** What the conversation is called in lists. */
  readonly name: string;
  /** The last line of it, as plain text. */
  readonly line: string | undefined;
  /** Names are hidden in it, or it is not known whether they are. */
  readonly masked: boolean;
}

export interface NoticeWords {
  readonly title: string;
  readonly body: string | undefined;
}

export function noticeWords(
  { kind }: Pick<NewsItem, 'kind'>,
  { name, line, masked }: NoticeFacts,
  preview: boolean,
): NoticeWords {
  const isQuiet = masked || !preview;
  if (isQuiet) return { title: quietTitles[kind], body: undefined };
  const shown = oneLine(name, 60);
  return { title: titles[kind](shown), body: line === undefined ? undefined : oneLine(line, 140) };
}

const quietTitles = {
  conversation: 'A new conversation',
  message: 'A new message',
  mention: 'A note mentions you',
} as const satisfies Record<NewsItem['kind'], string>;

const titles = {
  conversation: (name: string) => `New conversation with ${name}`,
  message: (name: string) => `New message from ${name}`,
  mention: (name: string) => `A note about ${name} mentions you`,
} as const satisfies Record<NewsItem['kind'], (name: string) => string>;

/** One line without what cannot be seen and what turns the direction of the rest; long ones end in dots. */
function oneLine(text: string, most: number): string {
  const plain = text
    .slice(0, most * 4)
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .replaceAll(/[\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, '')
    .trim();
  const letters = Array.from(plain);
  return letters.length <= most ? plain : `${letters.slice(0, most - 1).join('')}…`;
}
