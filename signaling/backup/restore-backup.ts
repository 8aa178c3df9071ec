/**
 * Puts a backup in the place of a data folder's database. Everything is proven on a copy that lies in the data folder
 * already; the last step is one rename, so a crash leaves the old database or the new one.
 */
import { chmodSync, copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { SqliteConnection } from '../database/sqlite.ts';
import type { VerifySignature } from '../../conversation/log/signatures.ts';
import { databasePath, takeDataFolder } from '../database/data-folder.ts';
import { SetupError } from '../setup-error.ts';
import { botsKeyPath, takeNote } from './backup-file.ts';
import { checkDatabase, type Contents } from './check-database.ts';
import { putInPlace, syncPath, writeDurably } from './durable-files.ts';
import { contentsBeside, copyContents } from './file-contents.ts';

export interface RestoreOptions {
  readonly dataDir: string;
  readonly from: string;
  /** Replaces what is there; it is kept beside. */
  readonly force: boolean;
  readonly verify: VerifySignature;
  readonly now: () => number;
  /** What is not in the folder of files is in the bucket of S3_URL, which has backups of its own. */
  readonly filesElsewhere?: boolean;
}

export interface Restored {
  readonly contents: Contents;
  /** Where the replaced files are kept. */
  readonly replaced: string | undefined;
}

/** @throws SetupError with a sentence for the operator; then nothing was changed. */
export async function restoreBackup(options: RestoreOptions): Promise<Restored> {
  const { dataDir, from } = options;
  if (!existsSync(from)) throw new SetupError(`There is no file ${from}; name a backup.`);
  const release = takeDataFolder(dataDir);
  const partial = `${databasePath(dataDir)}.restoring`;
  try {
    if (existsSync(databasePath(dataDir)) && !options.force) {
      throw new SetupError(
        `DATA_DIR is "${dataDir}", and there is a database in it; add --force to replace it (it is kept beside), or choose another folder.`,
      );
    }
    for (const end of ['', '-journal', '-wal', '-shm']) rmSync(partial + end, { force: true });
    copyFileSync(from, partial);
    chmodSync(partial, 0o600);
    const { contents, botsKey } = await prove(partial, options);
    const replaced = keepOld(options);
    putInPlace(partial, databasePath(dataDir));
    if (botsKey !== undefined) writeDurably(botsKeyPath(dataDir), botsKey);
    return { contents, replaced };
  } catch (error) {
    rmSync(partial, { force: true });
    throw explained(error, options);
  } finally {
    release();
  }
}

async function prove(
  partial: string,
  { dataDir, from, verify, filesElsewhere }: RestoreOptions,
): Promise<{ readonly contents: Contents; readonly botsKey: string | undefined }> {
  const copy = new SqliteConnection(partial, { fileMustExist: true });
  try {
    copy.pragma('synchronous = FULL');
    const checked = await checkDatabase(copy, verify);
    if (!checked.ok) {
      throw new SetupError(`The backup ${from} ${checked.refusal}. Nothing was changed.`);
    }
    const note = takeNote(copy);
    if (note === undefined) {
      throw new SetupError(
        `The file ${from} was not made by "npm run backup": a copied database may lack its newest part. Nothing was changed.`,
      );
    }
    // Under random names: whatever is there already is neither replaced nor in the way.
    const files = copyContents(
      copy,
      contentsBeside(from),
      join(dataDir, 'files'),
      () => filesElsewhere === true,
    );
    return { contents: { ...checked.value, files }, botsKey: note.botsKey };
  } finally {
    copy.close();
  }
}

/** Moves nothing that the folder needs until the rename: the old database stays where it is, and a copy is kept. */
function keepOld({ dataDir, now }: RestoreOptions): string | undefined {
  const path = databasePath(dataDir);
  if (!existsSync(path)) {
    // A log without its database would be taken for the new one's.
    for (const end of ['-wal', '-shm']) rmSync(path + end, { force: true });
    return undefined;
  }
  const stamp = new Date(now()).toISOString().replaceAll(/[:.]/g, '-');
  const kept = join(dataDir, `replaced-${stamp}`);
  mkdirSync(kept, { mode: 0o700 });
  for (const file of [path, `${path}-wal`, botsKeyPath(dataDir)]) {
    if (existsSync(file)) copyFileSync(file, join(kept, basename(file)));
  }
  syncPath(kept);
  syncPath(dataDir);
  emptyLog(path);
  return kept;
}

/** A log that outlives its database would be taken for the new one's: what is in it is written back, then it goes. */
function emptyLog(path: string): void {
  let old: SqliteConnection | undefined;
  try {
    old = new SqliteConnection(path, { fileMustExist: true, timeout: 1000 });
    old.pragma('wal_checkpoint(TRUNCATE)');
  } catch {
    // It is damaged: that is why there is a restore. It was kept as it is, with its log.
  } finally {
    old?.close();
  }
  for (const end of ['-wal', '-shm']) rmSync(path + end, { force: true });
}

function explained(error: unknown, { dataDir, from }: RestoreOptions): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') {
    return new SetupError(`The backup ${from} is damaged or is none. Nothing was changed.`);
  }
  if (code === 'SQLITE_FULL' || code === 'ENOSPC') {
    return new SetupError(
      `DATA_DIR is "${dataDir}", and there is no room for the backup in it. Nothing was changed.`,
    );
  }
  if (/^E[A-Z]+$/.test(code)) {
    return new SetupError(
      `The backup ${from} cannot be read, or not be written into ${dataDir} (${code}).`,
    );
  }
  return error;
}
