import { afterEach, expect, test } from 'vitest';
import { speak } from '../words/words.ts';
import { sizeWords } from './size-words.ts';

afterEach(() => speak('en'));

test('sizes are decimal, with as many digits as one reads', () => {
  expect([1, 999, 1000, 12_400, 999_499, 3_440_000].map(sizeWords)).toEqual([
    '1 byte',
    '999 bytes',
    '1 kB',
    '12 kB',
    '999 kB',
    '3.4 MB',
  ]);
});

test('[L14] sizes are said in the language of the page', async () => {
  await speak('fr');
  expect(sizeWords(12_400)).toMatch(/^12\sko$/);
  await speak('de');
  expect(sizeWords(3_440_000)).toMatch(/^3,4\sMB$/);
});
