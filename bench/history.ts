/** A conversation of many messages: opened from the local replica, and scrolled. */
import { randomBytes, webcrypto } from 'node:crypto';
import { expect, type Browser } from '@playwright/test';
import {
  createWebCryptoVerifier,
  generate,
  signerFor,
  type SubtleLike,
} from '../conversation/log/signatures.ts';
import type { LogId } from '../conversation/protocol/ids.ts';
import { openChat } from '../e2e/support/client-page.ts';
import type { Parley } from '../e2e/support/parley.ts';
import { createWriter } from '../signaling/archive/archive.fixture.ts';
import { issueCertificate } from '../signaling/archive/certificates.ts';
import { createSqliteArchive } from '../signaling/archive/sqlite-archive.ts';
import { createSystemClock } from '../signaling/clock.ts';
import { openDatabase } from '../signaling/database/database.ts';
import { databasePath } from '../signaling/database/data-folder.ts';
import { makeInstallation } from '../signaling/database/installation.ts';
import { prepare } from './painted.ts';
import { median, row, type Row } from './statistics.ts';
import { withBrowser, type Part } from './part.ts';

const subtle = webcrypto.subtle as unknown as SubtleLike;

/** Writes into the archive of a stopped server, through its own front door. */
async function fill(parley: Parley, messages: number): Promise<void> {
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
  const log = 2_000_000_001 as LogId;
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
  for (let from = 0; from < messages; from += 200) {
    const texts = Array.from(
      { length: Math.min(200, messages - from) },
      (_, i) => `History ${from + i}`,
    );
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

export async function historyRows(
  browser: Browser,
  parley: Parley,
  messages: number,
): Promise<Row[]> {
  const context = await browser.newContext();
  await prepare(context);
  const client = await openChat(context, parley.url);
  await client.say('The first one');
  await client.isIn('The first one', 'saved', 'delivered', 'read');
  const opening = async (text: string) => {
    const times: number[] = [];
    for (let i = 0; i < 5; i += 1) {
      await client.page.reload();
      const shown = await client.page.waitForFunction(
        (last) =>
          document.querySelector('[role=log]')?.textContent?.includes(last)
            ? performance.now() - performance.timing.domInteractive + performance.timeOrigin
            : 0,
        text,
        { polling: 'raf' },
      );
      times.push(Number(await shown.jsonValue()));
    }
    return median(times);
  };
  const empty = await opening('The first one');
  await parley.stop();
  await fill(parley, messages);
  await parley.start();
  const last = `History ${messages - 1}`;
  await expect(client.messages(last)).toBeVisible({ timeout: 120_000 });
  const full = await opening(last);
  const longest = await client.page.evaluate(async () => {
    const scroller = document.querySelector('[role=log]')!;
    let worst = 0;
    let before = performance.now();
    for (let i = 0; i < 120; i += 1) {
      scroller.scrollTop -= 600;
      await new Promise(requestAnimationFrame);
      worst = Math.max(worst, performance.now() - before);
      before = performance.now();
    }
    return worst;
  });
  const drawn = await client.messages().count();
  await context.close();
  return [
    row(
      `a conversation of ${messages} messages from the local replica`,
      `${full.toFixed(0)} ms from the parsed page to the last message; ${empty.toFixed(0)} ms with one message`,
      'under 300 ms',
      full < 300,
    ),
    row(
      'scrolling through it',
      `longest frame ${longest.toFixed(0)} ms, ${drawn} messages drawn`,
      'no frame over 50 ms; only what is visible is drawn',
      longest <= 50 && drawn < 200,
    ),
  ];
}

export const history: Part = {
  name: 'history',
  rows: ({ quick }) =>
    withBrowser((browser, parley) => historyRows(browser, parley, quick ? 2000 : 10_000)),
};
