import { expect, test } from 'vitest';
import { placeOf, takePlace } from './place.ts';

test.each([
  ['', { at: 'home' }],
  ['#', { at: 'home' }],
  ['#register', { at: 'register' }],
  ['#forgot', { at: 'forgot' }],
  ['#reset=abc_-1', { at: 'reset', key: 'abc_-1' }],
  ['#confirm=', { at: 'home' }],
  ['#confirm=<img src=x>', { at: 'home' }],
])('%s leads to %j', (hash, place) => {
  expect(placeOf(hash)).toEqual(place);
});

test('the key of a link does not stay in the address', () => {
  const replaced: unknown[] = [];
  const history = { replaceState: (...all: unknown[]) => replaced.push(all) };
  const at = (hash: string) => takePlace({ location: { hash, pathname: '/account/' }, history });
  expect(at('#register')).toEqual({ at: 'register' });
  expect(replaced).toEqual([]);
  expect(at('#reset=abc')).toEqual({ at: 'reset', key: 'abc' });
  expect(replaced).toEqual([[null, '', '/account/']]);
});
