/** The keys that make this installation itself: made once, kept in the database. */
import { randomBytes, webcrypto } from 'node:crypto';
import { encodeCertificate, type CertificateBody } from '../../conversation/log/certificate.ts';
import type { Signer } from '../../conversation/log/signatures.ts';
import type { Database } from './database.ts';

export interface Installation {
  /** Raw P-256 key (65 bytes) that verifies certificates; peers keep the first one they see. */
  readonly installationKey: Uint8Array;
  /** @throws RangeError where a part of `body` is out of range. */
  signCertificate(body: CertificateBody): Promise<Uint8Array>;
  /** Signs the entries of the server's own logs. */
  readonly serverSigner: Signer;
  /** 32 bytes: topics are derived from it. */
  readonly topicSecret: Uint8Array;
  /** When it was made, ms of Unix time. */
  readonly createdAt: number;
}

const curve = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const scheme = { name: 'ECDSA', hash: 'SHA-256' } as const;
const { subtle } = webcrypto;

async function makePair(): Promise<{ secret: Uint8Array; open: Uint8Array }> {
  const pair = await subtle.generateKey(curve, true, ['sign', 'verify']);
  const secret = new Uint8Array(await subtle.exportKey('pkcs8', pair.privateKey));
  const open = new Uint8Array(await subtle.exportKey('raw', pair.publicKey));
  return { secret, open };
}

async function signerOf(pkcs8: Uint8Array, raw: Uint8Array): Promise<Signer> {
  const key = await subtle.importKey('pkcs8', pkcs8, curve, false, ['sign']);
  return {
    publicKey: { algorithm: 'P-256', bytes: new Uint8Array(raw) },
    sign: async (bytes) => new Uint8Array(await subtle.sign(scheme, key, bytes)),
  };
}

/** Reads the installation; undefined in a database where none was made. */
export async function loadInstallation(database: Database): Promise<Installation | undefined> {
  const row = await database.selectFrom('installation').selectAll().executeTakeFirst();
  if (row === undefined) return undefined;
  const certifier = await signerOf(row.certificate_key_private, row.certificate_key_public);
  return {
    installationKey: certifier.publicKey.bytes,
    signCertificate: (body) => encodeCertificate(body, certifier),
    serverSigner: await signerOf(row.server_key_private, row.server_key_public),
    topicSecret: new Uint8Array(row.topic_secret),
    createdAt: row.created_at,
  };
}

/** Makes the installation where there is none, and reads it. */
export async function makeInstallation(database: Database, now: number): Promise<Installation> {
  const [certificates, server] = [await makePair(), await makePair()];
  await database
    .insertInto('installation')
    .values({
      id: 1,
      certificate_key_private: certificates.secret,
      certificate_key_public: certificates.open,
      server_key_private: server.secret,
      server_key_public: server.open,
      topic_secret: randomBytes(32),
      created_at: now,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
  const installation = await loadInstallation(database);
  if (installation === undefined) throw new Error('The installation was written and is not there.');
  return installation;
}
