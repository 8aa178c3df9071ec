import { expect, test } from 'vitest';
import { hueOf, initialsOf } from './names.ts';

test('initials are of the first and the last word, by letter, not by code unit', () => {
  expect(initialsOf('Mara Lindqvist')).toBe('ML');
  expect(initialsOf('ben')).toBe('B');
  expect(initialsOf('Ana María de la Cruz')).toBe('AC');
  expect(initialsOf('李 雷')).toBe('李雷');
  expect(initialsOf('(Ada)')).toBe('A');
  expect(initialsOf('👍🏽')).toBe('👍');
  expect(initialsOf('   ')).toBe('?');
});

test('a name keeps its colour', () => {
  expect(hueOf('Ada')).toBe(hueOf('Ada'));
  expect(hueOf('Ada')).not.toBe(hueOf('Ben'));
});
