import fc from 'fast-check';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import {
  conversationId,
  entryId,
  entryIdOf,
  fromBase64Url,
  logId,
  parseLogId,
  randomIdFrom,
  splitEntryId,
  toBase64Url,
  type LogId,
} from './ids.ts';

test('base64url is what Node writes, and only that is read', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      const text = toBase64Url(bytes);
      expect(text).toBe(Buffer.from(bytes).toString('base64url'));
      expect([...(fromBase64Url(text) ?? [])]).toEqual([...bytes]);
    }),
    { seed: 21, numRuns: 500 },
  );
});

test('[V-38] text that is not the canonical base64url of anything is not read', () => {
  for (const text of ['A', 'AAAAA', 'AB', 'AAB', 'A=', 'AA==', 'A+AA', 'A/AA', 'ÄAAA', 'A AA']) {
    expect(fromBase64Url(text), text).toBeUndefined();
  }
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), (text) => {
      const bytes = fromBase64Url(text);
      if (bytes !== undefined) expect(toBase64Url(bytes)).toBe(text);
    }),
    { seed: 22, numRuns: 2000 },
  );
});

test('[V-38] each 128-bit value has one spelling as an id', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
      const id = randomIdFrom(bytes);
      expect(id.length).toBe(22);
      expect(v.is(conversationId, id)).toBe(true);
      expect([...(fromBase64Url(id) ?? [])]).toEqual([...bytes]);
    }),
    { seed: 23, numRuns: 500 },
  );
  expect(() => randomIdFrom(new Uint8Array(15))).toThrow('16 random bytes');
  const almost = randomIdFrom(new Uint8Array(16));
  for (const wrong of [almost.slice(1), `${almost}A`, `${almost.slice(0, 21)}B`, `${almost}\n`]) {
    expect(v.is(conversationId, wrong), wrong).toBe(false);
  }
  for (const wrong of ['../../../../etc/passwd', "' OR 1=1 --' OR 1=1 --A", '__proto__', 7, null]) {
    expect(v.is(conversationId, wrong)).toBe(false);
  }
});

test('a log id is a whole number from 1 to 2^31 - 1', () => {
  for (const id of [1, 127, 2 ** 31 - 1]) {
    expect(parseLogId(id)).toBe(id);
    expect(v.is(logId, id)).toBe(true);
  }
  for (const id of [0, -1, 1.5, 2 ** 31, NaN, Infinity, '1', null, undefined, 1n]) {
    expect(parseLogId(id)).toBeUndefined();
    expect(v.is(logId, id)).toBe(false);
  }
});

test('an entry id is log and position, in one spelling', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 2 ** 31 - 1 }),
      fc.integer({ min: 0, max: 2 ** 32 - 1 }),
      (log, seq) => {
        const id = entryIdOf(log as LogId, seq);
        expect(splitEntryId(id)).toEqual({ log, seq });
        expect(v.is(entryId, id)).toBe(true);
      },
    ),
    { seed: 24, numRuns: 500 },
  );
  const wrong = ['', '1', '1-', '-1', '0-1', '1-01', '01-1', '1--1', '1-1-1', ' 1-1', '1-1\n'];
  wrong.push('2147483648-0', '1-4294967296', '1e3-1', '１-1');
  for (const id of wrong) expect(splitEntryId(id), id).toBeUndefined();
});
