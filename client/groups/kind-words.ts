/** What kinds of conversation are called where people begin and read them. */
import type { ConversationSummary } from '../../conversation/protocol/conversation.ts';
import type { ConversationKind } from '../../conversation/protocol/kinds.ts';

export interface KindWords {
  readonly name: string;
  /** On the button, or beside the choice, that begins one. */
  readonly begin: string;
  readonly sentence: string;
}

export const kindWords: Readonly<Record<ConversationKind, KindWords>> = {
  support: {
    name: 'Support',
    begin: 'Start a conversation',
    sentence: 'You and whoever answers here.',
  },
  course: {
    name: 'Course',
    begin: 'Ask the course',
    sentence: 'Only you and the instructor who answers read it.',
  },
  direct: {
    name: 'Direct message',
    begin: 'Direct message',
    sentence: 'You and one other person.',
  },
  'study-group': {
    name: 'Study group',
    begin: 'Study group',
    sentence: 'You and those whom you invite. Everybody in it reads and writes.',
  },
  discussion: {
    name: 'Discussion',
    begin: 'Discussion',
    sentence: 'Everybody of the department reads and writes.',
  },
  departments: {
    name: 'Between departments',
    begin: 'Thread to another department',
    sentence: 'In the name of your department, to another one.',
  },
  announcement: {
    name: 'Announcement',
    begin: 'Announcement',
    sentence: 'Everybody of the department reads it; only staff write.',
  },
};

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
    kindWords[summary.kind].name,
    counts ? (people === 1 ? '1 person' : `${people} people`) : undefined,
    department,
  ];
  return parts.filter((part) => part !== undefined).join(' · ');
}

/** Why there is no box to write in. */
export function whyReadOnly(kind: ConversationKind | undefined): string {
  switch (kind) {
    case 'announcement':
      return 'Only staff write in announcements.';
    case 'departments':
      return 'You read along with your department.';
    default:
      return 'You can read this conversation, but not write in it.';
  }
}
