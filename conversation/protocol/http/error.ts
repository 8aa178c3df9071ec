/** Answers that say no. */
import * as v from 'valibot';

export const errorCodes = [
  'malformed',
  'unsupported-media-type',
  'too-large',
  'foreign-origin',
  'not-signed-in',
  'wrong-credentials',
  'token-required',
  'bad-token',
  'not-allowed',
  'not-found',
  'method-not-allowed',
  'conflict',
  'weak-password',
  'link-over',
  'throttled',
  'busy',
  'draining',
  'internal',
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/** Every answer from 400 on. `field` names the part of the request that is wrong, like `username`. */
export const errorAnswer = v.object({
  error: v.object({
    code: v.picklist(errorCodes),
    message: v.string(),
    field: v.optional(v.string()),
  }),
});
export type ErrorAnswer = v.InferOutput<typeof errorAnswer>;
