/** The kinds of conversation (who may do what in each: signaling/conversations/kinds.ts). */
import * as v from 'valibot';

export const conversationKinds = [
  'support',
  'course',
  'direct',
  'study-group',
  'discussion',
  'departments',
  'announcement',
] as const;
export type ConversationKind = (typeof conversationKinds)[number];
export const conversationKind = v.picklist(conversationKinds);

/** Raised to a department, and answered by one of it. */
export const queuedKinds = ['support', 'course', 'departments'] as const;
export type QueuedKind = (typeof queuedKinds)[number];

/** Open among the people of one department until they are closed. */
export const groupKinds = ['direct', 'study-group', 'discussion', 'announcement'] as const;
export type GroupKind = (typeof groupKinds)[number];

export function isGroup(kind: ConversationKind): kind is GroupKind {
  return (groupKinds as readonly ConversationKind[]).includes(kind);
}
