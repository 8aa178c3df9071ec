/** What a stranger writes is read in time that is linear in its length, by everything that looks for a pattern in it. */
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { noticeWords } from '../../client/console/alerts/notice.ts';
import { tidySegments } from '../../client/console/archive/snippet.ts';
import { expand } from '../../client/console/replies/variables.ts';
import { parseInline } from '../../client/chat/inline.ts';
import { linkify } from '../../client/chat/linkify.ts';
import { parseMarkdown, plainText } from '../../client/chat/markdown.ts';
import { isOnlyEmoji } from '../../client/chat/only-emoji.ts';
import { isEmoji } from '../../conversation/log/emoji.ts';
import { email, mobile } from '../../conversation/protocol/http/contact.ts';
import { shortcut } from '../../conversation/protocol/http/replies.ts';
import { subject } from '../../conversation/protocol/http/tickets.ts';
import { safeFileName } from '../../conversation/protocol/file.ts';
import { searchQuery } from '../../conversation/protocol/http.ts';
import { parseSubject } from '../../conversation/protocol/ticket.ts';
import { toSearchQuery } from '../../signaling/archive/search-query.ts';

const readers: readonly (readonly [string, (text: string) => unknown])[] = [
  ['links', linkify],
  ['a line of Markdown', parseInline],
  ['Markdown', parseMarkdown],
  ['the first line of a message', plainText],
  ['whether it is only emoji', isOnlyEmoji],
  ['a reaction', isEmoji],
  ['a hit of a search', (text) => tidySegments([{ text, hit: true }])],
  [
    'a notification',
    (line) => noticeWords({ kind: 'message' }, { name: line, line, masked: false }, true),
  ],
  ['a canned reply', (text) => expand(text, {})],
  ['the name of a file', safeFileName],
  ['a subject', parseSubject],
  ['a subject in a request', (text) => v.safeParse(subject, text)],
  ['an e-mail address', (text) => v.safeParse(email, text)],
  ['a mobile number', (text) => v.safeParse(mobile, text)],
  ['a shortcut', (text) => v.safeParse(shortcut, text)],
  [
    'words to search for',
    (text) => {
      const asked = v.safeParse(searchQuery, { q: text });
      return asked.success ? toSearchQuery(asked.output.q) : undefined;
    },
  ],
];

/** Each is repeated between two letters, so that what is looked for at an end is not there. */
const parts = [
  'a@',
  'a.',
  '(',
  '[',
  '[a](',
  'http://',
  'https://a.example/',
  'mailto:',
  '{{',
  '*a',
  '`',
  '> ',
  '\n',
  ' \n',
  ' ',
  '. ',
  '1\uFE0F\u20E3',
  '👩\u200D',
  '\u0301\u0323',
  '\u202E',
];

function millisecondsOf(read: (text: string) => unknown, part: string, length: number): number {
  const text = `a${part.repeat(length / part.length)}b`;
  // Of the processor and not of the clock: other programs may run beside it.
  const before = process.cpuUsage();
  read(text);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

test.each(readers)('[V-77] [W8] %s: 64 kB of anything take milliseconds', (_, read) => {
  for (const part of parts) {
    const few = millisecondsOf(read, part, 32_768);
    const many = millisecondsOf(read, part, 65_536);
    // Seen: at most 30 ms. Twice the text may take twice as long; what is quadratic takes four times and seconds.
    expect(many, `${JSON.stringify(part)}: ${few} and ${many} ms`).toBeLessThan(
      Math.max(100, 3 * few),
    );
    expect(many, JSON.stringify(part)).toBeLessThan(300);
  }
});
