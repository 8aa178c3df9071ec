/** A ticket: a conversation with a subject, a number that people can say, and a status of its own. */
import * as v from 'valibot';
import { accept, refuse, type Result } from './result.ts';

/** No sign is taken for another one: neither 0 and O, nor 1, I and L, nor U and V. */
export const ticketAlphabet = '23456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Written with a `#` before it where people read it. */
export const ticketNumber = v.pipe(v.string(), v.regex(/^[2-9A-HJKMNP-TV-Z]{5}$/));

export const ticketStatuses = [
  'new',
  'assigned',
  'waiting-for-customer',
  'solved',
  'closed',
] as const;
export type TicketStatus = (typeof ticketStatuses)[number];
export const ticketStatus = v.picklist(ticketStatuses);

/** What staff may say of a ticket; the others come with what happens to its conversation. */
export const settableTicketStatus = v.picklist(['assigned', 'waiting-for-customer', 'solved']);
export type SettableTicketStatus = v.InferOutput<typeof settableTicketStatus>;

export const subjectCharacters = 150;
/** What is looked at at all: whoever sends more than a subject gets a sentence, whoever sends a book does not. */
const longestTyped = 4000;
export const typedSubject = v.pipe(v.string(), v.maxLength(longestTyped));

export const ticket = v.object({
  number: ticketNumber,
  subject: v.pipe(v.string(), v.minLength(1), v.maxLength(2 * subjectCharacters)),
  status: ticketStatus,
  /** When it got this status, ms of Unix time by the server's clock. */
  since: v.pipe(v.number(), v.integer(), v.minValue(0)),
});
export type Ticket = v.InferOutput<typeof ticket>;

export type SubjectRefusal = 'subject-missing' | 'subject-too-long';

/** What is no text, and marks that turn the direction of what follows. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const unwritable = /[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]|\p{Surrogate}/gu;

/** The one way from what somebody typed to a subject: one line, counted in characters as people count them. */
export function parseSubject(typed: string): Result<string, SubjectRefusal> {
  // NFC puts marks in order, which takes the square of their number.
  if (typed.length > longestTyped) return refuse('subject-too-long');
  const line = typed.replaceAll(unwritable, ' ').replaceAll(/\s+/gu, ' ').normalize('NFC').trim();
  if (line === '') return refuse('subject-missing');
  return Array.from(line).length > subjectCharacters ? refuse('subject-too-long') : accept(line);
}

export const subjectSentences: Readonly<Record<SubjectRefusal, string>> = {
  'subject-missing': 'Say in a few words what it is about.',
  'subject-too-long': `A subject has at most ${subjectCharacters} characters.`,
};
