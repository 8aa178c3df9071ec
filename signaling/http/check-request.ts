/** Turns what a schema found into a sentence that quotes nothing of what was sent. */
import * as v from 'valibot';
import { accept, refuse, type Result } from '../../conversation/protocol/result.ts';
import { refusal, type Answer } from './answer.ts';

/** @returns the checked value, or the answer that says which field is wrong. */
export function checkRequest<Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
): Result<v.InferOutput<Schema>, Answer> {
  // To valibot a list is an object too.
  if (Array.isArray(value)) return refuse(notAnObject());
  if (hasUnknownKey(schema, value)) return refuse(unknownField());
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return accept(result.output);
  const [issue] = result.issues;
  const field = issue.path?.map((item) => String(item.key)).join('.');
  // An unknown key is the sender's own word, so it is not named.
  if (issue.type === 'strict_object' && issue.expected === 'never') {
    return refuse(unknownField());
  }
  if (field === undefined) {
    return refuse(notAnObject());
  }
  return refuse(refusal('malformed', `${field} ${complaintOf(issue)}.`, field));
}

const notAnObject = () =>
  refusal('malformed', 'The request must be a JSON object with the known fields.');
const unknownField = () => refusal('malformed', 'The request has a field that is not known here.');

/** Valibot takes names that every object inherits, like `constructor`, for known ones. */
function hasUnknownKey(schema: v.GenericSchema, value: unknown): boolean {
  if (!('entries' in schema) || typeof value !== 'object' || value === null) return false;
  const known = schema.entries as object;
  return Object.keys(value).some((key) => !Object.hasOwn(known, key));
}

/** Our own words where the schema has them ("must …"), else what the schema knows, but never the value. */
function complaintOf(issue: v.BaseIssue<unknown>): string {
  if (issue.message.startsWith('must ')) return issue.message;
  if (issue.input === undefined) return 'is missing';
  switch (issue.type) {
    case 'max_length':
      return `must have at most ${String(issue.requirement)} characters`;
    case 'min_length':
      return issue.requirement === 1
        ? 'must not be empty'
        : `must have at least ${String(issue.requirement)} characters`;
    case 'max_value':
      return `must be at most ${String(issue.requirement)}`;
    case 'min_value':
      return `must be at least ${String(issue.requirement)}`;
    case 'picklist':
      return `must be one of ${String(issue.expected)}`;
    case 'integer':
      return 'must be a whole number';
    default:
      return `must be ${String(issue.expected ?? 'well-formed')}`;
  }
}
