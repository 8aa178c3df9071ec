/** What staff keep beside a conversation: labels, priority, until when it sleeps; and what they know of its client. */
import * as v from 'valibot';
import { conversationSummary, shownName } from '../conversation.ts';
import { conversationId, labelId } from '../ids.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const moment = count;

/** From the least to the most urgent. */
export const priorities = ['none', 'low', 'medium', 'high', 'urgent'] as const;
export const priority = v.picklist(priorities);
export type Priority = (typeof priorities)[number];

/** On one conversation. */
export const mostLabelsOn = 10;
/** The longest sleep. */
export const snoozeMs = 366 * 24 * 60 * 60_000;

export const beside = v.object({
  conversation: conversationId,
  labels: v.array(labelId),
  priority,
  /** Set while it sleeps. */
  snoozedUntil: v.optional(moment),
  notes: count,
  /** Notes that mention whoever asks, and that they have not seen. */
  mentions: count,
});
export type BesideJson = v.InferOutput<typeof beside>;

/** GET /api/beside: open conversations that one may read the notes of and beside which there is something. */
export const allBesideAnswer = v.object({
  items: v.array(beside),
  /** Those in which one is mentioned and has not looked, whoever answers them; closed ones too. */
  mentioned: v.array(conversationSummary),
});
export type AllBesideAnswer = v.InferOutput<typeof allBesideAnswer>;

/** GET /api/conversations/:id/beside; also the answer to what changes it. */
export const besideAnswer = v.object({ beside });
export type BesideAnswer = v.InferOutput<typeof besideAnswer>;

/** PATCH /api/conversations/:id/beside */
export const changeBeside = v.strictObject({
  priority: v.optional(priority),
  /** By the server's clock; null wakes it. */
  snoozedUntil: v.optional(v.nullable(moment)),
});
export type ChangeBesideRequest = v.InferInput<typeof changeBeside>;

export const mostClientAttributes = 30;
export const attributeNameCharacters = 40;
export const attributeValueCharacters = 200;
const line = (most: number) =>
  v.pipe(
    v.string(),
    v.trim(),
    v.minLength(1, 'must not be empty'),
    v.maxLength(most, `must have at most ${most} characters`),
    v.regex(/^[^\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]*$/u, 'must be one line of text'),
  );

/** GET /api/conversations/:id/attributes: what the staff of its department noted about its client. */
export const clientAttributesAnswer = v.object({
  /** The conversation is masked: nothing is kept about its client. */
  hidden: v.boolean(),
  attributes: v.array(v.object({ name: v.string(), value: v.string(), by: shownName, at: moment })),
});
export type ClientAttributesAnswer = v.InferOutput<typeof clientAttributesAnswer>;

/** PATCH /api/conversations/:id/attributes: null takes it away. */
export const changeClientAttribute = v.strictObject({
  name: line(attributeNameCharacters),
  value: v.nullable(line(attributeValueCharacters)),
});
export type ChangeClientAttributeRequest = v.InferInput<typeof changeClientAttribute>;

/** GET /api/conversations/:id/previous: other ones of the same client that one may read, newest activity first. */
export const previousAnswer = v.object({ conversations: v.array(conversationSummary) });
export type PreviousAnswer = v.InferOutput<typeof previousAnswer>;
export const mostPrevious = 20;
