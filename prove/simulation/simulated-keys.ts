/**
 * Signatures that take no time of their own and cannot be forged by anything inside a simulation: SHA-512 of the key's
 * public half, a secret of the simulation and the message. Web Crypto would answer in an order of its own.
 */
import { createHash } from 'node:crypto';
import { encodeCertificate } from '../../conversation/log/certificate.ts';
import {
  generate,
  publicKeyBytes,
  signerFor,
  type KeyLike,
  type SubtleLike,
} from '../../conversation/log/signatures.ts';
import type { Installation } from '../../signaling/database/installation.ts';
import type { Chance } from './chance.ts';

interface SimulatedKey extends KeyLike {
  readonly raw: Uint8Array<ArrayBuffer>;
}

const secret = 'nothing inside of a simulation knows this';

function isSimulated(key: KeyLike): key is SimulatedKey {
  return 'raw' in key && key.raw instanceof Uint8Array;
}

function signatureOf(key: KeyLike, bytes: Uint8Array): Buffer {
  if (!isSimulated(key)) throw new Error('This key was not made in a simulation.');
  return createHash('sha512').update(secret).update(key.raw).update(bytes).digest();
}

export function createSimulatedSubtle(chance: Chance): SubtleLike {
  return {
    generateKey(algorithm) {
      const raw = chance.bytes(publicKeyBytes[algorithm.name === 'Ed25519' ? 'Ed25519' : 'P-256']);
      const key: SimulatedKey = { algorithm: { name: algorithm.name }, raw };
      return Promise.resolve({ publicKey: key, privateKey: key });
    },
    importKey: (_format, bytes, algorithm) =>
      Promise.resolve({ algorithm: { name: algorithm.name }, raw: bytes.slice() }),
    exportKey(_format, key) {
      if (!isSimulated(key)) throw new Error('This key was not made in a simulation.');
      return Promise.resolve(key.raw.slice().buffer);
    },
    sign(_algorithm, key, bytes) {
      return Promise.resolve(new Uint8Array(signatureOf(key, bytes)).buffer);
    },
    verify: (_algorithm, key, signature, bytes) =>
      Promise.resolve(signatureOf(key, bytes).equals(signature)),
  };
}

export async function makeSimulatedInstallation(chance: Chance): Promise<Installation> {
  const subtle = createSimulatedSubtle(chance);
  const certifier = await signerFor(subtle, await generate(subtle, 'P-256'));
  return {
    installationKey: certifier.publicKey.bytes,
    signCertificate: (body) => encodeCertificate(body, certifier),
    serverSigner: await signerFor(subtle, await generate(subtle, 'P-256')),
    topicSecret: chance.bytes(32),
    createdAt: 0,
  };
}
