import { expect, test } from 'vitest';
import * as v from 'valibot';
import { parseSubject, ticketAlphabet, ticketNumber } from './ticket.ts';

test('[C3] a subject has 1 to 150 characters, as people count them', () => {
  expect(parseSubject('a'.repeat(150)).ok).toBe(true);
  expect(parseSubject('a'.repeat(151))).toEqual({ ok: false, refusal: 'subject-too-long' });
  expect(parseSubject('💡'.repeat(150)).ok).toBe(true);
  expect(parseSubject('💡'.repeat(151))).toEqual({ ok: false, refusal: 'subject-too-long' });
  expect(parseSubject(' \n ')).toEqual({ ok: false, refusal: 'subject-missing' });
});

test('a subject is one line without marks that nobody sees', () => {
  expect(parseSubject(' The\tmeter\nis\u202E  dark ')).toEqual({
    ok: true,
    value: 'The meter is dark',
  });
});

test('a number is made of the signs of its alphabet, and of nothing else', () => {
  for (const sign of ticketAlphabet) expect(v.is(ticketNumber, sign.repeat(5)), sign).toBe(true);
  for (const sign of '01ILOUa#') expect(v.is(ticketNumber, sign.repeat(5)), sign).toBe(false);
});
