/** Files in a folder of this machine: `incoming` while they come, and then two letters of their key deep. */
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileStore } from './file-store.ts';

/** Below this share of free space nothing more is received: messages need it. */
const leastFree = 0.1;
const keyPattern = /^[A-Za-z0-9_-]{22}$/;

/** What is kept in it can be told from what is kept elsewhere. */
export interface FolderFileStore extends FileStore {
  holds(key: string): Promise<boolean>;
}

/** @param folder absolute; made where it is missing */
export async function createFolderFileStore(folder: string): Promise<FolderFileStore> {
  const incoming = join(folder, 'incoming');
  await mkdir(incoming, { recursive: true, mode: 0o700 });

  /** @throws RangeError for what is not a key of ours: a fault of the caller. */
  function checked(key: string): string {
    if (keyPattern.test(key)) return key;
    throw new RangeError('This is not the key of a file.');
  }
  const incomingPath = (key: string) => join(incoming, checked(key));
  const shelfOf = (key: string) => join(folder, checked(key).slice(0, 2));
  const pathOf = (key: string) => join(shelfOf(key), key);

  return {
    async receive(key, offset, bytes) {
      // Not truncated: a repeated piece overwrites itself.
      const file = await open(incomingPath(key), offset === 0 ? 'w' : 'r+', 0o600);
      try {
        await file.write(bytes, 0, bytes.length, offset);
      } finally {
        await file.close();
      }
    },
    async received(key) {
      return (await stat(incomingPath(key)).catch(() => undefined))?.size ?? 0;
    },
    readReceived: (key) => createReadStream(incomingPath(key)),
    async keep(key) {
      const shelf = shelfOf(key);
      await mkdir(shelf, { recursive: true, mode: 0o700 });
      const file = await open(incomingPath(key), 'r+');
      try {
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(incomingPath(key), pathOf(key));
      for (const path of [shelf, folder]) await syncFolder(path);
    },
    async drop(key) {
      await rm(incomingPath(key), { force: true });
    },
    async read(key, range) {
      return createReadStream(pathOf(key), range && { start: range.first, end: range.last });
    },
    async holds(key) {
      return (await stat(pathOf(key)).catch(() => undefined)) !== undefined;
    },
    async delete(key) {
      await rm(pathOf(key), { force: true });
    },
    async hasRoom() {
      const { bavail, blocks } = await statfs(folder);
      return bavail / blocks > leastFree;
    },
    receiving: () => readdir(incoming),
  };
}

/** A rename is on the disk once its folder is. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
