/**
 * lib0's unsigned integers of variable length: seven bits a byte, least significant first. Each number has
 * one accepted spelling, and nothing above 32 bits passes.
 */

/** Reads from the start to the end of some bytes. After a refusal, `failed` says so and every read gives 0. */
export interface ByteReader {
  readonly at: number;
  readonly failed: 'truncated' | 'bad-number' | undefined;
  varUint(): number;
  byte(): number;
  /** A view of the next `length` bytes. */
  bytes(length: number): Uint8Array;
}

const greatest = 0xffffffff;

export function createByteReader(source: Uint8Array): ByteReader {
  let at = 0;
  let failed: ByteReader['failed'];

  function byte(): number {
    const value = source[at];
    if (value === undefined || failed !== undefined) {
      failed ??= 'truncated';
      return 0;
    }
    at += 1;
    return value;
  }

  return {
    get at() {
      return at;
    },
    get failed() {
      return failed;
    },
    byte,
    varUint() {
      let value = 0;
      let unit = 1;
      for (let i = 0; i < 5; i += 1) {
        const next = byte();
        value += (next & 127) * unit;
        if (next < 128) {
          if ((next === 0 && i > 0) || value > greatest) failed ??= 'bad-number';
          return failed === undefined ? value : 0;
        }
        unit *= 128;
      }
      failed ??= 'bad-number';
      return 0;
    },
    bytes(length) {
      if (length > source.length - at) failed ??= 'truncated';
      if (failed !== undefined) return source.subarray(0, 0);
      const view = source.subarray(at, at + length);
      at += length;
      return view;
    },
  };
}

/** @returns how many bytes `value` takes. */
export function varUintLength(value: number): number {
  let length = 1;
  for (let rest = value; rest > 127; rest = Math.floor(rest / 128)) length += 1;
  return length;
}

export interface ByteWriter {
  varUint(value: number): void;
  byte(value: number): void;
  bytes(value: Uint8Array): void;
  /** @throws Error where the announced length was not reached. */
  done(): Uint8Array;
}

/** @param length exactly as many bytes as will be written. */
export function createByteWriter(length: number): ByteWriter {
  const target = new Uint8Array(length);
  let at = 0;
  return {
    byte(value) {
      target[at] = value;
      at += 1;
    },
    varUint(value) {
      let rest = value;
      while (rest > 127) {
        target[at] = (rest % 128) + 128;
        at += 1;
        rest = Math.floor(rest / 128);
      }
      target[at] = rest;
      at += 1;
    },
    bytes(value) {
      target.set(value, at);
      at += value.length;
    },
    done() {
      if (at !== length) throw new Error(`${at} bytes were written, not ${length}.`);
      return target;
    },
  };
}
