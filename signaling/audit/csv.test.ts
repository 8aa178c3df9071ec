import { expect, test } from 'vitest';
import { csvLine } from './csv.ts';

test('cells with commas, quotes and new lines are quoted', () => {
  expect(csvLine(['a', 'b,c', 'd "e"', 'f\ng', ''])).toBe('a,"b,c","d ""e""","f\ng",\r\n');
});

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])('%j is no formula', (text) => {
  expect(csvLine([text]).replace(/^"/, '').startsWith(`'${text}`)).toBe(true);
});
