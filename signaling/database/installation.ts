/** The keys that make this installation itself: made once, kept in the database. */
import { randomBytes, webcrypto } from 'node:crypto';
import type { Database } from './database.ts';

export interface Installation {
  /** Raw P-256 key (65 bytes) that verifies certificates; peers keep the first one they see. */
  readonly installationKey: Uint8Array;
  /** 64 bytes (r • s) over `bytes`, by the key of the installation: for the body of a certificate. */
  sign(bytes: Uint8Array): Promise<Uint8Array>;
  /** Raw P-256 key (65 bytes) of the server's own logs. */
  readonly serverKey: Uint8Array;
  /** 64 bytes (r • s) over `bytes`, by the key of the server's own logs: for the header of an entry. */
  signAsServer(bytes: Uint8Array): Promise<Uint8Array>;
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

async function signerOf(pkcs8: Uint8Array): Promise<(bytes: Uint8Array) => Promise<Uint8Array>> {
  const key = await subtle.importKey('pkcs8', pkcs8, curve, false, ['sign']);
  return async (bytes) => new Uint8Array(await subtle.sign(scheme, key, bytes));
}

/** Reads the installation; undefined in a database where none was made. */
export async function loadInstallation(database: Database): Promise<Installation | undefined> {
  const row = await database.selectFrom('installation').selectAll().executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    installationKey: new Uint8Array(row.certificate_key_public),
    sign: await signerOf(row.certificate_key_private),
    serverKey: new Uint8Array(row.server_key_public),
    signAsServer: await signerOf(row.server_key_private),
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
