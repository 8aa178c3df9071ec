/** What kinds of conversation are called where people begin and read them. */
import type { ConversationSummary } from '../../conversation/protocol/conversation.ts';
import type { ConversationKind } from '../../conversation/protocol/kinds.ts';
import { groupWords } from './words/group-words.ts';

/** On the button, or beside the choice, that begins one. */
export const beginWords: Readonly<Record<ConversationKind, string>> = {
  support: 'Start a conversation',
  course: 'Ask the course',
  direct: 'Direct message',
  'study-group': 'Study group',
  discussion: 'Discussion',
  departments: 'Thread to another department',
  announcement: 'Announcement',
};

export const kindName = (kind: ConversationKind) => groupWords(`kind.${kind}`);
/** Who reads and writes in one. */
export const kindSentence = (kind: ConversationKind) => groupWords(`about.${kind}`);

/** The order in which they are offered: what is begun most comes first. */
export const beginnable: readonly ConversationKind[] = [
  'direct',
  'study-group',
  'discussion',
  'announcement',
  'departments',
];

/** What stands above a conversation, and in lists: its title, or who raised it. */
export function titleOf(summary: ConversationSummary): string {
  return summary.title ?? summary.client.name;
}

/** "Study group · 4 people · Physics"; nothing of support, which is what most of them are. */
export function markOf(summary: ConversationSummary, department?: string): string | undefined {
  if (summary.kind === 'support') return undefined;
  const { people } = summary;
  // Of what is said to everybody it would be how many have written.
  const counts = summary.kind === 'study-group' && people !== undefined;
  const parts = [
    kindName(summary.kind),
    counts ? groupWords('people', { count: people }) : undefined,
    department,
  ];
  return parts.filter((part) => part !== undefined).join(' · ');
}

/** Why there is no box to write in. */
export function whyReadOnly(kind: ConversationKind | undefined): string {
  switch (kind) {
    case 'announcement':
      return groupWords('read.announcement');
    case 'departments':
      return groupWords('read.departments');
    default:
      return groupWords('read.only');
  }
}
