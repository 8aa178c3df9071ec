/**
 * Copies a data folder into one file (and a folder beside it where people sent files), also while a server writes to it. `VACUUM INTO` reads in one transaction, so it
 * gets one moment and holds nobody up; SQLite's backup API would begin again after each commit of the server.
 */
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SqliteConnection } from '../database/sqlite.ts';
import type { VerifySignature } from '../../conversation/log/signatures.ts';
import { databasePath } from '../database/data-folder.ts';
import { SetupError } from '../setup-error.ts';
import { readBotsKey, writeNote } from './backup-file.ts';
import { checkDatabase, contentsOf, type Contents } from './check-database.ts';
import { putInPlace } from './durable-files.ts';
import { contentsBeside, copyContents } from './file-contents.ts';

export interface BackupOptions {
  readonly dataDir: string;
  /** Must not exist. */
  readonly to: string;
  readonly verify: VerifySignature;
  readonly now: () => number;
  /** What is not in the folder of files is in the bucket of S3_URL, which has backups of its own. */
  readonly filesElsewhere?: boolean;
}

/**
 * @returns what is in the backup, after it was read again and checked.
 * @throws SetupError with a sentence for the operator; then there is no file.
 */
export async function makeBackup(options: BackupOptions): Promise<Contents> {
  const { to } = options;
  if (existsSync(to)) {
    throw new SetupError(`There is a file ${to} already; choose another name with --to.`);
  }
  const partial = `${to}.partial`;
  try {
    mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
    // Left behind by one that was killed.
    rmSync(partial, { force: true });
    writeFileSync(partial, '', { mode: 0o600 });
    const before = copyInto(partial, options);
    const contents = await finish(partial, options);
    // Entries are never deleted: whatever was there when the copying began must be in the copy.
    if (contents.entries < before.entries) throw new SetupError(lacking(to));
    putInPlace(partial, to);
    return contents;
  } catch (error) {
    throw explained(error, options);
  } finally {
    if (existsSync(partial)) rmSync(partial);
  }
}

/** @returns what was in the database just before. */
function copyInto(partial: string, { dataDir }: BackupOptions): Contents {
  const path = databasePath(dataDir);
  if (!existsSync(path)) {
    throw new SetupError(`DATA_DIR is "${dataDir}", and there is no database to back up in it.`);
  }
  const source = new SqliteConnection(path, { fileMustExist: true, timeout: 5000 });
  try {
    const before = contentsOf(source);
    source.prepare('vacuum into ?').run(partial);
    return before;
  } finally {
    source.close();
  }
}

async function finish(partial: string, options: BackupOptions): Promise<Contents> {
  const copy = new SqliteConnection(partial, { fileMustExist: true });
  try {
    // One file, without a log beside it.
    copy.pragma('journal_mode = DELETE');
    copy.pragma('synchronous = FULL');
    writeNote(copy, { madeAt: options.now(), botsKey: readBotsKey(options.dataDir) });
    const checked = await checkDatabase(copy, options.verify);
    if (checked.ok) {
      const { dataDir, to, filesElsewhere } = options;
      const files = copyContents(
        copy,
        join(dataDir, 'files'),
        contentsBeside(to),
        (stored) => filesElsewhere === true || isDeleted(dataDir, stored),
      );
      return { ...checked.value, files };
    }
    throw new SetupError(
      `The copy ${checked.refusal}. No backup was made; restore an earlier one, and look at the disk.`,
    );
  } finally {
    copy.close();
  }
}

/** A conversation may be deleted while the copy is made; its files are gone then, from the backup too. */
function isDeleted(dataDir: string, stored: string): boolean {
  const live = new SqliteConnection(databasePath(dataDir), { fileMustExist: true, timeout: 5000 });
  try {
    return live.prepare('select 1 from files where stored = ?').get(stored) === undefined;
  } finally {
    live.close();
  }
}

const lacking = (to: string) =>
  `The copy for ${to} lacks entries that the database has. No backup was made; try again, and look at the disk.`;

function explained(error: unknown, { dataDir, to }: BackupOptions): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'SQLITE_FULL' || code === 'ENOSPC') {
    return new SetupError(`There is no room for ${to}; choose another disk with --to.`);
  }
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') {
    return new SetupError(
      `The database in ${dataDir} is damaged, so no backup was made; restore an earlier one.`,
    );
  }
  if (/^(SQLITE_(CANTOPEN|READONLY|PERM|IOERR)|E[A-Z]+$)/.test(code)) {
    return new SetupError(
      `The backup ${to} cannot be written (${code}); choose another place with --to.`,
    );
  }
  return error;
}
