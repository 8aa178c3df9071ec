import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newSigner, subtle, verify } from './log.fixture.ts';
import {
  createWebCryptoVerifier,
  generateKeyPair,
  publicKeyBytes,
  signerFor,
  type SignatureAlgorithm,
  type SubtleLike,
} from './signatures.ts';

const message = new TextEncoder().encode('Is anyone there?');
const both: readonly SignatureAlgorithm[] = ['Ed25519', 'P-256'];
const named = (name: string) => Object.assign(new Error(name), { name });

/** A host whose Web Crypto does not know Ed25519. */
const older: SubtleLike = {
  generateKey: (algorithm, extractable, usages) =>
    algorithm.name === 'Ed25519'
      ? Promise.reject(named('NotSupportedError'))
      : subtle.generateKey(algorithm, extractable, usages),
  importKey: (format, bytes, algorithm, extractable, usages) =>
    algorithm.name === 'Ed25519'
      ? Promise.reject(named('NotSupportedError'))
      : subtle.importKey(format, bytes, algorithm, extractable, usages),
  exportKey: (format, key) => subtle.exportKey(format, key),
  sign: (algorithm, key, bytes) => subtle.sign(algorithm, key, bytes),
  verify: (algorithm, key, signature, bytes) => subtle.verify(algorithm, key, signature, bytes),
};

for (const algorithm of both) {
  test(`${algorithm}: 64 bytes that hold for these bytes and this key alone`, async () => {
    const signer = await newSigner(algorithm);
    const signature = await signer.sign(message);
    expect(signature.length).toBe(64);
    expect(signer.publicKey.bytes.length).toBe(publicKeyBytes[algorithm]);
    expect(await verify(signer.publicKey, signature, message)).toBe(true);
    expect(await verify(signer.publicKey, signature, message.subarray(1))).toBe(false);
    const other = await newSigner(algorithm);
    expect(await verify(other.publicKey, signature, message)).toBe(false);
  });

  test(`${algorithm}: malformed keys and signatures are false and never thrown`, async () => {
    const signer = await newSigner(algorithm);
    const signature = await signer.sign(message);
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 80 }), async (bytes) => {
        expect(await verify(signer.publicKey, bytes, message)).toBe(false);
        expect(await verify({ algorithm, bytes }, signature, message)).toBe(false);
        const noise = {
          algorithm,
          bytes: new Uint8Array(publicKeyBytes[algorithm]).fill(bytes.length),
        };
        expect(await verify(noise, signature, message)).toBe(false);
      }),
      { seed: 2, numRuns: 60 },
    );
  });
}

test('a private key cannot be exported, and survives a structured clone', async () => {
  const pair = await generateKeyPair(subtle);
  expect(pair.privateKey.algorithm.name).toBe('Ed25519');
  await expect(subtle.exportKey('raw', pair.privateKey)).rejects.toThrow();
  const clone = structuredClone(pair);
  const signature = await (await signerFor(subtle, clone)).sign(message);
  const original = await signerFor(subtle, pair);
  expect(await verify(original.publicKey, signature, message)).toBe(true);
});

test('a host without Ed25519 makes P-256 keys, and others verify what they sign', async () => {
  const signer = await signerFor(older, await generateKeyPair(older));
  expect(signer.publicKey.algorithm).toBe('P-256');
  expect(await verify(signer.publicKey, await signer.sign(message), message)).toBe(true);
});

test('a host without Ed25519 verifies it through the fallback, and not at all without one', async () => {
  const signer = await newSigner('Ed25519');
  const signature = await signer.sign(message);
  const withFallback = createWebCryptoVerifier(older, verify);
  expect(await withFallback(signer.publicKey, signature, message)).toBe(true);
  expect(await withFallback(signer.publicKey, signature, message.subarray(1))).toBe(false);
  expect(await createWebCryptoVerifier(older)(signer.publicKey, signature, message)).toBe(false);
});

test('a key is imported once', async () => {
  let imports = 0;
  const counting: SubtleLike = {
    ...older,
    importKey: (...all) => {
      imports += 1;
      return subtle.importKey(...all);
    },
  };
  const verifyCounting = createWebCryptoVerifier(counting);
  const signer = await newSigner();
  const signature = await signer.sign(message);
  for (let i = 0; i < 3; i += 1) {
    expect(await verifyCounting(signer.publicKey, signature, message)).toBe(true);
  }
  expect(imports).toBe(1);
});
