/** What a conversation is, as the server tells it to participants. */
import * as v from 'valibot';
import { conversationId, departmentId, participantId, type ParticipantId } from './ids.ts';
import { conversationKind } from './kinds.ts';
import { ticket } from './ticket.ts';

/** What a participant is in one conversation. Certificates carry it. */
export const roles = ['client', 'agent', 'bot', 'server'] as const;
export type Role = (typeof roles)[number];
export const role = v.picklist(roles);

/** The two sides of a support conversation: who raised it, and who answers. */
export type Side = 'client' | 'staff';
export function sideOf(participantRole: Role): Side {
  return participantRole === 'client' ? 'client' : 'staff';
}

/** How the peers of a conversation may connect (a department's policy). */
export const connectionPolicies = ['direct', 'relay', 'server'] as const;
export type ConnectionPolicy = (typeof connectionPolicies)[number];
export const connectionPolicy = v.picklist(connectionPolicies);

const moment = v.pipe(v.number(), v.integer(), v.minValue(0));
export const shownName = v.pipe(v.string(), v.minLength(1), v.maxLength(80));

export const participant = v.object({
  id: participantId,
  name: shownName,
  role,
});
export type Participant = v.InferOutput<typeof participant>;

/** `position` counts from 1. Moments are milliseconds of Unix time by the server's clock. */
export const conversationStatus = v.variant('state', [
  v.object({
    state: v.literal('waiting'),
    since: moment,
    position: v.pipe(v.number(), v.integer(), v.minValue(1)),
  }),
  v.object({ state: v.literal('assigned'), since: moment, to: participant }),
  /** Of those without a queue: nobody in particular answers. */
  v.object({ state: v.literal('open'), since: moment }),
  v.object({
    state: v.literal('closed'),
    since: moment,
    by: v.nullable(participant),
  }),
]);
export type ConversationStatus = v.InferOutput<typeof conversationStatus>;

/** One line of a list of conversations. */
export const conversationSummary = v.object({
  conversation: conversationId,
  kind: conversationKind,
  department: departmentId,
  /** Which department raised it; absent where names are masked, and where none did. */
  from: v.optional(v.object({ department: departmentId, name: v.string() })),
  /**
   * What a group is called; a direct one by those in it, and for each of them by the other one. What departments say
   * to each other has one for those whose department asks: whom it asks.
   */
  title: v.optional(v.string()),
  /** How many take part in a group; those who only read are not counted. */
  people: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  /** Whoever raised or started it. */
  client: participant,
  status: conversationStatus,
  createdAt: moment,
  /** When the archive last received an entry, or `createdAt`. */
  activeAt: moment,
  /** Entries in the archive. */
  entries: v.pipe(v.number(), v.integer(), v.minValue(0)),
  /** Set where it is one. */
  ticket: v.optional(ticket),
  /** Since then nobody can read what was said in it. */
  erasedAt: v.optional(moment),
});
export type ConversationSummary = v.InferOutput<typeof conversationSummary>;

/** @returns who answers now, or undefined while nobody does. */
export function answeredBy(status: ConversationStatus): ParticipantId | undefined {
  return status.state === 'assigned' ? status.to.id : undefined;
}
