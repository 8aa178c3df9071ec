/** What a department asks before a conversation, as its form in the console has it. */
import * as v from 'valibot';
import {
  askingForm,
  consentCharacters,
  helpCharacters,
  labelCharacters,
  mostChoices,
  type AskingForm,
  type OwnField,
} from '../../../conversation/protocol/http/asking.ts';

export interface OwnFieldValues {
  readonly label: string;
  readonly kind: OwnField['kind'];
  readonly required: boolean;
  /** Parted by commas. */
  readonly choices: string;
}
export interface AskingValues extends Pick<
  AskingForm,
  'when' | 'name' | 'email' | 'phone' | 'help'
> {
  readonly own: readonly OwnFieldValues[];
  readonly consentText: string;
  readonly consentLink: string;
}
/** `label.0` and `choices.0` belong to the first own field. */
export type AskingErrors = Partial<
  Record<'help' | 'consentText' | 'consentLink' | `label.${number}` | `choices.${number}`, string>
>;

export const newField: OwnFieldValues = { label: '', kind: 'line', required: false, choices: '' };

export function valuesOfAsking({ consent, own, ...form }: AskingForm): AskingValues {
  return {
    ...form,
    own: own.map((field) => ({
      label: field.label,
      kind: field.kind,
      required: field.required,
      choices: field.kind === 'choice' ? field.choices.join(', ') : '',
    })),
    consentText: consent?.text ?? '',
    consentLink: consent?.link ?? '',
  };
}

const choicesIn = (text: string) =>
  text
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean);

function fieldOf({ label, kind, required, choices }: OwnFieldValues): OwnField {
  const base = { label: label.trim(), required };
  return kind === 'choice' ? { kind, ...base, choices: choicesIn(choices) } : { kind, ...base };
}

export function askingOf(values: AskingValues): AskingForm {
  const { own, consentText, consentLink, ...form } = values;
  const [text, link] = [consentText.trim(), consentLink.trim()];
  return {
    ...form,
    help: form.help.trim(),
    own: own.map(fieldOf),
    consent: text === '' ? null : { text, ...(link && { link }) },
  };
}

/** @returns a sentence for each field that is wrong. */
export function checkAsking(values: AskingValues): AskingErrors {
  const errors: AskingErrors = {};
  if (values.help.length > helpCharacters) {
    errors.help = `Write at most ${helpCharacters} characters.`;
  }
  if (values.consentText.length > consentCharacters) {
    errors.consentText = `Write at most ${consentCharacters} characters.`;
  } else if (values.consentText.trim() === '' && values.consentLink.trim() !== '') {
    errors.consentText = 'Write what people agree to.';
  }
  const labels = values.own.map(({ label }) => label.trim());
  for (const [at, field] of values.own.entries()) {
    const label = field.label.trim();
    if (label === '') errors[`label.${at}`] = 'Write what is asked.';
    else if (label.length > labelCharacters) {
      errors[`label.${at}`] = `Write at most ${labelCharacters} characters.`;
    } else if (labels.indexOf(label) !== at) errors[`label.${at}`] = 'This is asked already.';
    if (field.kind !== 'choice') continue;
    const choices = choicesIn(field.choices);
    if (choices.length < 2 || new Set(choices).size < choices.length) {
      errors[`choices.${at}`] = 'Write at least two different choices, parted by commas.';
    } else if (
      choices.length > mostChoices ||
      choices.some((one) => one.length > labelCharacters)
    ) {
      errors[`choices.${at}`] =
        `Write at most ${mostChoices} choices of ${labelCharacters} characters.`;
    }
  }
  if (Object.keys(errors).length > 0) return errors;
  const parsed = v.safeParse(askingForm, askingOf(values));
  const wrong = parsed.issues?.[0];
  if (wrong === undefined) return errors;
  const path = v.getDotPath(wrong) ?? '';
  if (path === 'consent.link') {
    errors.consentLink = 'Write an address like https://example.org/privacy.';
  } else if (path.startsWith('own.')) {
    errors[`label.${Number(path.split('.')[1])}`] = 'Write one line of plain text.';
  } else if (path === 'consent.text') errors.consentText = 'Write one line of plain text.';
  else errors.help = 'Write one line of plain text.';
  return errors;
}

export const isSameAsking = (a: AskingForm, b: AskingForm): boolean =>
  JSON.stringify(valuesOfAsking(a)) === JSON.stringify(valuesOfAsking(b));
