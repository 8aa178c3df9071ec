import { expect, test } from 'vitest';
import type { AskingForm } from '../../../conversation/protocol/http/asking.ts';
import { askingOf, checkAsking, isSameAsking, newField, valuesOfAsking } from './asking-form.ts';

const form: AskingForm = {
  when: 'away',
  name: 'must',
  email: 'may',
  phone: 'no',
  own: [
    { kind: 'choice', label: 'Topic', required: true, choices: ['Bill', 'Meter'] },
    { kind: 'check', label: 'Urgent', required: false },
  ],
  help: 'Who are you?',
  consent: { text: 'Kept for a year.', link: 'https://example.org/privacy' },
};
const values = valuesOfAsking(form);

test('what is shown and not changed is what was saved', () => {
  expect(askingOf(values)).toEqual(form);
  expect(isSameAsking(askingOf(values), form)).toBe(true);
  expect(isSameAsking({ ...form, help: '' }, form)).toBe(false);
  expect(checkAsking(values)).toEqual({});
});

test('without a text there is nothing to agree to', () => {
  expect(askingOf({ ...values, consentText: ' ', consentLink: '' }).consent).toBeNull();
});

test('[W9] each field says what is wrong with it', () => {
  const own = (field: object) => checkAsking({ ...values, own: [{ ...newField, ...field }] });
  expect(own({})).toEqual({ 'label.0': 'Write what is asked.' });
  expect(Object.keys(own({ label: 'A'.repeat(81) }))).toEqual(['label.0']);
  expect(Object.keys(own({ label: 'A\u202Eb' }))).toEqual(['label.0']);
  expect(Object.keys(own({ label: 'A', kind: 'choice', choices: 'one' }))).toEqual(['choices.0']);
  expect(Object.keys(own({ label: 'A', kind: 'choice', choices: 'one, one' }))).toEqual([
    'choices.0',
  ]);
  const twice = [newField, newField].map((one) => ({ ...one, label: 'Same' }));
  expect(checkAsking({ ...values, own: twice })).toEqual({ 'label.1': 'This is asked already.' });
  const link = (consentLink: string) => Object.keys(checkAsking({ ...values, consentLink }));
  expect(link('javascript:alert(1)')).toEqual(['consentLink']);
  expect(link('https://example.org')).toEqual([]);
  expect(Object.keys(checkAsking({ ...values, consentText: '' }))).toEqual(['consentText']);
  expect(Object.keys(checkAsking({ ...values, help: 'a'.repeat(301) }))).toEqual(['help']);
});
