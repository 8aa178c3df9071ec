import { expect, test } from 'vitest';
import { reverseWords } from './reverse.ts';

test.each([
  ['How are you?', 'you? are How'],
  ['  two   words ', 'words two'],
  ['one', 'one'],
  ['línea uno\nlínea dos', 'dos línea uno línea'],
])('"%s" becomes "%s"', (text, answer) => {
  expect(reverseWords(text)).toBe(answer);
});
