/** Codes that change with time (RFC 6238 over RFC 4226), as authenticator apps make them: SHA-1, 30 s, 6 digits. Pure. */
import { createHmac, timingSafeEqual } from 'node:crypto';

const stepMs = 30_000;
const digits = 6;
/** RFC 6238, section 5.2: one step for the way of the code, and for clocks that differ. */
const stepsApart = 1;

export const secretBytes = 20;

export const counterAt = (now: number): number => Math.floor(now / stepMs);

/** RFC 4226, section 5.3. */
export function codeFor(secret: Uint8Array, counter: number, length = digits): string {
  const moving = Buffer.alloc(8);
  moving.writeBigUInt64BE(BigInt(counter));
  const mac = createHmac('sha1', secret).update(moving).digest();
  const offset = mac.readUInt8(mac.length - 1) & 0xf;
  const number = (mac.readUInt32BE(offset) & 0x7fffffff) % 10 ** length;
  return String(number).padStart(length, '0');
}

/** @returns the counter whose code it is, if it is one of those that count now. */
export function counterOf(secret: Uint8Array, code: string, now: number): number | undefined {
  const typed = Buffer.from(code);
  let found: number | undefined;
  for (let apart = -stepsApart; apart <= stepsApart; apart += 1) {
    const counter = counterAt(now) + apart;
    const right = Buffer.from(codeFor(secret, Math.max(0, counter)));
    if (typed.length === right.length && timingSafeEqual(typed, right)) found = counter;
  }
  return found;
}

const base32Signs = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** RFC 4648, section 6, without padding: as apps take it. */
export function toBase32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? [])
    .map((five) => base32Signs.charAt(parseInt(five.padEnd(5, '0'), 2)))
    .join('');
}

/** What an app reads to know it all at once. @param issuer whose account it is, as the app shows it */
export function otpauthLink(secret: Uint8Array, issuer: string, username: string): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(username)}`;
  return `otpauth://totp/${label}?secret=${toBase32(secret)}&issuer=${encodeURIComponent(issuer)}`;
}
