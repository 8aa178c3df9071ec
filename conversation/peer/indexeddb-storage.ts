/**
 * The one door to y-indexeddb: a database `parley-<conversation>` for each conversation, in y-indexeddb's own
 * layout. It reads the document into place; our values stand in its `custom` store.
 *
 * What y-indexeddb 9 writes, it writes unwatched: a row at each opening, every update, and one row for many.
 * On a full disk each would be an unhandled rejection that nobody hears of. So those are written here, and
 * what fails becomes `onTrouble`.
 */
import * as idb from 'lib0/indexeddb';
import { fetchUpdates, type IndexeddbPersistence } from 'y-indexeddb';
import { encodeStateAsUpdate, type Doc } from 'yjs';
import type { ConversationId } from '../protocol/ids.ts';
import type { ConversationStore, Storage } from './storage.ts';

/** Rows of updates above which they become one: at opening, and while it is open. */
const compactAbove = 64;
const compactAgainAbove = 500;

const notStored = 'Messages cannot be stored on this device.';

/** The part of IDBDatabase that is used: `conversation/` knows no DOM. */
interface Database {
  close(): void;
  transaction(stores: string[], mode: 'readonly' | 'readwrite'): Transaction;
}
interface Transaction {
  objectStore(name: string): Store;
  readonly error: { readonly message: string; readonly name: string } | null;
  oncomplete: ((event: never) => void) | null;
  onabort: ((event: never) => void) | null;
}
interface Store {
  add(value: unknown): Request;
  get(key: string): Request;
  put(value: unknown, key: string): Request;
  delete(key: unknown): Request;
  readonly transaction: Transaction;
}
interface Request {
  readonly result: unknown;
}

export function createIndexedDbStorage(): Storage {
  const databaseOf = (conversation: ConversationId) => `parley-${conversation}`;
  return {
    open: async (conversation) => openStore(databaseOf(conversation)),
    forget: async (conversation) => {
      await idb.deleteDB(databaseOf(conversation));
    },
  };
}

async function openStore(name: string): Promise<ConversationStore> {
  const listeners = new Set<(message: string) => void>();
  // The layout of y-indexeddb, which opens the same database: whoever comes first makes it.
  const values: Database = await idb.openDB(name, (database) => {
    idb.createStores(database, [['updates', { autoIncrement: true }], ['custom']]);
  });
  let attached: Promise<unknown> = Promise.resolve();
  let compacted: Promise<unknown> = Promise.resolve();
  let rows = 0;
  let detach = () => {};

  function tell(error: unknown): void {
    const message = error instanceof StorageTrouble ? error.message : notStored;
    for (const listener of listeners) listener(message);
  }

  async function attach(doc: Doc): Promise<void> {
    if (doc.store.clients.size > 0) throw new Error('A store is attached to an empty document.');
    const reader = createReader(values, doc);
    const write = (update: Uint8Array, origin: unknown) => {
      if (origin !== reader) void writeUpdate(reader, update);
    };
    doc.on('update', write);
    detach = () => doc.off('update', write);
    const loading = fetchUpdates(reader);
    // Whoever attached hears of a failure; closing goes on all the same.
    attached = loading.catch(() => undefined);
    await loading;
    rows += reader._dbsize;
    if (rows > compactAbove) compact(reader);
  }

  async function writeUpdate(reader: IndexeddbPersistence, update: Uint8Array): Promise<void> {
    try {
      rows += 1;
      await run(values, 'updates', 'readwrite', (store) => store.add(update));
    } catch (error) {
      return tell(error);
    }
    if (rows > compactAgainAbove) compact(reader);
  }

  /** Nobody waits for it: what is stored in many rows is stored. */
  function compact(reader: IndexeddbPersistence): void {
    rows = 0;
    compacted = compacted.then(() => compactRows(reader)).catch(tell);
  }

  return {
    attach,
    get: (key) => run(values, 'custom', 'readonly', (store) => store.get(key)),
    set: async (key, value) => {
      await run(values, 'custom', 'readwrite', (store) => store.put(value, key));
    },
    delete: async (key) => {
      await run(values, 'custom', 'readwrite', (store) => store.delete(key));
    },
    onTrouble: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: async () => {
      detach();
      await attached;
      await compacted;
      values.close();
    },
  };
}

/** What y-indexeddb's reading functions need of its class, whose constructor would write a row. */
function createReader(db: Database, doc: Doc): IndexeddbPersistence {
  const reader = { db, doc, _dbref: 0, _dbsize: 0, _destroyed: false };
  return reader as unknown as IndexeddbPersistence;
}

/** Reads what other tabs wrote, then puts one row in the place of all, in the same transaction. */
async function compactRows(reader: IndexeddbPersistence): Promise<void> {
  const store = (await fetchUpdates(reader)) as unknown as Store;
  await completion(store.transaction, () => {
    store.delete(idb.createIDBKeyRangeUpperBound(reader._dbref, true));
    return store.add(encodeStateAsUpdate(reader.doc));
  });
}

/** One transaction. Resolves when it is complete, which is later than when its request has succeeded. */
async function run(
  database: Database,
  name: 'custom' | 'updates',
  mode: 'readonly' | 'readwrite',
  request: (store: Store) => Request,
): Promise<unknown> {
  const transaction = database.transaction([name], mode);
  return completion(transaction, () => request(transaction.objectStore(name)));
}

/** @throws StorageTrouble when the transaction is aborted */
function completion(transaction: Transaction, request: () => Request): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const made = request();
    transaction.oncomplete = () => resolve(made.result);
    transaction.onabort = () => reject(new StorageTrouble(transaction.error));
  });
}

/** Its message is a sentence for people. */
class StorageTrouble extends Error {
  constructor(error: Transaction['error']) {
    super(
      error?.name === 'QuotaExceededError'
        ? 'This device has no space left: new messages are not kept here.'
        : notStored,
    );
  }
}
