import { expect, test } from 'vitest';
import { typingWords } from './system-words.ts';

test('who types is said for one, two and many', () => {
  expect(typingWords([])).toBe('');
  expect(typingWords(['Ada'])).toBe('Ada is typing');
  expect(typingWords(['Ada', 'Ben'])).toBe('Ada and Ben are typing');
  expect(typingWords(['Ada', 'Ben', 'Cem'])).toBe('Several people are typing');
});
