/**
 * What people sent each other as files: they lie beside the database and so beside a backup, in `<backup>.files`. Each
 * is named in the database with the hash of its content, so what was copied is proven like the rest.
 */
import { createHash } from 'node:crypto';
import { constants, copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { SqliteConnection } from '../database/sqlite.ts';
import { SetupError } from '../setup-error.ts';
import { syncPath } from './durable-files.ts';

export const contentsBeside = (backup: string) => `${backup}.files`;

interface FileRow {
  readonly stored: string;
  readonly hash: string;
}

const pathIn = (folder: string, { stored }: FileRow) => join(folder, stored.slice(0, 2), stored);

/**
 * Copies what `database` names; what is there already and whole is left.
 *
 * @param isGone whether a content may be missing: it was deleted after the database was copied
 * @returns how many there are
 * @throws SetupError where one is missing, or is not what its hash says
 */
export function copyContents(
  database: SqliteConnection,
  from: string,
  to: string,
  isGone: (stored: string) => boolean = () => false,
): number {
  // A backup of an older version has none.
  const known = database.prepare(`select 1 from sqlite_master where name = 'files'`).get();
  if (known === undefined) return 0;
  const rows = database.prepare('select stored, hash from files').all() as readonly FileRow[];
  let copied = 0;
  for (const row of rows) {
    const [source, target] = [pathIn(from, row), pathIn(to, row)];
    if (isWhole(target, row)) copied += 1;
    else if (existsSync(source)) {
      mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
      copyFileSync(source, target, constants.COPYFILE_FICLONE);
      if (!isWhole(target, row)) {
        rmSync(target);
        throw new SetupError(`The content of a file in ${from} is damaged (${row.stored}).`);
      }
      syncPath(target);
      copied += 1;
    } else if (!isGone(row.stored)) {
      throw new SetupError(
        `The content of a file is missing in ${from} (${row.stored}). Contents lie beside a backup, in a folder with its name and ".files".`,
      );
    }
  }
  if (copied > 0) syncPath(to);
  return copied;
}

/** At most as large as one may be sent (FILE_LIMIT_MB). */
function isWhole(path: string, { hash }: FileRow): boolean {
  if (!existsSync(path)) return false;
  return createHash('sha256').update(readFileSync(path)).digest('base64url') === hash;
}
