import type { VerifySignature } from '../../conversation/log/signatures.ts';

/** What of @noble/ed25519 is used. */
export interface Ed25519 {
  verifyAsync(
    signature: Uint8Array,
    message: Uint8Array,
    publicKey: Uint8Array,
    options: { readonly zip215: boolean },
  ): Promise<boolean>;
}

/**
 * Checks Ed25519 signatures where Web Crypto does not know them (Chromium before 137, Firefox before 129,
 * Safari before 17). Such a browser signs with P-256 itself, but others sign with Ed25519.
 *
 * @param load asked for at the first such signature, and again where it failed: the network may be away.
 * @returns a check that rejects while the code cannot be loaded.
 */
export function createEd25519Fallback(
  load: () => Promise<Ed25519> = () => import('@noble/ed25519'),
): VerifySignature {
  let asked: Promise<Ed25519> | undefined;

  function loaded(): Promise<Ed25519> {
    asked ??= load().catch((error: unknown) => {
      asked = undefined;
      throw error;
    });
    return asked;
  }

  return async (key, signature, bytes) => {
    if (key.algorithm !== 'Ed25519') return false;
    const ed25519 = await loaded();
    // RFC 8032 as Web Crypto reads it: only canonical encodings.
    return ed25519.verifyAsync(signature, bytes, key.bytes, { zip215: false });
  };
}
