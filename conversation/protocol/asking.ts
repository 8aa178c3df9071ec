/** Which answers a department's form takes: checked as one types, and again by the server. */
import * as v from 'valibot';
import {
  askedAnswers,
  contactFields,
  lineCharacters,
  type AskedAnswers,
  type AskingForm,
  type ContactField,
  type OwnField,
} from './http/asking.ts';
import { email, mobile } from './http/contact.ts';

/** `own.0` is the first one of the department's own fields. */
export type AskedField = ContactField | `own.${number}` | 'consent';
export type AskedTrouble = 'missing' | 'not-an-email' | 'not-a-phone' | 'not-a-choice' | 'too-long';

/** What is asked of somebody of whom this is known. */
export function formFor(form: AskingForm, known: readonly ContactField[]): AskingForm {
  const asked = { ...form };
  for (const field of known) asked[field] = 'no';
  return asked;
}

/** Whether there is anything to fill in. */
export function asksAnything(form: AskingForm): boolean {
  return (
    form.own.length > 0 ||
    form.consent !== null ||
    contactFields.some((field) => form[field] !== 'no')
  );
}

/** @returns what is wrong, by field; empty: it can be sent */
export function checkAnswers(
  form: AskingForm,
  answers: AskedAnswers,
): ReadonlyMap<AskedField, AskedTrouble> {
  const wrong = new Map<AskedField, AskedTrouble>();
  for (const field of contactFields) {
    if (form[field] === 'must' && (answers[field] ?? '').trim() === '') wrong.set(field, 'missing');
  }
  const isWrong = (schema: typeof email | typeof mobile, text: string | undefined) =>
    text !== undefined && text.trim() !== '' && !v.safeParse(schema, text).success;
  if (isWrong(email, answers.email)) wrong.set('email', 'not-an-email');
  if (isWrong(mobile, answers.phone)) wrong.set('phone', 'not-a-phone');
  if ((answers.name ?? '').length > 80) wrong.set('name', 'too-long');
  for (const [at, field] of form.own.entries()) {
    const value = answers.own.find(({ label }) => label === field.label)?.value;
    const trouble = troubleWith(field, value);
    if (trouble !== undefined) wrong.set(`own.${at}`, trouble);
  }
  if (form.consent !== null && answers.consent === undefined) wrong.set('consent', 'missing');
  return wrong;
}

function troubleWith(
  field: OwnField,
  value: string | boolean | undefined,
): AskedTrouble | undefined {
  const isEmpty = value === undefined || value === false || String(value).trim() === '';
  if (isEmpty) return field.required ? 'missing' : undefined;
  switch (field.kind) {
    case 'check':
      return value === true ? undefined : 'not-a-choice';
    case 'choice':
      return field.choices.includes(String(value)) ? undefined : 'not-a-choice';
    case 'line':
      return String(value).length > lineCharacters ? 'too-long' : undefined;
    case 'text':
      return undefined;
  }
}

/** As they are sent: without what was left empty. @returns undefined where they cannot be sent */
export function answersToSend(form: AskingForm, typed: AskedAnswers): AskedAnswers | undefined {
  const given = Object.fromEntries(
    contactFields.flatMap((field) => {
      const text = form[field] === 'no' ? '' : (typed[field] ?? '').trim();
      return text === '' ? [] : [[field, text]];
    }),
  );
  const own = form.own.flatMap(({ label }) => {
    const answer = typed.own.find((one) => one.label === label);
    return answer === undefined || answer.value === '' ? [] : [answer];
  });
  const consent =
    form.consent !== null && typed.consent !== undefined ? form.consent.text : undefined;
  const parsed = v.safeParse(askedAnswers, { ...given, own, ...(consent && { consent }) });
  return parsed.success ? parsed.output : undefined;
}
