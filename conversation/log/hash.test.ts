import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
// The form that browsers get; Node's conditional export is another file.
import { digest as browserDigest } from '../../node_modules/lib0/hash/sha256.js';
import { sameBytes, sha256 } from './hash.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const inNode = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

test('the hash is SHA-256 (FIPS 180-4, the vectors of its appendix B)', () => {
  const of = (text: string) => hex(sha256(new TextEncoder().encode(text)));
  expect(of('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  expect(of('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(of('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq')).toBe(
    '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
  );
});

test('both forms of the library agree with Node for every length around a block, on views too', () => {
  const source = Uint8Array.from({ length: 400 }, (_, i) => i * 7);
  for (let length = 0; length <= 200; length += 1) {
    const view = source.subarray(33, 33 + length);
    expect(hex(sha256(view))).toBe(inNode(view));
    expect(hex(browserDigest(view))).toBe(inNode(view));
  }
});

test('both forms agree with Node for any bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 20_000 }), (bytes) => {
      expect(hex(sha256(bytes))).toBe(inNode(bytes));
      expect(hex(browserDigest(bytes))).toBe(inNode(bytes));
    }),
    { seed: 1, numRuns: 50 },
  );
});

test('a hash is a plain Uint8Array that the next hash does not change', () => {
  const first = sha256(new Uint8Array([1]));
  const copy = [...first];
  sha256(new Uint8Array([2]));
  expect([...first]).toEqual(copy);
  expect(first.constructor).toBe(Uint8Array);
});

test('bytes are the same when length and every byte are', () => {
  expect(sameBytes(new Uint8Array([1, 2]), new Uint8Array([1, 2]))).toBe(true);
  expect(sameBytes(new Uint8Array([1, 2]), new Uint8Array([1, 3]))).toBe(false);
  expect(sameBytes(new Uint8Array([1, 2]), new Uint8Array([1, 2, 3]))).toBe(false);
});
