/** The server's own `migrate`, over a connection that calls us between two statements. */
import { Kysely, SqliteDialect } from 'kysely';
import { migrate } from '../../../signaling/database/migrate.ts';
import { migrations } from '../../../signaling/database/migrations/all.ts';
import type { Migration } from '../../../signaling/database/migrations/migration.ts';
import type { Schema } from '../../../signaling/database/schema.ts';
import { SqliteConnection } from '../../../signaling/database/sqlite.ts';

/** As migrate.ts cuts them. */
const statementEnd = /;\n(?!end;| )/;

const statementsOf = ({ sql }: Migration): readonly string[] =>
  sql.split(statementEnd).filter((statement) => statement.trim() !== '');

export const statementCount = (migration: Migration): number => statementsOf(migration).length;

async function migrateWith(
  path: string,
  list: readonly Migration[],
  onBreak: () => void = () => undefined,
): Promise<void> {
  const connection = new SqliteConnection(path);
  connection.pragma('journal_mode = WAL');
  connection.pragma('synchronous = FULL');
  connection.function('break_here', { directOnly: true }, () => {
    onBreak();
    return 1;
  });
  const database = new Kysely<Schema>({ dialect: new SqliteDialect({ database: connection }) });
  try {
    await migrate(database, path, list);
  } finally {
    await database.destroy();
  }
}

/** Works off the first `count` migrations. */
export const upTo = (path: string, count: number): Promise<void> =>
  migrateWith(path, migrations.slice(0, count));

/** @returns whether the migration was begun and not finished. */
export async function interrupted(
  path: string,
  number: number,
  after: number,
  onBreak: () => void,
): Promise<boolean> {
  const list = migrations.slice(0, number + 1).map((migration, i) => {
    if (i !== number) return migration;
    const statements = statementsOf(migration);
    const withBreak = [
      ...statements.slice(0, after),
      'select break_here()',
      ...statements.slice(after),
    ];
    return { ...migration, sql: `${withBreak.join(';\n')};\n` };
  });
  try {
    await migrateWith(path, list, onBreak);
    return false;
  } catch {
    // The fault that was asked for; `schemaOf` says what became of the migration.
    return true;
  }
}

/** Everything that is defined, and which migrations are said to be done. */
export function schemaOf(path: string): Promise<string> {
  const connection = new SqliteConnection(path);
  try {
    const parts = connection
      .prepare(`select type, name, sql from sqlite_master order by type, name`)
      .all();
    const hasTable = connection
      .prepare(`select 1 from sqlite_master where name = 'migrations'`)
      .get();
    const done =
      hasTable === undefined
        ? []
        : connection.prepare('select position, name from migrations order by position').all();
    const check = connection.pragma('integrity_check', { simple: true });
    return Promise.resolve(JSON.stringify({ parts, done, check }, undefined, 1));
  } finally {
    connection.close();
  }
}
