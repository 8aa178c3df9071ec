/** The public half of a key pair whose other half a site's server keeps. */
import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import { accept, refuse, type Result } from '../../conversation/protocol/result.ts';

export interface PublicKey {
  readonly kind: 'ES256' | 'EdDSA';
  /** SPKI in PEM, written anew. */
  readonly pem: string;
  /** By which people know it again. */
  readonly beginning: string;
}

/** `private`: it is a secret, and nobody should have sent it. */
export type PublicKeyRefusal = 'unreadable' | 'private' | 'unknown-kind';

export const publicKeySentences: Readonly<Record<PublicKeyRefusal, string>> = {
  unreadable: 'This is no public key; it must begin with -----BEGIN PUBLIC KEY-----.',
  private:
    'This is a private key. It was not kept; make another pair, and give only its public key.',
  'unknown-kind': 'The key must be of Ed25519 or of the curve P-256.',
};

/** RFC 5280's SubjectPublicKeyInfo in PEM (RFC 7468). Node would take a private key as well, and a certificate. */
const pemPattern = /^\s*-----BEGIN PUBLIC KEY-----[A-Za-z0-9+/=\s]+-----END PUBLIC KEY-----\s*$/;

export function readPublicKey(text: string): Result<PublicKey, PublicKeyRefusal> {
  if (text.includes('PRIVATE KEY')) return refuse('private');
  const key = pemPattern.test(text) ? keyIn(text) : undefined;
  if (key === undefined) return refuse('unreadable');
  const kind = kindOf(key);
  if (kind === undefined) return refuse('unknown-kind');
  const der = key.export({ type: 'spki', format: 'der' });
  return accept({
    kind,
    pem: key.export({ type: 'spki', format: 'pem' }).toString(),
    beginning: createHash('sha256').update(der).digest('hex').slice(0, 10),
  });
}

function keyIn(text: string): KeyObject | undefined {
  try {
    return createPublicKey({ key: text, format: 'pem' });
  } catch {
    // Not what it says it is; the refusal says so.
    return undefined;
  }
}

function kindOf({
  asymmetricKeyType,
  asymmetricKeyDetails,
}: KeyObject): PublicKey['kind'] | undefined {
  if (asymmetricKeyType === 'ed25519') return 'EdDSA';
  const isP256 = asymmetricKeyDetails?.namedCurve === 'prime256v1';
  return asymmetricKeyType === 'ec' && isP256 ? 'ES256' : undefined;
}
