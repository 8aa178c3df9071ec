/**
 * Hocuspocus with its SQLite extension. Durable: it stores without debouncing, and SQLite syncs each time. As it comes:
 * it stores a document two seconds after it last changed; here at once when all has arrived, so that nobody waits.
 */
import { join } from 'node:path';
import { SQLite } from '@hocuspocus/extension-sqlite';
import { Hocuspocus } from '@hocuspocus/server';
import * as Y from 'yjs';
import { archiveTask, bytesIn, measureStoring } from '../../drivers/archive-answer.ts';
import { answerWith, readTask } from '../../drivers/task.ts';
import { chatUpdates } from '../chat-updates.ts';

const task = readTask(archiveTask);
const sqlite = new SQLite({ database: join(task.folder, 'hocuspocus.sqlite') });
const waiting = new Map<string, () => void>();
const hocuspocus = new Hocuspocus({
  quiet: true,
  ...(task.durable ? { debounce: 0 } : {}),
  extensions: [sqlite],
  afterStoreDocument: ({ documentName }) => {
    waiting.get(documentName)?.();
    return Promise.resolve();
  },
});
const stored = (name: string) => new Promise<void>((done) => waiting.set(name, done));

const updates = Array.from({ length: task.conversations }, () =>
  chatUpdates(task.uploads * task.perUpload),
);
const connections = await Promise.all(
  updates.map((_, n) => hocuspocus.openDirectConnection(`conversation-${n}`)),
);
// 2 is FULL.
if (sqlite.db?.pragma('synchronous', { simple: true }) !== 2) throw new Error('It does not sync.');

const measured = await measureStoring(task, async (n) => {
  const name = `conversation-${n}`;
  const document = connections[n]?.document;
  if (document === undefined || document === null) throw new Error('There is no such document.');
  for (const update of updates[n] ?? []) {
    const isStored = stored(name);
    Y.applyUpdate(document, update, { source: 'local' });
    if (task.durable) await isStored;
  }
  if (task.durable) return;
  const isStored = stored(name);
  hocuspocus.debouncer.executeNow(`onStoreDocument-${name}`);
  await isStored;
});
sqlite.db.close();
answerWith({ ...measured, bytes: bytesIn(task.folder) });
