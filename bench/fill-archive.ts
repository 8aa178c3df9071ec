/** Writes a long conversation into the archive of a stopped server, through its own front door. */
import { randomBytes, webcrypto } from 'node:crypto';
import {
  createWebCryptoVerifier,
  generate,
  signerFor,
  type SubtleLike,
} from '../conversation/log/signatures.ts';
import type { LogId } from '../conversation/protocol/ids.ts';
import type { Parley } from '../e2e/support/parley.ts';
import { createWriter } from '../signaling/archive/archive.fixture.ts';
import { issueCertificate } from '../signaling/archive/certificates.ts';
import { createSqliteArchive } from '../signaling/archive/sqlite-archive.ts';
import { createSystemClock } from '../signaling/clock.ts';
import { openDatabase } from '../signaling/database/database.ts';
import { databasePath } from '../signaling/database/data-folder.ts';
import { makeInstallation } from '../signaling/database/installation.ts';

const subtle = webcrypto.subtle as unknown as SubtleLike;

/** @param from how many the only conversation got before; each time another tab writes */
export async function fillArchive(parley: Parley, from: number, to: number): Promise<void> {
  const clock = createSystemClock();
  const database = await openDatabase(databasePath(parley.dataDir));
  const installation = await makeInstallation(database, clock.now());
  const archive = createSqliteArchive({
    database,
    installation,
    verify: createWebCryptoVerifier(subtle),
    clock,
    randomBytes,
    onFault: (fault) => console.error(fault),
  });
  const { id: participant, conversation } = await database
    .selectFrom('participants')
    .select(['id', 'conversation'])
    .where('role', '=', 'client')
    .executeTakeFirstOrThrow();
  const signer = await signerFor(subtle, await generate(subtle, 'Ed25519'));
  const log = (2_000_000_001 + from) as LogId;
  const certificate = await issueCertificate(
    installation,
    { conversation, log, participant, role: 'client', name: 'Visitor', key: signer.publicKey },
    clock.now(),
  );
  await database
    .insertInto('logs')
    .values({
      conversation,
      log,
      participant,
      algorithm: signer.publicKey.algorithm,
      public_key: signer.publicKey.bytes,
      certificate: certificate.bytes,
      issued_at: certificate.issuedAt,
      expires_at: certificate.expiresAt,
    })
    .execute();
  const writer = createWriter({ conversation, participant, log, signer, now: () => clock.now() });
  for (let next = from; next < to; next += 200) {
    const texts = Array.from({ length: Math.min(200, to - next) }, (_, i) => `History ${next + i}`);
    const result = await archive.append({
      conversation,
      uploader: participant,
      appends: [await writer.say(...texts)],
    });
    if (!result.ok || result.value.refusals.length > 0) throw new Error('The history was refused.');
  }
  await archive.close();
  await database.destroy();
}
