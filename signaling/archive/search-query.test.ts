import { expect, test } from 'vitest';
import { toSearchQuery, toSegments } from './search-query.ts';

test('words are quoted one by one and the last one is a prefix', () => {
  expect(toSearchQuery('gas bill')).toBe('"gas" "bill"*');
});

test('[V-32] operators, quotes, columns and stars of the user are only words', () => {
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

test('[V-01] a snippet comes as segments, so that nobody builds markup from text', () => {
  expect(toSegments('the \u0001gas\u0002 <b>bill</b>')).toEqual([
    { text: 'the ', hit: false },
    { text: 'gas', hit: true },
    { text: ' <b>bill</b>', hit: false },
  ]);
});
