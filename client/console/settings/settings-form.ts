/** The department's settings as a form has them: text in fields, whole numbers and seconds behind it. */
import type {
  ChangeDepartmentRequest,
  DepartmentJson,
} from '../../../conversation/protocol/http/departments.ts';
import type { FormErrors } from '../people/account-form.ts';

export type SettingsField = 'name' | 'greeting' | 'agentCapacity' | 'graceMs';

export interface SettingsValues {
  readonly name: string;
  readonly greeting: string;
  readonly firstAnswer: DepartmentJson['firstAnswer'];
  readonly connection: DepartmentJson['connection'];
  readonly agentCapacity: string;
  readonly graceSeconds: string;
}

const mostCapacity = 1000;
const mostGraceSeconds = 24 * 60 * 60;

export function valuesOf(department: DepartmentJson): SettingsValues {
  return {
    name: department.name,
    greeting: department.greeting,
    firstAnswer: department.firstAnswer,
    connection: department.connection,
    agentCapacity: String(department.agentCapacity),
    graceSeconds: String(Math.round(department.graceMs / 1000)),
  };
}

/** @returns a sentence for each field that is wrong. */
export function checkSettings(values: SettingsValues): FormErrors<SettingsField> {
  const errors: FormErrors<SettingsField> = {};
  const name = values.name.trim();
  if (name === '') errors.name = 'Write a name.';
  else if (name.length > 80) errors.name = 'A name has at most 80 characters.';
  if (values.greeting.length > 500) errors.greeting = 'A greeting has at most 500 characters.';
  if (wholeNumber(values.agentCapacity, mostCapacity) === undefined) {
    errors.agentCapacity = `Write a whole number from 0 to ${mostCapacity}.`;
  }
  if (wholeNumber(values.graceSeconds, mostGraceSeconds) === undefined) {
    errors.graceMs = 'Write whole seconds, at most a day.';
  }
  return errors;
}

/** @returns only what differs, so that two admins do not undo one another; `{}` where nothing does. */
export function changesOf(
  department: DepartmentJson,
  values: SettingsValues,
): ChangeDepartmentRequest {
  const wanted = {
    name: values.name.trim(),
    greeting: values.greeting,
    firstAnswer: values.firstAnswer,
    connection: values.connection,
    agentCapacity: wholeNumber(values.agentCapacity, mostCapacity),
    graceMs: secondsToMs(wholeNumber(values.graceSeconds, mostGraceSeconds)),
  };
  const changed = Object.entries(wanted).filter(
    ([name, value]) => value !== undefined && value !== department[name as keyof typeof wanted],
  );
  return Object.fromEntries(changed) as ChangeDepartmentRequest;
}

function secondsToMs(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : seconds * 1000;
}

function wholeNumber(text: string, most: number): number | undefined {
  const trimmed = text.trim();
  const number = Number(trimmed);
  return /^[0-9]+$/.test(trimmed) && number <= most ? number : undefined;
}
