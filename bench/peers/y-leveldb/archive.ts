/**
 * What y-websocket's server does with an update: applies it to the document and gives it to y-leveldb. Durable: LevelDB
 * syncs each write, and the next message waits for that. As it comes: it does not, and nobody waits.
 */
import level from 'level';
import { LeveldbPersistence } from 'y-leveldb';
import * as Y from 'yjs';
import { archiveTask, bytesIn, measureStoring } from '../../drivers/archive-answer.ts';
import { answerWith, readTask } from '../../drivers/task.ts';
import { chatUpdates } from '../chat-updates.ts';

const task = readTask(archiveTask);

const syncing: typeof level = (...words) => {
  const database = level(...words);
  const put = database.put.bind(database);
  database.put = (key: unknown, value: unknown) => put(key, value, { sync: true });
  return database;
};
const persistence = new LeveldbPersistence(task.folder, task.durable ? { level: syncing } : {});
const updates = Array.from({ length: task.conversations }, () =>
  chatUpdates(task.uploads * task.perUpload),
);

const measured = await measureStoring(task, async (n) => {
  const name = `conversation-${n}`;
  const document = new Y.Doc();
  const storing: Promise<unknown>[] = [];
  document.on('update', (update: Uint8Array) => {
    storing.push(persistence.storeUpdate(name, update));
  });
  for (const update of updates[n] ?? []) {
    Y.applyUpdate(document, update);
    if (task.durable) await storing.at(-1);
  }
  await Promise.all(storing);
});
await persistence.destroy();
answerWith({ ...measured, bytes: bytesIn(task.folder) });
