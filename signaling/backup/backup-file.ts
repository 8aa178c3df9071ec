/**
 * What a backup is: one SQLite file. It is the database as of one moment, keys of the installation included, with one
 * table more, `backup`, that holds what lies beside it in the data folder (`bots.key`). So there is no second format
 * that needs a reader, a rename makes it appear whole, and `sqlite3` opens it.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SqliteConnection } from '../database/sqlite.ts';

export const botsKeyPath = (dataDir: string) => join(dataDir, 'bots.key');

export interface BackupNote {
  /** ms of Unix time. */
  readonly madeAt: number;
  /** Undefined: there was no such file (BOTS_KEY was set). */
  readonly botsKey: string | undefined;
}

export function readBotsKey(dataDir: string): string | undefined {
  const path = botsKeyPath(dataDir);
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

export function writeNote(database: SqliteConnection, note: BackupNote): void {
  database.exec('create table backup (made_at integer not null, bots_key text) strict');
  database
    .prepare('insert into backup (made_at, bots_key) values (?, ?)')
    .run(note.madeAt, note.botsKey ?? null);
}

/** Takes the note out, so that what is left is a database as the server knows it. */
export function takeNote(database: SqliteConnection): BackupNote | undefined {
  const isThere = database
    .prepare(`select 1 from sqlite_master where type = 'table' and name = 'backup'`)
    .get();
  if (isThere === undefined) return undefined;
  const row = database
    .prepare<[], { made_at: number; bots_key: string | null }>(
      'select made_at, bots_key from backup',
    )
    .get();
  database.exec('drop table backup');
  return row && { madeAt: row.made_at, botsKey: row.bots_key ?? undefined };
}
