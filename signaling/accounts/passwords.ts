/** Argon2id by OWASP's settings, never more than two at a time. The one door to @node-rs/argon2. */
import { hash, verify } from '@node-rs/argon2';
import { accept, refuse, type Result } from '../../conversation/protocol/result.ts';
import { breachedPasswords } from './breached-passwords.ts';
import { commonPasswords } from './common-passwords.ts';

export interface Passwords {
  /** @returns the PHC string to store, or `busy` while too many wait. */
  hash(password: string): Promise<Result<string, 'busy'>>;
  /** @param stored undefined takes as long as a wrong password, so that nobody learns which accounts exist. */
  verify(stored: string | undefined, password: string): Promise<Result<boolean, 'busy'>>;
  /** Whether `stored` was made with other settings than today's. */
  isOutdated(stored: string): boolean;
}

/** OWASP Password Storage Cheat Sheet: 19 MiB, 2 passes, 1 lane. */
const settings = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const currentPrefix = '$argon2id$v=19$m=19456,t=2,p=1$';
/** The hash of 256 random bits that nobody knows; what is compared for users that do not exist. */
export const nobodysHash =
  '$argon2id$v=19$m=19456,t=2,p=1$l85I8LOr70sUfY4J7n62Yw$soiv8ho/cFMCaa4mWoskg4mIplYD7rJHDKwStTzttgY';

/** Each takes about 20 ms and 19 MiB; more at once would only be slower, and more waiting would only time out. */
const mostAtOnce = 2;
const mostWaiting = 50;

/** @param onWork called for each hash that is computed. */
export function createPasswords(onWork: () => void = () => undefined): Passwords {
  const waiting: (() => void)[] = [];
  let running = 0;

  async function inTurn<Value>(task: () => Promise<Value>): Promise<Result<Value, 'busy'>> {
    if (running >= mostAtOnce) {
      if (waiting.length >= mostWaiting) return refuse('busy');
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else {
      running += 1;
    }
    try {
      onWork();
      return accept(await task());
    } finally {
      // The place is handed on, so nobody can slip in between.
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  }

  return {
    hash: (password) => inTurn(() => hash(normal(password), settings)),
    verify: (stored, password) =>
      inTurn(async () => {
        const isRight = await verify(stored ?? nobodysHash, normal(password));
        return stored !== undefined && isRight;
      }),
    isOutdated: (stored) => !stored.startsWith(currentPrefix),
  };
}

/** One spelling for what looks the same on another keyboard (NIST SP 800-63B, 5.1.1.2). */
const normal = (password: string) => password.normalize('NFKC');

export type PasswordRefusal = 'too-short' | 'too-long' | 'too-common';

export const passwordSentences: Record<PasswordRefusal, string> = {
  'too-short': 'The password must have at least 8 characters; 15 or more are better.',
  'too-long': 'The password must have at most 256 characters.',
  'too-common': 'This password is among the first that are tried; choose another one.',
};

/** No rules of composition: length and not being well known are what counts (NIST SP 800-63B, 5.1.1.2). */
export function checkPassword(password: string, username: string): Result<true, PasswordRefusal> {
  const length = Array.from(password).length;
  if (length < 8) return refuse('too-short');
  if (length > 256) return refuse('too-long');
  const plain = normal(password).toLowerCase();
  const isCommon =
    commonPasswords.has(plain) ||
    breachedPasswords.has(plain) ||
    commonPasswords.has(plain.replace(/[0-9!?.]+$/, '')) ||
    (plain.includes(username.toLowerCase()) &&
      username.length >= 4 &&
      plain.length < username.length + 8) ||
    new Set(plain).size <= 2;
  return isCommon ? refuse('too-common') : accept(true);
}
