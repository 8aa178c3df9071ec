/**
 * The one door to y-indexeddb: a database `parley-<conversation>` for each conversation (of an account:
 * `parley-<account>-<conversation>`), in y-indexeddb's own layout, with our values in its `custom` store.
 *
 * Everything is read in one transaction, because a page waits for it. What y-indexeddb 9 writes, it writes
 * unwatched: a row at each opening, every update, and one row for many. On a full disk each would be an unhandled
 * rejection that nobody hears of. So those are written here, and what fails becomes `onTrouble`.
 */
import * as idb from 'lib0/indexeddb';
import type { IndexeddbPersistence } from 'y-indexeddb';
import type { ConversationId } from '../protocol/ids.ts';
import type { ConversationStore, Followed, Storage, Values } from './storage.ts';

/**
 * Rows of updates above which they become one: at opening, and while it is open. Chromium reads one large row in a
 * fifth of the time that forty middling ones take.
 */
const compactAbove = 16;
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
  getAll(): Request;
  getAllKeys(): Request;
  put(value: unknown, key: string): Request;
  delete(key: unknown): Request;
  readonly transaction: Transaction;
}
interface Request {
  readonly result: unknown;
}

/** @param owner where one browser may be several people: what each keeps is their own. */
export function createIndexedDbStorage(owner?: string): Storage {
  const prefix = owner === undefined ? 'parley' : `parley-${owner}`;
  const databaseOf = (conversation: ConversationId) => `${prefix}-${conversation}`;
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
  const database: Database = await idb.openDB(name, (made) => {
    idb.createStores(made, [['updates', { autoIncrement: true }], ['custom']]);
  });
  let compacted: Promise<unknown> = Promise.resolve();
  let rows = 0;
  /** Key of the first row that was not read; undefined before anything was. */
  let unread: number | undefined;
  let detach = () => {};
  /** Nobody waits for it: what is stored in many rows is stored. */
  let compact = () => {};
  /** Updates that wait for the transaction that is under way. */
  let waiting: Uint8Array[] = [];
  let writing: Promise<void> | undefined;

  function tell(error: unknown): void {
    const message = error instanceof StorageTrouble ? error.message : notStored;
    for (const listener of listeners) listener(message);
  }

  async function read(): ReturnType<ConversationStore['read']> {
    const transaction = database.transaction(['updates', 'custom'], 'readonly');
    const store = transaction.objectStore('updates');
    const updates = store.getAll();
    const keys = store.getAllKeys();
    const values = askForValues(transaction);
    await completion(transaction);
    const numbers = keys.result as readonly number[];
    rows = numbers.length;
    unread = (numbers.at(-1) ?? 0) + 1;
    return { updates: updates.result as readonly Uint8Array[], values: values() };
  }

  function follow(document: Followed): void {
    if (unread === undefined) throw new Error('What is stored is read before it is added to.');
    const { doc } = document;
    const reader = createReader(database, doc, unread);
    compact = () => {
      rows = 0;
      compacted = compacted.then(() => compactRows(reader, document)).catch(tell);
    };
    const write = (update: Uint8Array, origin: unknown) => {
      if (origin === reader) return;
      waiting.push(update);
      writing ??= writeWaiting().finally(() => (writing = undefined));
    };
    doc.on('update', write);
    detach = () => doc.off('update', write);
    if (rows > compactAbove) compact();
  }

  /** Not before whoever made the update is done with it: it is being sent, or drawn. Then all at once. */
  async function writeWaiting(): Promise<void> {
    await Promise.resolve();
    while (waiting.length > 0) {
      const updates = waiting;
      waiting = [];
      try {
        rows += updates.length;
        const transaction = database.transaction(['updates'], 'readwrite');
        const store = transaction.objectStore('updates');
        for (const update of updates) store.add(update);
        await completion(transaction);
      } catch (error) {
        tell(error);
      }
    }
    if (rows > compactAgainAbove) compact();
  }

  return {
    read,
    values: async () => {
      const transaction = database.transaction(['custom'], 'readonly');
      const values = askForValues(transaction);
      await completion(transaction);
      return values();
    },
    follow,
    written: async () => writing,
    get: (key) => run(database, 'custom', 'readonly', (store) => store.get(key)),
    set: async (key, value) => {
      await run(database, 'custom', 'readwrite', (store) => store.put(value, key));
    },
    delete: async (...keys) => {
      if (keys.length === 0) return;
      const transaction = database.transaction(['custom'], 'readwrite');
      const store = transaction.objectStore('custom');
      for (const key of keys) store.delete(key);
      await completion(transaction);
    },
    onTrouble: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: async () => {
      detach();
      await writing;
      await compacted;
      database.close();
    },
  };
}

/** @returns what gives the values, once the transaction is complete */
function askForValues(transaction: Transaction): () => Values {
  const store = transaction.objectStore('custom');
  const keys = store.getAllKeys();
  const values = store.getAll();
  return () => {
    const found = values.result as readonly unknown[];
    return new Map((keys.result as readonly string[]).map((key, i) => [key, found[i]]));
  };
}

/**
 * What y-indexeddb's reading functions need of its class, whose constructor would write a row.
 * @param from key of the first row to be read
 */
function createReader(db: Database, doc: Followed['doc'], from: number): IndexeddbPersistence {
  const reader = { db, doc, _dbref: from, _dbsize: 0, _destroyed: false };
  return reader as unknown as IndexeddbPersistence;
}

/** Reads what other tabs wrote, then puts one row in the place of all, in the same transaction. */
async function compactRows(reader: IndexeddbPersistence, { snapshot }: Followed): Promise<void> {
  // With Yjs inside of it; seldom wanted.
  const { fetchUpdates } = await import('y-indexeddb');
  const store = (await fetchUpdates(reader)) as unknown as Store;
  store.delete(idb.createIDBKeyRangeUpperBound(reader._dbref, true));
  store.add(snapshot());
  await completion(store.transaction);
}

/** One transaction. Resolves when it is complete, which is later than when its request has succeeded. */
async function run(
  database: Database,
  name: 'custom',
  mode: 'readonly' | 'readwrite',
  request: (store: Store) => Request,
): Promise<unknown> {
  const transaction = database.transaction([name], mode);
  const made = request(transaction.objectStore(name));
  await completion(transaction);
  return made.result;
}

/** @throws StorageTrouble when the transaction is aborted */
function completion(transaction: Transaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
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
