import { expect, test } from 'vitest';
import { codeFor, counterAt, counterOf, otpauthLink, toBase32 } from './totp.ts';

const secret = new TextEncoder().encode('12345678901234567890');

test('the codes are those of RFC 4226, appendix D', () => {
  const codes = Array.from({ length: 10 }, (_, counter) => codeFor(secret, counter));
  expect(codes.join(' ')).toBe(
    '755224 287082 359152 969429 338314 254676 287922 162583 399871 520489',
  );
});

test.each([
  [59, '94287082'],
  [1_111_111_109, '07081804'],
  [1_111_111_111, '14050471'],
  [1_234_567_890, '89005924'],
  [2_000_000_000, '69279037'],
  [20_000_000_000, '65353130'],
])('and those of RFC 6238, appendix B, at second %d', (second, code) => {
  expect(codeFor(secret, counterAt(second * 1000), 8)).toBe(code);
});

test('a code counts half a minute before its time and after it, and no longer', () => {
  const at = 1_234_567_890_000;
  const code = codeFor(secret, counterAt(at));
  for (const apart of [-30_000, 0, 30_000]) {
    expect(counterOf(secret, code, at + apart)).toBe(counterAt(at));
  }
  for (const apart of [-60_000, 60_000])
    expect(counterOf(secret, code, at + apart)).toBeUndefined();
  for (const wrong of ['', '12345', '1234567', 'abcdef', `${code} `]) {
    expect(counterOf(secret, wrong, at)).toBeUndefined();
  }
});

test('an app reads the secret in base 32, as in RFC 4648, section 10', () => {
  const words = ['f', 'fo', 'foo', 'foob', 'fooba', 'foobar'];
  expect(words.map((word) => toBase32(new TextEncoder().encode(word)))).toEqual([
    'MY',
    'MZXQ',
    'MZXW6',
    'MZXW6YQ',
    'MZXW6YTB',
    'MZXW6YTBOI',
  ]);
  expect(otpauthLink(secret, 'Parley at chat.example', 'ada')).toBe(
    'otpauth://totp/Parley%20at%20chat.example:ada?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Parley%20at%20chat.example',
  );
});
