import { expect, test } from 'vitest';
import { matches } from './filter.ts';

test('[L4] a line is found by any of its words, without regard to case and accents', () => {
  const texts = ['Lucía Fernández', undefined, 'Puedo pagar con tarjeta?'];
  expect(matches('lucia', texts)).toBe(true);
  expect(matches('TARJETA fern', texts)).toBe(true);
  expect(matches('lucia bank', texts)).toBe(false);
});

test('no words find everything', () => {
  expect(matches('  ', ['Ana'])).toBe(true);
  expect(matches('', [])).toBe(true);
});
