/** Whoever has no account: anonymous, or identified by the site that holds the widget. */
import * as v from 'valibot';
import { shownName } from '../conversation.ts';
import { email } from './contact.ts';

const line = (most: number) =>
  v.pipe(
    v.string(),
    v.maxLength(most),
    v.regex(/^[^\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]*$/u),
  );
const attributeName = v.pipe(line(40), v.minLength(1));
export const mostAttributes = 20;
export const attributes = v.pipe(
  v.unknown(),
  v.check((given) => !Array.isArray(given)),
  v.record(attributeName, v.union([line(200), v.pipe(v.number(), v.finite()), v.boolean()])),
  v.check((all) => Object.keys(all).length <= mostAttributes),
);
export type Attributes = v.InferOutput<typeof attributes>;

/** What a token says of somebody, besides for whom and how long it is good. */
export const identityClaims = v.object({
  sub: v.pipe(line(128), v.minLength(1)),
  name: v.optional(v.pipe(line(80), v.trim(), v.minLength(1))),
  email: v.optional(email),
  attributes: v.optional(attributes),
  /** With it the token is good for one use. */
  jti: v.optional(v.pipe(line(128), v.minLength(1))),
});
export type IdentityClaims = v.InferOutput<typeof identityClaims>;

/** GET /api/conversations/:id/client: whoever raised it, as far as that is known for certain. */
export const clientAnswer = v.variant('kind', [
  /** The conversation is masked. */
  v.object({ kind: v.literal('hidden') }),
  /** Nobody checked the name. */
  v.object({ kind: v.literal('anonymous'), name: shownName }),
  /** Signed in here. */
  v.object({ kind: v.literal('account'), name: shownName }),
  /** The site's server signed this. */
  v.object({
    kind: v.literal('identified'),
    name: shownName,
    /** The site's name. */
    site: v.string(),
    /** The user's id there. */
    subject: v.string(),
    email: v.optional(v.string()),
    attributes,
    verifiedAt: v.pipe(v.number(), v.integer(), v.minValue(0)),
  }),
]);
export type ClientAnswer = v.InferOutput<typeof clientAnswer>;
