/** The signed words of a site's server about who somebody is (RFC 7519). The one door to jose. */
import { createPublicKey } from 'node:crypto';
import {
  decodeJwt,
  decodeProtectedHeader,
  errors,
  jwtVerify,
  type JWTPayload,
  type ProtectedHeaderParameters,
} from 'jose';
import * as v from 'valibot';
import { identityTokenCharacters } from '../../conversation/protocol/http.ts';
import type { SiteKeyKind } from '../../conversation/protocol/http/sites.ts';
import { identityClaims, type IdentityClaims } from '../../conversation/protocol/http/visitors.ts';
import { siteId, type SiteId } from '../../conversation/protocol/ids.ts';
import { accept, refuse, type Result } from '../../conversation/protocol/result.ts';
import type { SiteKeyId } from '../accounts/actor.ts';

export interface VerifyingKey {
  readonly id: SiteKeyId;
  readonly kind: SiteKeyKind;
  /** The secret itself, or a public key in PEM. */
  readonly material: string;
}

export interface Verified {
  readonly site: SiteId;
  /** Which key it was signed with. */
  readonly key: SiteKeyId;
  readonly claims: IdentityClaims;
  /** From then on the token is too old, ms of Unix time. */
  readonly until: number;
}

/** A token is made for the moment: whoever finds it in a log a quarter of an hour later has nothing. */
const longestSeconds = 10 * 60;
/** Between the two clocks. */
const skewSeconds = 30;

export const tokenSentences = {
  unreadable: 'The token is no signed JWT.',
  audience: 'The token’s "aud" is no site of this server: it must be the site’s id.',
  'no-key': 'The token’s site has no key to check it with.',
  algorithm: 'The token’s "alg" is not that of a key of this site.',
  critical: 'The token’s "crit" names what this server does not know.',
  signature: 'The token was not signed with a key of this site.',
  expired: 'The token is too old. Ask for a new one.',
  used: 'The token names a "jti", so it is good once, and it was used. Ask for a new one.',
  'not-yet': 'The token is not good yet: its "nbf" lies ahead.',
  'no-expiry': 'The token lacks "exp", the second until which it is good.',
  'too-long': 'The token’s "exp" lies more than 10 minutes ahead.',
  subject: 'The token’s "sub" must be the user’s id: text of 1 to 128 characters.',
  name: 'The token’s "name" must be text of 1 to 80 characters.',
  email: 'The token’s "email" must be an e-mail address.',
  jti: 'The token’s "jti" must be text of 1 to 128 characters.',
  attributes:
    'The token’s "attributes" must be at most 20 texts (up to 200 characters), numbers, true or false, with names of 1 to 40 characters.',
} as const;
export type TokenRefusal = keyof typeof tokenSentences;

/** For each kind of key what a header may name; a header decides nothing more. */
const algorithmsOf: Readonly<Record<SiteKeyKind, readonly string[]>> = {
  HS256: ['HS256'],
  ES256: ['ES256'],
  EdDSA: ['EdDSA', 'Ed25519'],
};

/** @param keysOf undefined: there is no such site. */
export async function readIdentityToken(
  token: string,
  keysOf: (site: SiteId) => Promise<readonly VerifyingKey[] | undefined>,
  now: number,
): Promise<Result<Verified, TokenRefusal>> {
  const claimed = claimedBy(token);
  if (claimed === undefined) return refuse('unreadable');
  const { header, payload } = claimed;
  if (header.crit !== undefined) return refuse('critical');
  const site = v.safeParse(siteId, payload.aud);
  const keys = site.success ? await keysOf(site.output) : undefined;
  if (!site.success || keys === undefined) return refuse('audience');
  if (keys.length === 0) return refuse('no-key');
  const fitting = keys.filter(({ kind }) => algorithmsOf[kind].includes(header.alg ?? ''));
  if (fitting.length === 0) return refuse('algorithm');
  for (const key of fitting) {
    const signed = await verify(token, key, site.output, now);
    if (!signed.ok && signed.refusal === 'signature') continue;
    if (!signed.ok) return signed;
    const claims = claimsIn(signed.value);
    if (!claims.ok) return claims;
    const until = (signed.value.exp + skewSeconds) * 1000;
    return accept({ site: site.output, key: key.id, claims: claims.value, until });
  }
  return refuse('signature');
}

/** What an unchecked token says: enough to find the keys, and believed for nothing else. */
function claimedBy(
  token: string,
): { readonly header: ProtectedHeaderParameters; readonly payload: JWTPayload } | undefined {
  if (token.length > identityTokenCharacters) return undefined;
  try {
    return { header: decodeProtectedHeader(token), payload: decodeJwt(token) };
  } catch {
    // Not three parts of base64url with JSON in them.
    return undefined;
  }
}

async function verify(
  token: string,
  { kind, material }: VerifyingKey,
  site: SiteId,
  now: number,
): Promise<Result<JWTPayload & { readonly exp: number }, TokenRefusal>> {
  try {
    const key = kind === 'HS256' ? new TextEncoder().encode(material) : createPublicKey(material);
    const { payload } = await jwtVerify(token, key, {
      algorithms: [...algorithmsOf[kind]],
      audience: site,
      clockTolerance: skewSeconds,
      currentDate: new Date(now),
    });
    const { exp } = payload;
    if (exp === undefined) return refuse('no-expiry');
    const isTooLong = exp > now / 1000 + longestSeconds + skewSeconds;
    return isTooLong ? refuse('too-long') : accept({ ...payload, exp });
  } catch (error) {
    return refuse(refusalFor(error));
  }
}

function refusalFor(error: unknown): TokenRefusal {
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'signature';
  if (error instanceof errors.JWTExpired) return 'expired';
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === 'nbf') return 'not-yet';
    return error.claim === 'exp' ? 'no-expiry' : 'unreadable';
  }
  if (error instanceof errors.JOSEError) return 'unreadable';
  throw error;
}

function claimsIn(payload: JWTPayload): Result<IdentityClaims, TokenRefusal> {
  const parsed = v.safeParse(identityClaims, payload);
  if (parsed.success) return accept(parsed.output);
  switch (v.getDotPath(parsed.issues[0])?.split('.', 1)[0]) {
    case 'name':
      return refuse('name');
    case 'email':
      return refuse('email');
    case 'jti':
      return refuse('jti');
    case 'attributes':
      return refuse('attributes');
    default:
      return refuse('subject');
  }
}
