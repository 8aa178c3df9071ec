/** Fixed-length big-endian integers of entries and certificates. */

/** @param bytes whole number of bytes, 1 to 6. @returns an unsigned integer. */
export function readInteger(from: Uint8Array, at: number, bytes: number): number {
  let value = 0;
  for (let i = 0; i < bytes; i += 1) value = value * 256 + (from[at + i] ?? 0);
  return value;
}

/** @throws RangeError where `value` does not fit. */
export function writeInteger(into: Uint8Array, at: number, bytes: number, value: number): void {
  if (!Number.isSafeInteger(value) || value < 0 || value >= 256 ** bytes) {
    throw new RangeError(`${value} does not fit into ${bytes} unsigned bytes.`);
  }
  let rest = value;
  for (let i = bytes - 1; i >= 0; i -= 1) {
    into[at + i] = rest % 256;
    rest = Math.floor(rest / 256);
  }
}
