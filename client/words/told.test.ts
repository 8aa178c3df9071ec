import { afterEach, expect, test } from 'vitest';
import { subjectSentences } from '../../conversation/protocol/ticket.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { told } from './told.ts';
import { speak } from './words.ts';

const sources = Object.values(
  import.meta.glob<string>(
    ['../../{conversation,signaling,client}/**/*.{ts,tsx}', '!**/*.test.*', '!../words/**'],
    { query: '?raw', import: 'default', eager: true },
  ),
).join('\n');

afterEach(() => speak('en'));

test('what is translated as said elsewhere is said there in just these words', () => {
  expect(sources).not.toBe('');
  const unsaid = Object.entries(en)
    .filter(([key]) => key.startsWith('told.'))
    .filter(([, sentence]) => typeof sentence === 'string' && !sources.includes(sentence));
  expect(unsaid).toEqual([]);
});

test('a known sentence is told in the language of the page, another one as it is', async () => {
  await speak('de');
  expect(told(subjectSentences['subject-missing'])).toBe(de['told.subject-missing']);
  expect(told('Nobody translated this.')).toBe('Nobody translated this.');
});
