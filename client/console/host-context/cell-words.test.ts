import { expect, test } from 'vitest';
import { createCellWords } from './cell-words.ts';

const day = 86_400_000;

test('cells are read as people write them', () => {
  const words = createCellWords([], 'en');
  expect(words.cell(null, 'number')).toBe('–');
  expect(words.cell(true, 'yes-no')).toBe('Yes');
  expect(words.cell(1234.5678, 'number')).toBe('1,234.57');
  expect(words.cell('1234.5678', 'text')).toBe('1234.5678');
  expect(words.value(1.2345, 'kWh')).toBe('1.23 kWh');
  expect(words.value(2, '')).toBe('2');
});

test('days have no hour, and hours have one, also at midnight', () => {
  const at = Date.UTC(2026, 10, 22);
  expect(createCellWords([at, at + day], 'en').moment(at)).toBe('Nov 22, 2026');
  expect(createCellWords([at, at + 3_600_000], 'en').moment(at)).toMatch(/^Nov 2\d, \d\d:00$/);
});
