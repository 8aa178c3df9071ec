/**
 * Signing and checking, as the log needs it: Ed25519 (RFC 8032) and ECDSA over P-256 with SHA-256
 * (FIPS 186-5; the 64-byte r • s form), both with signatures of 64 bytes.
 */
import { toBase64Url } from '../protocol/ids.ts';
import { limits } from './limits.ts';

export type SignatureAlgorithm = 'Ed25519' | 'P-256';

export const signatureBytes = 64;
/** Raw public keys: an Ed25519 point, and an uncompressed P-256 point (SEC 1, section 2.3.3). */
export const publicKeyBytes: Readonly<Record<SignatureAlgorithm, number>> = {
  Ed25519: 32,
  'P-256': 65,
};

export interface PublicKey {
  readonly algorithm: SignatureAlgorithm;
  readonly bytes: Uint8Array;
}

export interface Signer {
  readonly publicKey: PublicKey;
  /** @returns 64 bytes. */
  sign(bytes: Uint8Array): Promise<Uint8Array>;
}

/** Malformed keys and signatures are false; it never rejects. */
export type VerifySignature = (
  key: PublicKey,
  signature: Uint8Array,
  bytes: Uint8Array,
) => Promise<boolean>;

/** What of Web Crypto's CryptoKey matters here. */
export interface KeyLike {
  readonly algorithm: { readonly name: string };
}

/** Structured-cloneable, so that a browser keeps it in IndexedDB; the private half cannot be exported. */
export interface KeyPair {
  readonly publicKey: KeyLike;
  readonly privateKey: KeyLike;
}

interface AlgorithmLike {
  readonly name: string;
  readonly namedCurve?: string;
  readonly hash?: string;
}

type Usage = 'sign' | 'verify';
type Bytes = Uint8Array<ArrayBuffer>;

/** The part of SubtleCrypto that is used: the browser's and Node's `crypto.subtle` both fit. */
export interface SubtleLike {
  generateKey(algorithm: AlgorithmLike, extractable: boolean, usages: Usage[]): Promise<unknown>;
  importKey(
    format: 'raw',
    bytes: Bytes,
    algorithm: AlgorithmLike,
    extractable: boolean,
    usages: Usage[],
  ): Promise<unknown>;
  exportKey(format: 'raw', key: KeyLike): Promise<unknown>;
  sign(algorithm: AlgorithmLike, key: KeyLike, bytes: Bytes): Promise<ArrayBuffer>;
  verify(algorithm: AlgorithmLike, key: KeyLike, signature: Bytes, bytes: Bytes): Promise<boolean>;
}

const keyAlgorithm: Readonly<Record<SignatureAlgorithm, AlgorithmLike>> = {
  Ed25519: { name: 'Ed25519' },
  'P-256': { name: 'ECDSA', namedCurve: 'P-256' },
};
const signatureAlgorithm: Readonly<Record<SignatureAlgorithm, AlgorithmLike>> = {
  Ed25519: { name: 'Ed25519' },
  'P-256': { name: 'ECDSA', hash: 'SHA-256' },
};

/** Makes a session key: Ed25519, or P-256 where the host does not know that. */
export async function generateKeyPair(subtle: SubtleLike): Promise<KeyPair> {
  try {
    return await generate(subtle, 'Ed25519');
  } catch {
    // Hosts without Ed25519 name the refusal differently; if P-256 fails as well, its reason is thrown.
    return await generate(subtle, 'P-256');
  }
}

/** @throws what the host throws where it does not know the algorithm. */
export async function generate(
  subtle: SubtleLike,
  algorithm: SignatureAlgorithm,
): Promise<KeyPair> {
  return (await subtle.generateKey(keyAlgorithm[algorithm], false, ['sign', 'verify'])) as KeyPair;
}

/** @throws Error where the pair is not one of `generateKeyPair`. */
export async function signerFor(subtle: SubtleLike, pair: KeyPair): Promise<Signer> {
  const algorithm = pair.privateKey.algorithm.name === 'Ed25519' ? 'Ed25519' : 'P-256';
  const bytes = new Uint8Array((await subtle.exportKey('raw', pair.publicKey)) as ArrayBuffer);
  if (bytes.length !== publicKeyBytes[algorithm]) {
    throw new Error(`A public key of ${algorithm} has ${publicKeyBytes[algorithm]} bytes.`);
  }
  return {
    publicKey: { algorithm, bytes },
    sign: async (message) =>
      new Uint8Array(
        await subtle.sign(signatureAlgorithm[algorithm], pair.privateKey, unshared(message)),
      ),
  };
}

type Imported = { readonly key: KeyLike } | 'malformed' | 'unsupported';

/**
 * @param fallback checks what this host's Web Crypto does not know (Ed25519 in older browsers); without one
 *   such signatures are false.
 */
export function createWebCryptoVerifier(
  subtle: SubtleLike,
  fallback?: VerifySignature,
): VerifySignature {
  /** By algorithm and raw key; the least recently used one is first. */
  const imported = new Map<string, Promise<Imported>>();

  function importOnce(key: PublicKey): Promise<Imported> {
    const name = `${key.algorithm} ${toBase64Url(key.bytes)}`;
    const known = imported.get(name);
    const result = known ?? importKey(subtle, key);
    imported.delete(name);
    imported.set(name, result);
    if (imported.size > limits.importedKeys) {
      const [oldest] = imported.keys();
      if (oldest !== undefined) imported.delete(oldest);
    }
    return result;
  }

  return async (key, signature, bytes) => {
    if (signature.length !== signatureBytes) return false;
    if (key.bytes.length !== publicKeyBytes[key.algorithm]) return false;
    const found = await importOnce(key);
    if (found === 'malformed') return false;
    try {
      if (found === 'unsupported') return (await fallback?.(key, signature, bytes)) ?? false;
      const algorithm = signatureAlgorithm[key.algorithm];
      return await subtle.verify(algorithm, found.key, unshared(signature), unshared(bytes));
    } catch {
      // A host that cannot judge a signature has not verified it.
      return false;
    }
  };
}

async function importKey(subtle: SubtleLike, key: PublicKey): Promise<Imported> {
  const algorithm = keyAlgorithm[key.algorithm];
  try {
    const imported = await subtle.importKey('raw', unshared(key.bytes), algorithm, true, [
      'verify',
    ]);
    return { key: imported as KeyLike };
  } catch (error) {
    const isUnsupported = error instanceof Error && error.name === 'NotSupportedError';
    return isUnsupported ? 'unsupported' : 'malformed';
  }
}

/** Browsers take no view of shared memory, and nothing in this project makes one. */
function unshared(bytes: Uint8Array): Bytes {
  return bytes as Bytes;
}
