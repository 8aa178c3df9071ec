import fc from 'fast-check';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { fileNameCharacters, fileRef, safeFileName, typeOfName } from './file.ts';

test.each([
  ['holiday.JPG', 'holiday.JPG'],
  ['../../etc/passwd', 'etc_passwd'],
  ['C:\\Windows\\x.txt', 'C__Windows_x.txt'],
  ['a\u0000b\r\n.txt', 'a_b__.txt'],
  ['invoice\u202Efdp.exe.pdf', 'invoice_fdp.exe.pdf'],
  ['CON.txt', '_CON.txt'],
  ['.bashrc', 'bashrc'],
  ['   ', 'file'],
  ['', 'file'],
  ['.png', 'png'],
  ['räksmörgås  å.pdf', 'räksmörgås å.pdf'],
])('[V-76] %j is shown and saved as %j', (name, safe) => {
  expect(safeFileName(name)).toBe(safe);
});

test('[V-76] whatever a file is called, its safe name is short, plain, and stays as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (name) => {
      const safe = safeFileName(name);
      expect(safe.length).toBeGreaterThan(0);
      expect(safe.length).toBeLessThanOrEqual(fileNameCharacters);
      expect(safe).not.toMatch(/[\p{Cc}\p{Cf}/\\]|^\.|\.\.\//u);
      expect(safeFileName(safe)).toBe(safe);
    }),
    { seed: 3, numRuns: 400 },
  );
});

test('a long name is cut between characters', () => {
  const safe = safeFileName(`a${'😀'.repeat(200)}.png`);
  expect(safe).toBe(`a${'😀'.repeat(57)}.png`);
  expect(safeFileName(safe)).toBe(safe);
});

test('a name of 300 characters keeps its ending', () => {
  const safe = safeFileName(`${'é'.repeat(296)}.pdf`);
  expect(safe).toHaveLength(fileNameCharacters);
  expect(safe.endsWith('.pdf')).toBe(true);
});

test.each([
  ['a.svg', undefined],
  ['a.html', undefined],
  ['a.exe', undefined],
  ['png', undefined],
  ['a.constructor', undefined],
  ['a.PNG', 'image/png'],
])('%s may be sent as %s', (name, type) => {
  expect(typeOfName(name)).toBe(type);
});

const honest = { hash: `${'A'.repeat(42)}A`, name: 'a.png', type: 'image/png', size: 10 };
test.each([
  ['honest', {}, true],
  ['with its pixels', { width: 10, height: 20 }, true],
  ['a type that its name does not say', { type: 'application/pdf' }, false],
  ['a type that is not sent', { name: 'a.svg', type: 'image/svg+xml' }, false],
  ['a path', { name: '../a.png' }, false],
  ['a picture of 10^9 pixels in a row', { width: 1e9 }, false],
  ['nothing in it', { size: 0 }, false],
  ['too much in it', { size: 2 ** 40 }, false],
  ['another hash', { hash: 'A' }, false],
])('[W9] what a message says of a file: %s', (_, change, isGood) => {
  expect(v.is(fileRef, { ...honest, ...change })).toBe(isGood);
});
