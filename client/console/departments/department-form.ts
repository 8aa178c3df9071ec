/** A department's settings as forms have them: text in fields, whole numbers and seconds behind it. */
import type {
  ChangeDepartmentRequest,
  DepartmentJson,
} from '../../../conversation/protocol/http/departments.ts';
import type { FormErrors } from '../../ui/form.ts';

export interface DepartmentValues extends Pick<
  DepartmentJson,
  | 'name'
  | 'description'
  | 'greeting'
  | 'offlineMessage'
  | 'firstAnswer'
  | 'connection'
  | 'whoCloses'
  | 'names'
  | 'tellsWatching'
  | 'previews'
  | 'kinds'
> {
  readonly agentCapacity: string;
  readonly botCapacity: string;
  /** Seconds. */
  readonly graceMs: string;
  readonly maxOpenThreads: string;
  readonly maxWorkers: string;
}
export type DepartmentField = keyof DepartmentValues;

/** The groups in which they are edited and saved. */
export const groups = {
  about: ['name', 'description', 'greeting', 'offlineMessage'],
  answers: ['firstAnswer', 'agentCapacity', 'botCapacity', 'graceMs', 'connection'],
  policies: [
    'maxOpenThreads',
    'maxWorkers',
    'whoCloses',
    'names',
    'tellsWatching',
    'previews',
    'kinds',
  ],
} as const satisfies Record<string, readonly DepartmentField[]>;
export type Group = keyof typeof groups;

const bounds = {
  agentCapacity: [0, 1000],
  botCapacity: [0, 100_000],
  graceMs: [0, 24 * 60 * 60],
  maxOpenThreads: [1, 1000],
  maxWorkers: [0, 1000],
} as const;
type NumberField = keyof typeof bounds;

export function valuesOf(department: DepartmentJson): DepartmentValues {
  return {
    ...department,
    agentCapacity: String(department.agentCapacity),
    botCapacity: String(department.botCapacity),
    graceMs: String(Math.round(department.graceMs / 1000)),
    maxOpenThreads: String(department.maxOpenThreads),
    maxWorkers: String(department.maxWorkers),
  };
}

/** @returns a sentence for each field that is wrong. */
export function checkDepartment(values: DepartmentValues): FormErrors<DepartmentField> {
  const errors: FormErrors<DepartmentField> = {};
  const name = values.name.trim();
  if (name === '') errors.name = 'Write a name.';
  else if (name.length > 80) errors.name = 'A name has at most 80 characters.';
  for (const field of ['description', 'greeting', 'offlineMessage'] as const) {
    if (values[field].length > 500) errors[field] = 'Write at most 500 characters.';
  }
  for (const field of Object.keys(bounds) as NumberField[]) {
    const [least, most] = bounds[field];
    if (wholeNumber(field, values[field]) !== undefined) continue;
    errors[field] =
      field === 'graceMs'
        ? 'Write whole seconds, at most a day.'
        : `Write a whole number from ${least} to ${most}.`;
  }
  return errors;
}

/** @returns of the fields of one group only what differs, so that two admins do not undo one another. */
export function changesOf(
  department: DepartmentJson,
  values: DepartmentValues,
  group: Group,
): ChangeDepartmentRequest {
  const fields: readonly DepartmentField[] = groups[group];
  const changed = fields
    .map((field) => [field, wantedOf(field, values)] as const)
    .filter(([field, wanted]) => wanted !== undefined && !isSame(wanted, department[field]));
  return Object.fromEntries(changed) as ChangeDepartmentRequest;
}

function wantedOf(field: DepartmentField, values: DepartmentValues) {
  switch (field) {
    case 'name':
      return values.name.trim();
    case 'graceMs': {
      const seconds = wholeNumber(field, values.graceMs);
      return seconds === undefined ? undefined : seconds * 1000;
    }
    case 'agentCapacity':
    case 'botCapacity':
    case 'maxOpenThreads':
    case 'maxWorkers':
      return wholeNumber(field, values[field]);
    default:
      return values[field];
  }
}

/** A set of kinds is the same in any order. */
function isSame(a: unknown, b: unknown): boolean {
  const plain = (value: unknown) =>
    Array.isArray(value) ? value.map(String).toSorted().join() : value;
  return plain(a) === plain(b);
}

function wholeNumber(field: NumberField, text: string): number | undefined {
  const [least, most] = bounds[field];
  const trimmed = text.trim();
  const number = Number(trimmed);
  return /^[0-9]+$/.test(trimmed) && number >= least && number <= most ? number : undefined;
}
