import { expect, test } from 'vitest';
import { answersToSend, asksAnything, checkAnswers, formFor } from './asking.ts';
import { asksNothing, type AskingForm } from './http/asking.ts';

const form: AskingForm = {
  when: 'always',
  name: 'must',
  email: 'may',
  phone: 'may',
  own: [
    { kind: 'choice', label: 'Topic', required: true, choices: ['Bill', 'Meter'] },
    { kind: 'check', label: 'I am a customer', required: true },
    { kind: 'line', label: 'Number', required: false },
  ],
  help: '',
  consent: { text: 'Kept for a year.' },
};
const good = {
  name: 'Ada',
  own: [
    { label: 'Topic', value: 'Bill' },
    { label: 'I am a customer', value: true },
  ],
  consent: 'Kept for a year.',
};

test('a form that is filled in has nothing wrong, and what is empty is not sent', () => {
  expect([...checkAnswers(form, good)]).toEqual([]);
  const typed = { ...good, name: ' Ada ', email: ' ', phone: '' };
  expect(
    answersToSend(form, { ...typed, own: [...good.own, { label: 'Number', value: '' }] }),
  ).toEqual(good);
});

test('[W9] each field says what is wrong with it', () => {
  expect([...checkAnswers(form, { own: [] })]).toEqual([
    ['name', 'missing'],
    ['own.0', 'missing'],
    ['own.1', 'missing'],
    ['consent', 'missing'],
  ]);
  const odd = {
    ...good,
    email: 'ada',
    phone: 'none',
    own: [
      { label: 'Topic', value: 'Gas' },
      { label: 'I am a customer', value: 'yes' },
      { label: 'Number', value: '1'.repeat(201) },
    ],
  };
  expect([...checkAnswers(form, odd)]).toEqual([
    ['email', 'not-an-email'],
    ['phone', 'not-a-phone'],
    ['own.0', 'not-a-choice'],
    ['own.1', 'not-a-choice'],
    ['own.2', 'too-long'],
  ]);
});

test('who is known is not asked what is known', () => {
  const asked = formFor(form, ['name', 'email']);
  expect([asked.name, asked.email, asked.phone]).toEqual(['no', 'no', 'may']);
  expect(asksAnything(formFor({ ...asksNothing, when: 'always', email: 'must' }, ['email']))).toBe(
    false,
  );
  expect(asksAnything(form)).toBe(true);
});

test('[W9] what cannot be sent is not', () => {
  expect(answersToSend(form, { ...good, name: 'Ada\u202E' })).toBeUndefined();
});
