/** What it takes to begin a conversation of each kind, and what is still missing. */
import type { OwnDepartmentsAnswer } from '../../conversation/protocol/http/groups.ts';
import { titleCharacters } from '../../conversation/protocol/http/groups.ts';
import type { ConversationKind } from '../../conversation/protocol/kinds.ts';
import { parseSubject, subjectSentences } from '../../conversation/protocol/ticket.ts';
import type { FormErrors } from '../ui/form.ts';
import { beginnable } from './kind-words.ts';

export type OwnDepartment = OwnDepartmentsAnswer['departments'][number];

export type BeginField = 'title' | 'people' | 'to' | 'subject';
/** `people`: accounts, with commas between them. `to`: a department. */
export type BeginValues = Readonly<Record<BeginField, string>>;

export const nothingBegun: BeginValues = { title: '', people: '', to: '', subject: '' };

/** What somebody may begin in at least one of these, in the order in which it is offered. */
export function kindsToBegin(departments: readonly OwnDepartment[]): readonly ConversationKind[] {
  return beginnable.filter((kind) => departments.some(({ mayStart }) => mayStart.includes(kind)));
}

export function takesTitle(kind: ConversationKind): boolean {
  return kind === 'study-group' || kind === 'discussion' || kind === 'announcement';
}

export function takesPeople(kind: ConversationKind): boolean {
  return kind === 'direct' || kind === 'study-group';
}

export function checkBeginning(
  kind: ConversationKind,
  { title, people, to, subject }: BeginValues,
): FormErrors<BeginField> {
  const errors: FormErrors<BeginField> = {};
  if (takesTitle(kind)) {
    const length = Array.from(title.trim()).length;
    if (length === 0) errors.title = 'Write a title, so that people know what it is about.';
    if (length > titleCharacters) errors.title = `Use ${titleCharacters} characters at most.`;
  }
  if (kind === 'direct' && people === '') errors.people = 'Choose whom you want to write to.';
  if (kind === 'departments') {
    if (to === '') errors.to = 'Choose a department.';
    const parsed = parseSubject(subject);
    if (subject.trim() !== '' && !parsed.ok) errors.subject = subjectSentences[parsed.refusal];
  }
  return errors;
}
