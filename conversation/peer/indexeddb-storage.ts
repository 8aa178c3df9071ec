/**
 * The one door to y-indexeddb: a database `parley-<conversation>` for each conversation, in y-indexeddb's own
 * layout. It writes the document; our values stand in its `custom` store.
 *
 * y-indexeddb 9 adds a row at each opening and compacts only when an edit finds 500 rows or more, so a
 * conversation that is opened often would grow for ever: it is compacted here at opening. Its writes go
 * unwatched, so that nobody hears of a full disk: updates are written here in its place, and what fails
 * becomes `onTrouble`.
 */
import * as idb from 'lib0/indexeddb';
import { IndexeddbPersistence, storeState } from 'y-indexeddb';
import type * as Y from 'yjs';
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
  objectStore(name: string): {
    add(value: unknown): Request;
    count(): Request;
    get(key: string): Request;
    put(value: unknown, key: string): Request;
    delete(key: string): Request;
  };
  readonly error: { readonly message: string; readonly name: string } | null;
  oncomplete: ((event: never) => void) | null;
  onabort: ((event: never) => void) | null;
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
  let persistence: IndexeddbPersistence | undefined;
  let attached: Promise<unknown> = Promise.resolve();
  let compacted: Promise<unknown> = Promise.resolve();
  let rows = 0;
  let detach = () => {};

  function tell(message: string): void {
    for (const listener of listeners) listener(message);
  }

  async function attach(doc: Y.Doc): Promise<void> {
    if (doc.store.clients.size > 0) throw new Error('A store is attached to an empty document.');
    const opened = new IndexeddbPersistence(name, doc);
    persistence = opened;
    // Its own writes are made below instead, where somebody hears of those that fail.
    doc.off('update', opened._storeUpdate);
    const write = (update: Uint8Array, origin: unknown) => {
      if (origin !== opened) void writeUpdate(opened, update);
    };
    doc.on('update', write);
    detach = () => doc.off('update', write);
    attached = opened._db.then(() => opened.whenSynced);
    await attached;
    rows += Number(await run(values, 'updates', 'readonly', (store) => store.count()));
    if (rows > compactAbove) compact(opened);
  }

  async function writeUpdate(opened: IndexeddbPersistence, update: Uint8Array): Promise<void> {
    try {
      rows += 1;
      await run(values, 'updates', 'readwrite', (store) => store.add(update));
    } catch (error) {
      return tell(error instanceof Error ? error.message : notStored);
    }
    if (rows > compactAgainAbove) compact(opened);
  }

  /** Nobody waits for it: what is stored in many rows is stored. */
  function compact(opened: IndexeddbPersistence): void {
    rows = 0;
    compacted = compacted.then(() => storeState(opened, true)).catch(() => tell(notStored));
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
      // Destroying y-indexeddb while it loads would leave its promise open for ever.
      await attached;
      await compacted;
      await persistence?.destroy();
      values.close();
    },
  };
}

/** One transaction. Resolves when it is complete, which is later than when its request has succeeded. */
function run(
  database: Database,
  name: 'custom' | 'updates',
  mode: 'readonly' | 'readwrite',
  request: (store: ReturnType<Transaction['objectStore']>) => Request,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction([name], mode);
    const made = request(transaction.objectStore(name));
    transaction.oncomplete = () => resolve(made.result);
    transaction.onabort = () => reject(new Error(troubleOf(transaction.error)));
  });
}

function troubleOf(error: Transaction['error']): string {
  return error?.name === 'QuotaExceededError'
    ? 'This device has no space left: new messages are not kept here.'
    : notStored;
}
