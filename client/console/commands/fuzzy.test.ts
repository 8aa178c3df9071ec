import { expect, test } from 'vitest';
import { fuzzyMatch } from './fuzzy.ts';

const best = (wanted: string, texts: readonly string[]) =>
  texts
    .map((text) => ({ text, match: fuzzyMatch(wanted, text) }))
    .filter(({ match }) => match !== undefined)
    .toSorted((a, b) => (b.match?.score ?? 0) - (a.match?.score ?? 0))
    .map(({ text }) => text);
const shown = (wanted: string, text: string) =>
  fuzzyMatch(wanted, text)
    ?.at.map((index) => text[index])
    .join('');

test('letters in order find a line, others do not', () => {
  expect(fuzzyMatch('clco', 'Close conversation')).toBeDefined();
  expect(fuzzyMatch('osCo', 'Close conversation')).toBeDefined();
  expect(fuzzyMatch('xyz', 'Close conversation')).toBeUndefined();
  expect(fuzzyMatch('noisrev', 'Close conversation')).toBeUndefined();
});

test('a word beats its letters here and there, and the beginning of a word beats its middle', () => {
  expect(best('note', ['Next one in the list, else', 'Write a note'])[0]).toBe('Write a note');
  expect(best('art', ['Start', 'Art history'])[0]).toBe('Art history');
  expect(best('gt', ['Light colours', 'Go to tickets'])[0]).toBe('Go to tickets');
});

test('case and accents do not matter, and the letters meant are those of the text', () => {
  expect(shown('muller', 'Jörg Müller')).toBe('Müller');
  expect(shown('CC', 'Close conversation')).toBe('Cc');
  // A letter that becomes two stays one: indexes are those of the text.
  expect(shown('stra', 'Große Straße')).toBe('Stra');
  expect(shown('x', '👩‍👩‍👧x')).toBe('x');
});

test('blanks are no letters, and nothing finds everything', () => {
  expect(fuzzyMatch('  ', 'Anything')).toEqual({ score: 0, at: [] });
  expect(fuzzyMatch('go tick', 'Go to tickets')).toBeDefined();
});

test('a long and hostile line costs no time [W8]', () => {
  const before = performance.now();
  fuzzyMatch('aaaaaaaaaaaaaaaaaaaab', 'a'.repeat(20_000));
  expect(performance.now() - before).toBeLessThan(300);
});
