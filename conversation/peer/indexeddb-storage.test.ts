import 'fake-indexeddb/auto';
import { IDBObjectStore } from 'fake-indexeddb';
import * as idb from 'lib0/indexeddb';
import { afterEach, expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import { randomIdFrom, type ConversationId } from '../protocol/ids.ts';
import { createIndexedDbStorage } from './indexeddb-storage.ts';
import { describeStorage } from './storage.contract.ts';

/** fake-indexeddb works one transaction off in each turn of the loop. */
async function written(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) {
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
}

const conversation = randomIdFrom(new Uint8Array(16).fill(200)) as ConversationId;

afterEach(() => vi.restoreAllMocks());

describeStorage('indexeddb', createIndexedDbStorage, written);

test('indexeddb: a conversation opened a hundred times keeps few rows', async () => {
  const storage = createIndexedDbStorage();
  for (let i = 0; i < 100; i += 1) {
    const store = await storage.open(conversation);
    const doc = new Y.Doc();
    await store.attach(doc);
    doc.getArray('log/5').push([new Uint8Array(8)]);
    await written();
    await store.close();
  }
  const database = await idb.openDB(`parley-${conversation}`, () => {});
  const [updates] = idb.transact(database, ['updates'], 'readonly');
  expect(await idb.count(updates!)).toBeLessThan(100);
  database.close();
});

test('indexeddb: it is attached to an empty document only', async () => {
  const store = await createIndexedDbStorage().open(conversation);
  const doc = new Y.Doc();
  doc.getArray('log/5').push([1]);
  await expect(store.attach(doc)).rejects.toThrow(/empty/);
  await store.close();
});

test('indexeddb: a value that cannot be stored rejects with a sentence', async () => {
  const store = await createIndexedDbStorage().open(conversation);
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function put(
    this: InstanceType<typeof IDBObjectStore>,
  ) {
    const quota = Object.assign(new Error('full'), { name: 'QuotaExceededError' });
    queueMicrotask(() => {
      const { transaction } = this as unknown as {
        transaction: { _abort(name: string | null): void; error: unknown };
      };
      transaction._abort(quota.name);
    });
    return this.get('nothing');
  });
  await expect(store.set('journal', 1)).rejects.toThrow(/no space left|cannot be stored/);
  await store.close();
});
