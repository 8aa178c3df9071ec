/**
 * What is said over `/session`, in both directions (PROTOCOL.md, section 3).
 *
 * Text frames are JSON messages of the unions below. Binary frames carry log entries: see `frames.ts`.
 * The first message is `hello`; until `welcome` nothing else is answered.
 */
import * as v from 'valibot';
import {
  connectionPolicy,
  conversationStatus,
  conversationSummary,
  participant,
  shownName,
} from './conversation.ts';
import { accountId, conversationId, departmentId, logId, participantId, topic } from './ids.ts';
import { settableTicketStatus, typedSubject } from './ticket.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffffffff));
const moment = v.pipe(v.number(), v.integer(), v.minValue(0));
const sentence = v.pipe(v.string(), v.maxLength(500));
const bytes = (most: number) =>
  v.pipe(v.string(), v.maxLength(Math.ceil((most * 4) / 3)), v.regex(/^[A-Za-z0-9_-]*$/));

/** Log id and how many of its entries are held: entries 0 to next - 1. A list of them is a state vector. */
export const logPosition = v.tuple([logId, count]);
export const stateVector = v.pipe(v.array(logPosition), v.maxLength(256));
export type StateVector = v.InferOutput<typeof stateVector>;

/** The session key of the peer for this conversation; `bytes` is raw (32 for Ed25519, 65 for P-256). */
const publicKey = v.object({
  algorithm: v.picklist(['Ed25519', 'P-256']),
  bytes: bytes(65),
});

/** A log that this start of the program can go on with, because it holds all of it (SPEC.md, LOG rules). */
const resume = v.object({ log: logId, next: count, head: bytes(32) });

const joining = {
  conversation: conversationId,
  key: publicKey,
  resume: v.optional(resume),
  have: stateVector,
};

/** Of what a client is writing, those who answer see this much: its end. */
export const previewCharacters = 500;
const previewText = v.pipe(v.string(), v.maxLength(previewCharacters));

/** Seen by staff only. */
export const transferNoteCharacters = 500;

export const transferTarget = v.variant('kind', [
  v.object({ kind: v.literal('account'), account: accountId }),
  v.object({ kind: v.literal('department'), department: departmentId }),
]);
export type TransferTarget = v.InferOutput<typeof transferTarget>;

export const toServer = v.variant('type', [
  v.object({
    type: v.literal('hello'),
    version: count,
    ticket: v.pipe(v.string(), v.maxLength(64)),
  }),
  /** Raises a conversation with an id made by the client, so that repeating it changes nothing; then joins it. */
  v.object({
    type: v.literal('start'),
    ...joining,
    department: v.optional(departmentId),
    /** Left out: support. Courses take it from those who are enrolled; other kinds begin over HTTP. */
    kind: v.optional(v.picklist(['support', 'course'])),
    /** User name of the bot that should answer; ignored where it cannot. */
    prefer: v.optional(v.pipe(v.string(), v.maxLength(64))),
    /** Makes it a ticket. */
    subject: v.optional(typedSubject),
  }),
  /**
   * `write`: something is to be said. Where everybody of a department may read, whoever does not say so is answered
   * with `watching` and needs no log.
   */
  v.object({ type: v.literal('join'), ...joining, write: v.optional(v.boolean()) }),
  /** Receives a conversation silently, without taking part in it. */
  v.object({ type: v.literal('watch'), conversation: conversationId, have: stateVector }),
  v.object({ type: v.literal('leave'), conversation: conversationId }),
  /** "This is what I hold": the answer is the missing entries and their receipts. */
  v.object({ type: v.literal('sync'), conversation: conversationId, have: stateVector }),
  /** `saidAt`: when it was said, where that is not now. What was said later stands. */
  v.object({
    type: v.literal('available'),
    available: v.boolean(),
    saidAt: v.optional(moment),
  }),
  v.object({ type: v.literal('typing'), conversation: conversationId, typing: v.boolean() }),
  /** A client's: what stands in the box to write in, for those who answer; empty: nothing any more. */
  v.object({ type: v.literal('preview'), conversation: conversationId, text: previewText }),
  /** A direct link to the peer that writes `log` was proven in both directions, or is gone. */
  v.object({ type: v.literal('link'), conversation: conversationId, log: logId, up: v.boolean() }),
  v.object({ type: v.literal('close'), conversation: conversationId }),
  /** A bot asks for a person. */
  v.object({ type: v.literal('handover'), conversation: conversationId }),
  /** Passes it on. `from`: who answers it as far as one knows; it is refused where that is not so any more. */
  v.object({
    type: v.literal('transfer'),
    conversation: conversationId,
    from: v.nullable(participantId),
    to: transferTarget,
    note: v.optional(v.pipe(v.string(), v.maxLength(transferNoteCharacters * 4))),
  }),
  v.object({
    type: v.literal('take-over'),
    conversation: conversationId,
    from: v.nullable(participantId),
  }),
  /** Makes it a ticket, or changes what it is about, or how far it is. */
  v.object({
    type: v.literal('ticket'),
    conversation: conversationId,
    subject: v.optional(typedSubject),
    status: v.optional(settableTicketStatus),
  }),
  /** Whether to be told of all open conversations that one may watch. */
  v.object({ type: v.literal('oversee'), on: v.boolean() }),
  /** Staff: it is before one's eyes now, instead of another one, or not any more. */
  v.object({ type: v.literal('view'), conversation: conversationId, on: v.boolean() }),
  v.object({ type: v.literal('ping') }),
]);
export type ToServer = v.InferOutput<typeof toServer>;

export const refusalCodes = [
  'malformed',
  'wrong-version',
  'bad-ticket',
  'not-allowed',
  'not-found',
  'already-closed',
  'limit',
  'flooding',
  'invalid-entry',
  'not-joined',
  'busy',
  'moved-on',
  'no-such-target',
  'target-inactive',
  'target-away',
  'target-full',
  'target-is-raiser',
  'already-there',
  'already-yours',
  'note-too-long',
  'subject-missing',
  'subject-too-long',
  'no-ticket',
  'customer-waits',
  'only-raiser',
  'too-many-threads',
  'only-starter',
  'wrong-kind',
  'not-enrolled',
  'erased',
] as const;
export type RefusalCode = (typeof refusalCodes)[number];

/** What is answered with `done`, or with a `refused` that names it. */
export const questions = ['transfer', 'take-over', 'watch', 'ticket', 'view'] as const;
export type Question = (typeof questions)[number];

const identity = v.variant('kind', [
  v.object({ kind: v.literal('visitor'), name: shownName }),
  v.object({
    kind: v.literal('account'),
    account: accountId,
    name: shownName,
    role: v.picklist(['super-admin', 'admin', 'agent', 'customer', 'bot']),
  }),
]);
export type Identity = v.InferOutput<typeof identity>;

/** The shape that RTCPeerConnection takes (W3C WebRTC, RTCIceServer). */
const iceServer = v.object({
  urls: v.array(v.string()),
  username: v.optional(v.string()),
  credential: v.optional(v.string()),
});
export type IceServer = v.InferOutput<typeof iceServer>;

/** Entries `from` to `from + count - 1` of `log` have archive numbers `seq` to `seq + count - 1`. */
export const receiptRun = v.object({
  log: logId,
  from: count,
  count,
  seq: count,
  receivedAt: moment,
  verdict: v.picklist(['accepted', 'quarantined']),
});
export type ReceiptRun = v.InferOutput<typeof receiptRun>;

/** More than these are not named. */
export const mostViewers = 20;

export const fromServer = v.variant('type', [
  v.object({
    type: v.literal('welcome'),
    version: count,
    /** Milliseconds of Unix time; certificates are judged by this clock, never by a local one. */
    now: moment,
    you: identity,
    /** Raw public key that signs certificates: P-256, 65 bytes. Peers keep the first one they see. */
    installationKey: bytes(65),
    /** What is open for this account or visitor. */
    conversations: v.array(conversationSummary),
    available: v.boolean(),
    /** When that was said; absent where the server has forgotten, or nothing was said. */
    availableSaidAt: v.optional(moment),
  }),
  v.object({
    type: v.literal('joined'),
    conversation: conversationId,
    you: participant,
    /** The log to write to, from position `next`; differs from `resume` where that could not be granted. */
    log: logId,
    next: count,
    certificate: bytes(512),
    connection: connectionPolicy,
    /** Absent where the conversation must not be signalled. */
    topic: v.optional(topic),
    iceServers: v.array(iceServer),
    status: conversationStatus,
    participants: v.array(participant),
    /** What the archive holds. */
    have: stateVector,
  }),
  v.object({
    type: v.literal('refused'),
    conversation: v.optional(conversationId),
    code: v.picklist(refusalCodes),
    message: sentence,
    /** For `invalid-entry`: the log whose upload was refused, and where the archive's copy ends. */
    log: v.optional(logId),
    next: v.optional(count),
    /** Which of the questions it answers, where it is one of them. */
    about: v.optional(v.picklist(questions)),
  }),
  v.object({
    type: v.literal('done'),
    conversation: conversationId,
    about: v.picklist(questions),
  }),
  /** The answer to `watch`, and to `join` of who only reads; the rest follows as after `joined`. */
  v.object({
    type: v.literal('watching'),
    conversation: conversationId,
    /** Whether a `join` with `write` would be granted. */
    mayWrite: v.boolean(),
    status: conversationStatus,
    participants: v.array(participant),
    have: stateVector,
  }),
  v.object({ type: v.literal('left'), conversation: conversationId, reason: sentence }),
  v.object({
    type: v.literal('status'),
    conversation: conversationId,
    status: conversationStatus,
    participants: v.array(participant),
  }),
  /** The list of this account's conversations changed: one to add or replace, or one to remove. */
  v.object({ type: v.literal('listed'), summary: conversationSummary }),
  v.object({ type: v.literal('unlisted'), conversation: conversationId }),
  /** To whoever oversees: open conversations to add or replace, and some to remove. `whole`: these are all. */
  v.object({
    type: v.literal('overview'),
    whole: v.boolean(),
    summaries: v.array(conversationSummary),
    gone: v.array(conversationId),
  }),
  /** To staff: a ticket of one of their departments is new, or not what it was. */
  v.object({ type: v.literal('tickets-changed') }),
  /** To staff: notes, labels, priority or sleep changed. `mentioned`: a note names whoever hears this. */
  v.object({
    type: v.literal('beside'),
    conversation: conversationId,
    mentioned: v.boolean(),
  }),
  /** To those of the staff who have it before them: who else has. */
  v.object({
    type: v.literal('viewers'),
    conversation: conversationId,
    people: v.pipe(
      v.array(v.object({ account: accountId, name: shownName })),
      v.maxLength(mostViewers),
    ),
  }),
  /** To staff who have it open: what the page around it told is not what it was. */
  v.object({ type: v.literal('context-changed'), conversation: conversationId }),
  v.object({
    type: v.literal('certificates'),
    conversation: conversationId,
    certificates: v.array(bytes(512)),
  }),
  v.object({
    type: v.literal('saved'),
    conversation: conversationId,
    runs: v.array(receiptRun),
  }),
  v.object({
    type: v.literal('typing'),
    conversation: conversationId,
    participant: participantId,
    typing: v.boolean(),
  }),
  /** To a client: whether those who answer may see what is being written, where the client lets them. */
  v.object({ type: v.literal('previews'), conversation: conversationId, on: v.boolean() }),
  v.object({
    type: v.literal('preview'),
    conversation: conversationId,
    participant: participantId,
    text: previewText,
  }),
  /** Which other participants have a session open in this conversation. */
  v.object({
    type: v.literal('here'),
    conversation: conversationId,
    participants: v.array(participantId),
  }),
  v.object({ type: v.literal('available'), available: v.boolean(), saidAt: moment }),
  v.object({
    type: v.literal('ice-servers'),
    conversation: conversationId,
    iceServers: v.array(iceServer),
  }),
  v.object({ type: v.literal('draining'), retryAfterMs: count }),
  v.object({ type: v.literal('pong') }),
]);
export type FromServer = v.InferOutput<typeof fromServer>;
