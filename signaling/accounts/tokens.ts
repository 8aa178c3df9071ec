/** Opaque bearer tokens: 256 random bits behind a word that says what they are for. Only their hash is stored. */
import { createHash } from 'node:crypto';
import { toBase64Url } from '../../conversation/protocol/ids.ts';

export type TokenKind = 'visitor' | 'session' | 'bot' | 'key';

export function makeToken(
  kind: TokenKind,
  randomBytes: (length: number) => Uint8Array,
): { readonly token: string; readonly hash: Uint8Array } {
  const token = `${kind}_${toBase64Url(randomBytes(32))}`;
  return { token, hash: hashOf(token) };
}

/** @returns what the token is for and its hash; undefined for anything that no token looks like. */
export function readToken(
  token: string,
): { readonly kind: TokenKind; readonly hash: Uint8Array } | undefined {
  const [, kind] = /^(visitor|session|bot|key)_[A-Za-z0-9_-]{43}$/.exec(token) ?? [];
  return kind === undefined ? undefined : { kind: kind as TokenKind, hash: hashOf(token) };
}

/** The key in a link that is good once: who has it can read the mailbox. */
export function makeLinkKey(randomBytes: (length: number) => Uint8Array): {
  readonly key: string;
  readonly hash: Uint8Array;
} {
  const key = toBase64Url(randomBytes(32));
  return { key, hash: hashOf(key) };
}

/** A plain hash is enough: 256 random bits cannot be guessed, so there is nothing to slow down. */
export function hashOf(token: string): Uint8Array {
  return new Uint8Array(createHash('sha256').update(token).digest());
}
