import { expect, test } from 'vitest';
import { checkAccount, checkPasswordChange, generatePassword } from './account-form.ts';

const good = { name: 'Ada Byron', username: 'ada', password: 'long enough' };

test('a complete account passes', () => {
  expect(checkAccount(good)).toEqual({});
});

test('each field that is wrong has its sentence, and only those', () => {
  expect(Object.keys(checkAccount({ name: '  ', username: '', password: '' }))).toEqual([
    'name',
    'username',
    'password',
  ]);
  expect(Object.keys(checkAccount({ ...good, username: 'ada byron' }))).toEqual(['username']);
  expect(Object.keys(checkAccount({ ...good, username: '-ada' }))).toEqual(['username']);
  expect(Object.keys(checkAccount({ ...good, name: 'x'.repeat(81) }))).toEqual(['name']);
});

test('a password counts in characters, not in code units', () => {
  expect(checkAccount({ ...good, password: '🦊'.repeat(7) }).password).toMatch(/at least 8/);
  expect(checkAccount({ ...good, password: '🦊'.repeat(8) }).password).toBeUndefined();
  expect(checkAccount({ ...good, password: 'x'.repeat(257) }).password).toMatch(/at most 256/);
});

test('a new password must be new and written twice the same', () => {
  const same = { current: 'same password', next: 'same password', again: 'same password' };
  expect(Object.keys(checkPasswordChange(same))).toEqual(['next']);
  const mistyped = { current: 'old password', next: 'new password', again: 'new pasword' };
  expect(Object.keys(checkPasswordChange(mistyped))).toEqual(['again']);
  const fine = { current: 'old password', next: 'new password', again: 'new password' };
  expect(checkPasswordChange(fine)).toEqual({});
});

test('a generated password passes the check, differs with its bytes and has nothing to mistake', () => {
  const counting = Uint8Array.from({ length: 20 }, (_, index) => index * 13);
  const password = generatePassword(counting);
  expect(password).toMatch(/^[a-z2-9]{5}(-[a-z2-9]{5}){3}$/);
  expect(password).not.toMatch(/[01lo]/);
  expect(checkAccount({ ...good, password })).toEqual({});
  expect(generatePassword(counting.map((byte) => byte + 1))).not.toBe(password);
});
