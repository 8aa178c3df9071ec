import { expect, test } from 'vitest';
import {
  checkAccount,
  checkCustomer,
  checkPasswordChange,
  checkPerson,
  generatePassword,
  checkNewPerson,
  wrongAlready,
} from './account-form.ts';

const good = { name: 'Ada Byron', username: 'ada', password: 'long enough', email: '', mobile: '' };

test('a complete account passes', () => {
  expect(checkAccount(good)).toEqual({});
});

test('each field that is wrong has its sentence, and only those', () => {
  expect(Object.keys(checkAccount({ ...good, name: '  ', username: '', password: '' }))).toEqual([
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

test('[C2] who is invited needs an address and no password', () => {
  expect(Object.keys(checkNewPerson({ ...good, password: '' }, 'invitation'))).toEqual(['email']);
  expect(checkNewPerson({ ...good, password: '', email: 'ada@example.org' }, 'invitation')).toEqual(
    {},
  );
  expect(Object.keys(checkNewPerson({ ...good, email: 'ada', mobile: '12' }, 'password'))).toEqual([
    'email',
    'mobile',
  ]);
  const person = { name: 'Ada', email: '', mobile: '' };
  expect(checkPerson(person, false)).toEqual({});
  expect(Object.keys(checkPerson(person, true))).toEqual(['email']);
});

test('[C1] a customer gives a name, an address, a mobile number and a password', () => {
  const empty = { name: '', email: '', mobile: '', password: '' };
  expect(Object.keys(checkCustomer(empty))).toEqual(['name', 'email', 'mobile', 'password']);
  const ann = { name: 'Ann', email: ' Ann@example.org ', mobile: '+49 (170) 123-4567' };
  expect(checkCustomer({ ...ann, password: 'long enough' })).toEqual({});
});

test.each([
  ['email', 'ann@example', false],
  ['email', 'ann', false],
  ['email', 'ann@@example.org', true],
  ['email', 'ann@example.org, ben@example.org', true],
  ['email', 'ann example', true],
  ['mobile', '+49 17', false],
  ['mobile', '+49 17x', true],
  ['username', 'ada', false],
  ['username', 'ada byron', true],
  ['password', 'x', false],
] as const)('while one types, %s "%s" is wrong already: %s', (field, typed, isWrong) => {
  expect(wrongAlready(field, typed)).toBe(isWrong);
});
