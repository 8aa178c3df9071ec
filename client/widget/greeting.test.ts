import { expect, test } from 'vitest';
import type { DepartmentId } from '../../conversation/protocol/ids.ts';
import { de } from '../words/de.ts';
import { en } from '../words/en.ts';
import { speak } from '../words/words.ts';
import { greetingOf } from './greeting.ts';

const now = new Date(2026, 10, 20, 18, 0).getTime();
const department = { id: 'support' as DepartmentId, name: 'Support', greeting: 'Hello!' };
const closed = {
  department,
  answers: 'nobody' as const,
  isOpen: false,
  opensAt: new Date(2026, 10, 23, 9, 0).getTime(),
  offlineMessage: 'Nobody is here.',
};
const said = (more: object = {}) => greetingOf({ ...closed, ...more }, now, { locale: 'en-GB' });

test('while it is open, or a bot stands in, the department greets', () => {
  expect(said({ isOpen: true })).toBe('Hello!');
  expect(said({ answers: 'bot' })).toBe('Hello!');
  expect(greetingOf(undefined, now)).toBe('How can we help?');
});

test('outside of the hours it says so, and when it opens', () => {
  expect(said()).toBe('Nobody is here. We open Monday, 09:00.');
  const later = new Date(2026, 11, 1, 9, 0).getTime();
  expect(said({ opensAt: later })).toBe('Nobody is here. We open 1 December, 09:00.');
});

test('what is not known, or was kept from before, is left out', () => {
  expect(said({ opensAt: undefined })).toBe('Nobody is here.');
  expect(said({ opensAt: now - 1 })).toBe('Nobody is here.');
  expect(said({ offlineMessage: '', opensAt: undefined })).toBe('Hello!');
});

test('[L14] the greeting that a department is made with is said in the language of the page', async () => {
  await speak('de');
  const usual = { ...department, greeting: en['told.hello'] };
  expect(said({ isOpen: true, department: usual })).toBe(de['told.hello']);
  expect(said({ isOpen: true })).toBe('Hello!');
  await speak('en');
});
