/** The data folder belongs to one running server: SQLite's own lock on a file, gone when the process is. */
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { SetupError } from '../setup-error.ts';
import { SqliteConnection, wrongBuild } from './sqlite.ts';

export const databasePath = (dataDir: string) => join(dataDir, 'parley.sqlite');

/**
 * Makes the folder where it is missing, and takes it for this process.
 *
 * @returns the undo.
 * @throws SetupError where it cannot be written or another server has it.
 */
export function takeDataFolder(dataDir: string): () => void {
  let lock: SqliteConnection | undefined;
  try {
    makeFolder(dataDir);
    lock = new SqliteConnection(join(dataDir, 'server.lock'), { timeout: 0 });
    lock.exec('begin exclusive');
  } catch (error) {
    lock?.close();
    const build = wrongBuild(error);
    if (build !== undefined) throw build;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    if (code === 'SQLITE_BUSY') {
      throw new SetupError(
        `DATA_DIR is "${dataDir}", and another Parley server is using it; stop that one, or choose another folder.`,
      );
    }
    throw new SetupError(
      `DATA_DIR is "${dataDir}", which cannot be written (${code}); choose a folder that this user may write to.`,
    );
  }
  const held = lock;
  return () => held.close();
}

/** Node's recursive mkdir never returns where the system says "no such folder" of a folder it has (/proc). */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  const isParentThere = existsSync(dirname(resolve(path)));
  mkdirSync(path, { recursive: !isParentThere, mode: 0o700 });
}
