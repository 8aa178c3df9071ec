import 'fake-indexeddb/auto';
import { IDBObjectStore } from 'fake-indexeddb';
import * as idb from 'lib0/indexeddb';
import { afterEach, expect, test, vi } from 'vitest';
import { createLogDocument } from './log-document.ts';
import { randomIdFrom, type ConversationId } from '../protocol/ids.ts';
import { createIndexedDbStorage } from './indexeddb-storage.ts';
import { attach, describeStorage } from './storage.contract.ts';

/** fake-indexeddb works one transaction off in each turn of the loop. */
async function written(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) {
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
}

async function rowsOf(id: ConversationId): Promise<number> {
  const database = await idb.openDB(`parley-${id}`, () => {});
  const [updates] = idb.transact(database, ['updates'], 'readonly');
  const rows = await idb.count(updates!);
  database.close();
  return rows;
}

const conversation = randomIdFrom(new Uint8Array(16).fill(200)) as ConversationId;

afterEach(() => vi.restoreAllMocks());

describeStorage('indexeddb', createIndexedDbStorage, written);
describeStorage('indexeddb of an account', () => createIndexedDbStorage('ann'), written);

test('indexeddb: a conversation opened a hundred times keeps few rows', async () => {
  const storage = createIndexedDbStorage();
  for (let i = 0; i < 100; i += 1) {
    const store = await storage.open(conversation);
    const doc = await attach(store);
    doc.getArray('log/5').push([new Uint8Array(8)]);
    await written();
    await store.close();
  }
  expect(await rowsOf(conversation)).toBeLessThan(100);
});

test('[W3] indexeddb: what a visitor keeps is not what an agent in the same browser keeps', async () => {
  const visitor = await createIndexedDbStorage().open(conversation);
  await visitor.set('facts', { raise: {} });
  for (const owner of ['ann', 'bob']) {
    const agent = await createIndexedDbStorage(owner).open(conversation);
    expect(await agent.get('facts')).toBeUndefined();
    await agent.set('facts', owner);
    await agent.close();
  }
  expect(await visitor.get('facts')).toEqual({ raise: {} });
  await visitor.close();
});

test('indexeddb: nothing is added before what is there was read', async () => {
  const store = await createIndexedDbStorage().open(conversation);
  expect(() => store.follow(createLogDocument())).toThrow(/read before/);
  await store.close();
});

type Store = InstanceType<typeof IDBObjectStore>;

/** As a browser does it: the request is taken, and its transaction is aborted. */
function fillDisk(method: 'put' | 'add'): void {
  vi.spyOn(IDBObjectStore.prototype, method).mockImplementation(function full(this: Store) {
    const { transaction } = this as unknown as {
      transaction: { _abort(name: string | null): void };
    };
    queueMicrotask(() => transaction._abort('QuotaExceededError'));
    return this.get('nothing');
  });
}

test('indexeddb: a value that cannot be stored rejects with a sentence', async () => {
  const store = await createIndexedDbStorage().open(conversation);
  fillDisk('put');
  await expect(store.set('journal', 1)).rejects.toThrow(/no space left/);
  await store.close();
});

test('indexeddb: a document that cannot be stored is told of, and works on', async () => {
  const store = await createIndexedDbStorage().open(conversation);
  const doc = await attach(store);
  const told: string[] = [];
  const undo = store.onTrouble((message) => told.push(message));
  fillDisk('add');
  doc.getArray('log/7').push([new Uint8Array(8)]);
  await written();
  expect(told).toEqual([expect.stringMatching(/no space left/)]);
  undo();
  doc.getArray('log/7').push([new Uint8Array(8)]);
  await written();
  expect(told).toHaveLength(1);
  await store.close();
});

test('indexeddb: opening on a full disk loads what is there, and says once that many rows stay', async () => {
  const id = randomIdFrom(new Uint8Array(16).fill(202)) as ConversationId;
  const store = await createIndexedDbStorage().open(id);
  const doc = await attach(store);
  for (let i = 0; i < 70; i += 1) doc.getArray('log/7').push([new Uint8Array(8)]);
  while ((await rowsOf(id)) < 70) await written();
  await store.close();

  const unhandled: unknown[] = [];
  const onUnhandled = (reason: unknown) => unhandled.push(reason);
  process.on('unhandledRejection', onUnhandled);
  fillDisk('add');
  const reopened = await createIndexedDbStorage().open(id);
  const told: string[] = [];
  reopened.onTrouble((message) => told.push(message));
  const again = await attach(reopened);
  expect(again.getArray('log/7').length).toBe(70);
  await reopened.close();
  await written();
  process.off('unhandledRejection', onUnhandled);
  expect(told).toEqual([expect.stringMatching(/no space left/)]);
  expect(unhandled).toEqual([]);
  expect(await rowsOf(id)).toBe(70);
});

test('indexeddb: opening writes nothing', async () => {
  const id = randomIdFrom(new Uint8Array(16).fill(203)) as ConversationId;
  const store = await createIndexedDbStorage().open(id);
  await attach(store);
  await written();
  await store.close();
  expect(await rowsOf(id)).toBe(0);
});

test('indexeddb: thousands of updates while it is open end in few rows', async () => {
  const id = randomIdFrom(new Uint8Array(16).fill(201)) as ConversationId;
  const store = await createIndexedDbStorage().open(id);
  const doc = await attach(store);
  for (let i = 0; i < 1200; i += 1) {
    doc.getArray('log/7').push([new Uint8Array(8)]);
    if (i % 100 === 0) await written();
  }
  await written();
  await store.close();
  expect(await rowsOf(id)).toBeLessThan(700);
  const reopened = await createIndexedDbStorage().open(id);
  const again = await attach(reopened);
  expect(again.getArray('log/7').length).toBe(1200);
  await reopened.close();
});
