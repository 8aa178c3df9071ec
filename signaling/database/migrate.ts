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
    await database.transaction().execute(async (transaction) => {
      for (const statement of statementsOf(migration.sql)) {
        await sql.raw(statement).execute(transaction);
      }
      await sql`insert into migrations (position, name, at)
        values (${position}, ${migration.name}, ${Date.now()})`.execute(transaction);
    });
  }
}

/** Statements end with a semicolon at the end of a line; the body of a trigger is indented, up to its `end;`. */
function statementsOf(script: string): string[] {
  return script
    .split(/;\n(?!end;| )/)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
}
