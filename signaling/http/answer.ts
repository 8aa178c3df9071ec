/** What a route says back. Refusals are values here too; only faults are thrown. */
import type { ErrorAnswer, ErrorCode } from '../../conversation/protocol/http/error.ts';

export interface Answer {
  readonly status: number;
  /** Sent as JSON; nothing is sent where it is left out. */
  readonly body?: unknown;
  /** Sent one after the other, as fast as it is taken: text, or bytes. */
  readonly content?: AsyncIterable<string | Uint8Array>;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
}

const statusOf: Record<ErrorCode, number> = {
  malformed: 400,
  'wrong-credentials': 401,
  'token-required': 401,
  'bad-token': 401,
  'not-signed-in': 401,
  'not-allowed': 403,
  'foreign-origin': 403,
  'not-found': 404,
  'method-not-allowed': 405,
  conflict: 409,
  'link-over': 410,
  'too-large': 413,
  'unsupported-media-type': 415,
  'weak-password': 422,
  throttled: 429,
  internal: 500,
  busy: 503,
  draining: 503,
};

export function answer(status: number, body?: unknown): Answer {
  return body === undefined ? { status } : { status, body };
}

/**
 * @param message a sentence for people; never what was sent.
 * @param field the part of the request that is wrong.
 */
export function refusal(code: ErrorCode, message: string, field?: string): Answer {
  const error = { code, message, ...(field === undefined ? {} : { field }) };
  return { status: statusOf[code], body: { error } satisfies ErrorAnswer };
}

export const notSignedIn = () => refusal('not-signed-in', 'Sign in first.');
export const notAllowed = () => refusal('not-allowed', 'This account may not do that.');
export const linkOver = () =>
  refusal('link-over', 'This link was used already, or is too old. Ask for a new one.');
export const notFound = () => refusal('not-found', 'There is nothing here.');
export const busy = () => ({
  ...refusal('busy', 'The server is busy. Try again in a moment.'),
  headers: { 'Retry-After': '2' },
});

/** @param waitMs is rounded up to whole seconds. */
export function throttled(waitMs: number): Answer {
  const seconds = Math.ceil(waitMs / 1000);
  const wait = seconds === 1 ? '1 second' : `${seconds} seconds`;
  return {
    ...refusal('throttled', `Too many attempts. Try again in ${wait}.`),
    headers: { 'Retry-After': String(seconds) },
  };
}
