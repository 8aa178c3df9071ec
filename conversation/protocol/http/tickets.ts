/** Tickets, over HTTP. */
import * as v from 'valibot';
import { conversationSummary } from '../conversation.ts';
import { departmentId } from '../ids.ts';
import { queryNumber } from '../http.ts';
import { parseSubject, subjectCharacters, ticketStatus, typedSubject } from '../ticket.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const isRefused = (typed: string, refusal: string): boolean => {
  const parsed = parseSubject(typed);
  return !parsed.ok && parsed.refusal === refusal;
};

export const subject = v.pipe(
  typedSubject,
  v.check((typed) => !isRefused(typed, 'subject-missing'), 'must not be empty'),
  v.check(
    (typed) => !isRefused(typed, 'subject-too-long'),
    `must have at most ${subjectCharacters} characters`,
  ),
  v.transform((typed) => {
    const parsed = parseSubject(typed);
    return parsed.ok ? parsed.value : '';
  }),
);

/**
 * POST /api/tickets → 201: raises a conversation with a subject. What is to be said in it, the customer's own peer
 * says, as only that can sign it.
 */
export const newTicket = v.strictObject({ department: departmentId, subject });
export type NewTicketRequest = v.InferInput<typeof newTicket>;
export const newTicketAnswer = v.object({ summary: conversationSummary });
export type NewTicketAnswer = v.InferOutput<typeof newTicketAnswer>;

/** GET /api/tickets: new ones first, then the latest change first. Customers get their own. */
export const ticketsQuery = v.strictObject({
  status: v.optional(ticketStatus),
  department: v.optional(departmentId),
  /** How many were seen already. */
  skip: v.optional(queryNumber(0, 1_000_000), '0'),
  limit: v.optional(queryNumber(1, 100), '50'),
});
export const ticketsAnswer = v.object({
  /** Each has its `ticket`. */
  tickets: v.array(conversationSummary),
  /** New ones among all that one may see, whatever was asked for. */
  fresh: count,
  /** Whether there are further ones. */
  more: v.boolean(),
});
export type TicketsAnswer = v.InferOutput<typeof ticketsAnswer>;
