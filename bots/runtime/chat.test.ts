import { expect, test } from 'vitest';
import { cutToBytes } from './chat.ts';

test('a text within the limit stays as it is', () => {
  expect(cutToBytes('häuser', 7)).toBe('häuser');
});

test('a longer text is cut between characters, never through one', () => {
  expect(cutToBytes('abcdefgh', 6)).toBe('abc…');
  expect(cutToBytes('💡💡💡', 8)).toBe('💡…');
});
