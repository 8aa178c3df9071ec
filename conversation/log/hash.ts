/** The one door to lib0's SHA-256: synchronous in every host (FIPS 180-4; 32 bytes). */
import { digest } from 'lib0/hash/sha256';

/** @returns 32 bytes in memory of their own. */
export function sha256(bytes: Uint8Array): Uint8Array {
  const hash = digest(bytes);
  return hash.constructor === Uint8Array ? hash : new Uint8Array(hash);
}

export const hashBytes = 32;

/** Not constant in time: nothing that is compared here is secret. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i += 1) if (a[i] !== b[i]) return false;
  return true;
}
