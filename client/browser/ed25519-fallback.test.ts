import { expect, test } from 'vitest';
import {
  createWebCryptoVerifier,
  generate,
  signerFor,
  type SubtleLike,
} from '../../conversation/log/signatures.ts';
import { createEd25519Fallback } from './ed25519-fallback.ts';

const subtle = crypto.subtle as unknown as SubtleLike;

/** A browser that has never heard of Ed25519. */
const olderSubtle: SubtleLike = {
  generateKey: (algorithm, extractable, usages) =>
    algorithm.name === 'Ed25519'
      ? Promise.reject(notSupported())
      : subtle.generateKey(algorithm, extractable, usages),
  importKey: (format, bytes, algorithm, extractable, usages) =>
    algorithm.name === 'Ed25519'
      ? Promise.reject(notSupported())
      : subtle.importKey(format, bytes, algorithm, extractable, usages),
  exportKey: (format, key) => subtle.exportKey(format, key),
  sign: (algorithm, key, bytes) => subtle.sign(algorithm, key, bytes),
  verify: (algorithm, key, signature, bytes) => subtle.verify(algorithm, key, signature, bytes),
};

function notSupported(): Error {
  return new DOMException('Algorithm: Unrecognized name', 'NotSupportedError');
}

const message = new TextEncoder().encode('Hello');

async function signed(algorithm: 'Ed25519' | 'P-256') {
  const signer = await signerFor(subtle, await generate(subtle, algorithm));
  return { key: signer.publicKey, signature: await signer.sign(message) };
}

function changed(bytes: Uint8Array, at: number): Uint8Array {
  return bytes.map((byte, index) => (index === at ? byte ^ 1 : byte));
}

test('a browser without Ed25519 verifies the Ed25519 signatures of others', async () => {
  const { key, signature } = await signed('Ed25519');
  const verify = createWebCryptoVerifier(olderSubtle, createEd25519Fallback());

  expect(await verify(key, signature, message)).toBe(true);
  expect(await verify(key, signature, changed(message, 0))).toBe(false);
  for (const at of [0, 31, 32, 63]) {
    expect(await verify(key, changed(signature, at), message)).toBe(false);
  }
  expect(await verify({ ...key, bytes: changed(key.bytes, 0) }, signature, message)).toBe(false);
});

test('a signature whose number is not reduced is refused, as it is by Web Crypto', async () => {
  const { key, signature } = await signed('Ed25519');
  const order = 2n ** 252n + 27742317777372353535851937790883648493n;
  let malleable =
    signature.slice(32).reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n) + order;
  const second = signature.slice();
  for (let at = 32; at < 64; at += 1) {
    second[at] = Number(malleable & 255n);
    malleable >>= 8n;
  }
  const verify = createWebCryptoVerifier(olderSubtle, createEd25519Fallback());
  expect(await verify(key, second, message)).toBe(false);
  expect(await createWebCryptoVerifier(subtle)(key, second, message)).toBe(false);
});

test('the code is not asked for by a browser that knows Ed25519, nor for P-256', async () => {
  let asked = 0;
  const fallback = createEd25519Fallback(() => {
    asked += 1;
    return import('@noble/ed25519');
  });
  const one = await signed('Ed25519');
  const other = await signed('P-256');
  expect(await createWebCryptoVerifier(subtle, fallback)(one.key, one.signature, message)).toBe(
    true,
  );
  expect(
    await createWebCryptoVerifier(olderSubtle, fallback)(other.key, other.signature, message),
  ).toBe(true);
  expect(asked).toBe(0);
});

test('code that could not be loaded proves nothing, and is asked for again', async () => {
  let asked = 0;
  const fallback = createEd25519Fallback(() => {
    asked += 1;
    return asked === 1 ? Promise.reject(new TypeError('offline')) : import('@noble/ed25519');
  });
  const { key, signature } = await signed('Ed25519');
  const verify = createWebCryptoVerifier(olderSubtle, fallback);
  expect(await verify(key, signature, message)).toBe(false);
  expect(await verify(key, signature, message)).toBe(true);
  expect(asked).toBe(2);
});
