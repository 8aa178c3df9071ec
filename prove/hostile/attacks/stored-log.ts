/** What a page has stored of a conversation, read from its IndexedDB as Yjs will read it at the next start. */
import type { Page } from '@playwright/test';
import * as Y from 'yjs';
import type { ConversationId, LogId } from '../../../conversation/protocol/ids.ts';
import type { Held } from './place.ts';

/** @throws Error where anything but logs is there. */
export async function storedLogs(page: Page, conversation: ConversationId): Promise<Held> {
  const updates = await page.evaluate(readUpdates, conversation);
  const doc = new Y.Doc();
  for (const update of updates) Y.applyUpdate(doc, Buffer.from(update, 'base64'));
  if (doc.store.pendingStructs !== null || doc.store.pendingDs !== null) {
    throw new Error('The page has stored something that waits for its time.');
  }
  const held = new Map<LogId, readonly Uint8Array[]>();
  for (const [name] of doc.share) {
    const log = /^log\/([1-9][0-9]*)$/.exec(name)?.[1];
    if (log === undefined) throw new Error(`The page has stored a root that is no log: ${name}.`);
    held.set(Number(log) as LogId, doc.getArray<Uint8Array>(name).toArray());
  }
  doc.destroy();
  return held;
}

/** Runs in the page. Accounts have a store of their own, so its name says whose it is, too. */
async function readUpdates(conversation: string): Promise<string[]> {
  const names = (await indexedDB.databases()).map(({ name = '' }) => name);
  const name = names.find((each) => each.startsWith('parley-') && each.endsWith(conversation));
  if (name === undefined) throw new Error('The page has stored nothing of the conversation.');
  const database = await new Promise<IDBDatabase>((done, fail) => {
    const opening = indexedDB.open(name);
    opening.addEventListener('success', () => done(opening.result));
    opening.addEventListener('error', () => fail(opening.error ?? new Error('no database')));
  });
  try {
    return await new Promise<string[]>((done, fail) => {
      const all = database.transaction('updates').objectStore('updates').getAll();
      all.addEventListener('success', () =>
        done(
          all.result.map((update: Uint8Array) =>
            btoa(Array.from(update, (byte) => String.fromCharCode(byte)).join('')),
          ),
        ),
      );
      all.addEventListener('error', () => fail(all.error ?? new Error('not readable')));
    });
  } finally {
    database.close();
  }
}
