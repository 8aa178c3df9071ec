import { sql, type Kysely } from 'kysely';
import { SetupError } from '../setup-error.ts';
import { migrations as allMigrations } from './migrations/all.ts';
import type { Migration } from './migrations/migration.ts';
import type { Schema } from './schema.ts';

/**
 * Works off the migrations that the database has not seen, each in a transaction of its own.
 *
 * @param path only for the sentence of the error.
 * @throws SetupError where the database knows migrations that this version does not.
 */
export async function migrate(
  database: Kysely<Schema>,
  path: string,
  migrations: readonly Migration[] = allMigrations,
): Promise<void> {
  await sql`create table if not exists migrations (
    position integer primary key, name text not null unique, at integer not null
  ) strict`.execute(database);
  const { rows } = await sql<{
    name: string;
  }>`select name from migrations order by position`.execute(database);
  const isKnown = rows.every(({ name }, position) => migrations[position]?.name === name);
  if (!isKnown) {
    throw new SetupError(
      `The database ${path} was written by a newer version of Parley; start that version, or restore a backup.`,
    );
  }
  for (const [position, migration] of migrations.entries()) {
    if (position < rows.length) continue;
    const work = () => workOff(database, position, migration);
    await (migration.rebuilds === true ? withoutForeignKeys(database, work) : work());
  }
}

async function workOff(
  database: Kysely<Schema>,
  position: number,
  migration: Migration,
): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    for (const statement of statementsOf(migration.sql)) {
      await sql.raw(statement).execute(transaction);
    }
    if (migration.rebuilds === true) {
      const { rows } = await sql`select * from pragma_foreign_key_check`.execute(transaction);
      if (rows.length > 0) throw new Error(`${migration.name} leaves ${rows.length} broken keys.`);
    }
    await sql`insert into migrations (position, name, at)
      values (${position}, ${migration.name}, ${Date.now()})`.execute(transaction);
  });
}

/** SQLite does not change this setting within a transaction. */
async function withoutForeignKeys(database: Kysely<Schema>, work: () => Promise<void>) {
  const { rows } = await sql<{ foreign_keys: 0 | 1 }>`pragma foreign_keys`.execute(database);
  const before = rows[0]?.foreign_keys === 1 ? 'on' : 'off';
  await sql.raw('pragma foreign_keys = off').execute(database);
  try {
    await work();
  } finally {
    await sql.raw(`pragma foreign_keys = ${before}`).execute(database);
  }
}

/** Statements end with a semicolon at the end of a line; the body of a trigger is indented, up to its `end;`. */
function statementsOf(script: string): string[] {
  return script
    .split(/;\n(?!end;| )/)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
}
