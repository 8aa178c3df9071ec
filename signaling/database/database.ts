/**
 * The one door to SQLite. Kysely gives one connection to one transaction after the other, so inside
 * `transaction().execute(async (trx) => …)` only `trx` may be used: asking the database itself would wait for ever.
 */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import {
  CompiledQuery,
  Kysely,
  SqliteDialect,
  SqliteDriver,
  type DatabaseConnection,
  type SqliteDialectConfig,
} from 'kysely';
import { SetupError } from '../setup-error.ts';
import { keepStatements } from './kept-statements.ts';
import { migrate } from './migrate.ts';
import { SqliteConnection, wrongBuild } from './sqlite.ts';
import type { Schema } from './schema.ts';

export type Database = Kysely<Schema>;

/**
 * Opens (and makes, where missing) the database and brings its schema up to date.
 *
 * `synchronous=FULL` with WAL syncs at each commit: what is committed survives a power cut (sqlite.org/pragma.html).
 *
 * @param path a file, or `:memory:`.
 * @param onFault told of whatever a query or a commit fails with from then on.
 * @throws SetupError where the file cannot be opened, is damaged, or was written by a newer version.
 */
export async function openDatabase(
  path: string,
  onFault: (fault: unknown) => void = () => undefined,
): Promise<Database> {
  const connection = connect(path);
  let isOpen = false;
  const database = new Kysely<Schema>({
    dialect: new Dialect(connection),
    log: (event) => {
      if (isOpen && event.level === 'error') onFault(event.error);
    },
  });
  try {
    await migrate(database, path);
  } catch (error) {
    await database.destroy();
    throw explained(error, path);
  }
  isOpen = true;
  return database;
}

/** SQLite ends a transaction itself where the disk fails; asked to end it again, it would hide why (Kysely does ask). */
class Driver extends SqliteDriver {
  readonly #connection: SqliteConnection;

  constructor(config: SqliteDialectConfig, connection: SqliteConnection) {
    super(config);
    this.#connection = connection;
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#connection.inTransaction) await super.rollbackTransaction(connection);
  }
}

class Dialect extends SqliteDialect {
  readonly #connection: SqliteConnection;

  constructor(connection: SqliteConnection) {
    super({ database: connection });
    this.#connection = connection;
  }

  override createDriver(): Driver {
    const connection = this.#connection;
    const prepare = keepStatements((sql) => connection.prepare<unknown[]>(sql));
    return new Driver({ database: { prepare, close: () => void connection.close() } }, connection);
  }
}

function connect(path: string): SqliteConnection {
  let connection: SqliteConnection | undefined;
  try {
    if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    connection = new SqliteConnection(path);
    connection.pragma('journal_mode = WAL');
    connection.pragma('synchronous = FULL');
    connection.pragma('foreign_keys = ON');
    connection.pragma('busy_timeout = 5000');
    // So that `insert or replace` cannot slip past a trigger that forbids deleting.
    connection.pragma('recursive_triggers = ON');
    connection.pragma('trusted_schema = OFF');
    connection.pragma('cell_size_check = ON');
    const [damage] = connection.pragma('quick_check(1)') as { quick_check: string }[];
    if (damage?.quick_check !== 'ok') throw damaged(path);
    makeDurable(connection);
    return connection;
  } catch (error) {
    connection?.close();
    throw explained(error, path);
  }
}

/**
 * What an earlier process wrote may be seen here and not be on the disk: it was killed before its sync, or the sync
 * failed (the system then forgets those pages, and a second sync says that all is well). Nothing of it may be
 * acknowledged again before it was copied into the database and synced there.
 */
function makeDurable(connection: SqliteConnection): void {
  // Syncs what was written before it, and says at once where nothing can be written.
  connection.pragma(commitOfNothing);
  // Somebody may be reading, such as a backup; then the log stays until the next checkpoint.
  connection.pragma('busy_timeout = 100');
  connection.pragma('wal_checkpoint(TRUNCATE)');
  connection.pragma('busy_timeout = 5000');
  // SQLite does not sync the shorter log. Until somebody does, the disk may hold the beginning of the longer one, and
  // whoever opens the database then believes that, over the newer pages.
  connection.pragma(commitOfNothing);
}

/** Changes nothing, and is written and synced all the same. */
const commitOfNothing = 'user_version = 0';

/** Resolves when the disk took a commit. */
export async function commitNothing(database: Database): Promise<void> {
  await database.executeQuery(CompiledQuery.raw(`pragma ${commitOfNothing}`));
}

function damaged(path: string): SetupError {
  return new SetupError(
    `The database ${path} is damaged or is no SQLite file; restore it from a backup, or move it away to start anew.`,
  );
}

/** What an operator can mend becomes a sentence; anything else stays the fault it is. */
function explained(error: unknown, path: string): unknown {
  const build = wrongBuild(error);
  if (build !== undefined) return build;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') return damaged(path);
  if (code === 'SQLITE_BUSY') {
    return new SetupError(
      `The database ${path} is in use by another program; stop that one first.`,
    );
  }
  const isAccess =
    /^SQLITE_(CANTOPEN|READONLY|PERM|IOERR|FULL)/.test(code) || /^E[A-Z]+$/.test(code);
  if (isAccess || error instanceof TypeError) {
    return new SetupError(
      `DATA_DIR is "${dirname(path)}", but ${path} cannot be written (${code || 'no such folder'}); choose a folder that this user may write to.`,
    );
  }
  return error;
}

/** A number that changes when another program has committed to the same file (`PRAGMA data_version`). */
export async function dataVersion(database: Database): Promise<number> {
  const result = await database.executeQuery(CompiledQuery.raw('pragma data_version'));
  const [row] = result.rows as { data_version: number }[];
  return row?.data_version ?? 0;
}
