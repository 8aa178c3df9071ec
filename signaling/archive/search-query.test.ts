import { expect, test } from 'vitest';
import { toIndexedText, toSearchQuery, toSegments } from './search-query.ts';

test('words are quoted one by one and the last one is a prefix', () => {
  expect(toSearchQuery('gas bill')).toBe('"gas" "bill"*');
});

test('operators, quotes, columns and stars of the user are only words', () => {
  expect(toSearchQuery('a" OR text:* NEAR(b, 2) -- c')).toBe('"a" "OR" "text" "NEAR" "b" "2" "c"*');
});

test('nothing searchable is no query', () => {
  expect(toSearchQuery('')).toBeUndefined();
  expect(toSearchQuery(' "*()- ')).toBeUndefined();
});

test('letters of other scripts and combining marks are kept', () => {
  expect(toSearchQuery('Grüße привет')).toBe('"Grüße" "привет"*');
});

test('a query has a bound, whatever was typed', () => {
  const query = toSearchQuery('word '.repeat(1000)) ?? '';
  expect(query.split(' ')).toHaveLength(12);
  expect(toSearchQuery('x'.repeat(10_000))?.length).toBe(64 + 3);
});

test('a snippet comes as segments, and a user cannot write the marks', () => {
  expect(toSegments('the \uE000gas\uE001 bill')).toEqual([
    { text: 'the ', match: false },
    { text: 'gas', match: true },
    { text: ' bill', match: false },
  ]);
  expect(toIndexedText('a\uE000b\uE001c')).toBe('a b c');
});
