import { randomBytes, webcrypto } from 'node:crypto';
import { expect, test } from 'vitest';
import { decodeCertificate } from '../../conversation/log/certificate.ts';
import {
  randomIdFrom,
  type ConversationId,
  type LogId,
  type ParticipantId,
} from '../../conversation/protocol/ids.ts';
import { openDatabase } from './database.ts';
import { loadInstallation, makeInstallation } from './installation.ts';

const isSigned = async (raw: Uint8Array, signature: Uint8Array, bytes: Uint8Array) => {
  const curve = { name: 'ECDSA', namedCurve: 'P-256' };
  const key = await webcrypto.subtle.importKey('raw', raw, curve, false, ['verify']);
  return webcrypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, signature, bytes);
};

test('an installation is made once and stays the same', async () => {
  const database = await openDatabase(':memory:');
  expect(await loadInstallation(database)).toBeUndefined();
  const made = await makeInstallation(database, 1000);
  const again = await makeInstallation(database, 2000);
  expect(again.installationKey).toEqual(made.installationKey);
  expect(again.serverSigner.publicKey).toEqual(made.serverSigner.publicKey);
  expect(again.topicSecret).toEqual(made.topicSecret);
  expect(again.createdAt).toBe(1000);
  expect(made.topicSecret).toHaveLength(32);
  expect(made.installationKey).not.toEqual(made.serverSigner.publicKey.bytes);
  await database.destroy();
});

test('its certificates are signed by its key, and its entries by the key of the server', async () => {
  const database = await openDatabase(':memory:');
  const installation = await makeInstallation(database, 1000);
  const bytes = await installation.signCertificate({
    conversation: randomIdFrom(randomBytes(16)) as ConversationId,
    log: 7 as LogId,
    participant: randomIdFrom(randomBytes(16)) as ParticipantId,
    role: 'server',
    name: 'Parley',
    notBefore: 1000,
    notAfter: 2000,
    key: installation.serverSigner.publicKey,
  });
  const certificate = decodeCertificate(bytes);
  expect(certificate).toMatchObject({ ok: true, value: { name: 'Parley', log: 7 } });
  const [signed, signature] = [bytes.subarray(0, -64), bytes.subarray(-64)];
  expect(await isSigned(installation.installationKey, signature, signed)).toBe(true);
  expect(await isSigned(installation.serverSigner.publicKey.bytes, signature, signed)).toBe(false);
  const word = await installation.serverSigner.sign(signed);
  expect(word).toHaveLength(64);
  expect(await isSigned(installation.serverSigner.publicKey.bytes, word, signed)).toBe(true);
  await database.destroy();
});
