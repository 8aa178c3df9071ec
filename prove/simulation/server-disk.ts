/**
 * The server's disk: a real SQLite database in memory whose commits take time and may fail. A crash takes away what was
 * not committed; a commit that was under way has happened or not, and nobody was told.
 */
import {
  Kysely,
  SqliteDialect,
  SqliteDriver,
  type CompiledQuery,
  type DatabaseConnection,
  type QueryResult,
} from 'kysely';
import type { Database } from '../../signaling/database/database.ts';
import type { Schema } from '../../signaling/database/schema.ts';
import { SqliteConnection } from '../../signaling/database/sqlite.ts';
import type { Chance } from './chance.ts';
import { InjectedFault } from './injected-fault.ts';
import type { Schedule } from './schedule.ts';

export interface ServerDiskOptions {
  /** A database file, as bytes. */
  readonly template: Buffer;
  readonly schedule: Schedule;
  readonly chance: Chance;
  /** A mutant: the disk says that it has synced, and syncs later. */
  readonly syncsLate: boolean;
  /** After each commit, and after a crash. */
  onDurable(connection: SqliteConnection): void;
}

export interface ServerDisk {
  /** For one life of the server. */
  open(): Database;
  /** The server is gone: nothing it asked for is answered any more. */
  crash(): void;
  /** Looks at what is committed, past the server. Undefined while a transaction is open. */
  look<Value>(read: (connection: SqliteConnection) => Value): Value | undefined;
  setFull(isFull: boolean): void;
  setSlow(isSlow: boolean): void;
  close(): void;
}

const syncMs = { usual: [1, 5], slow: [60, 400] } as const;
const lateByMs = [50, 500] as const;

function connectTo(file: Buffer): SqliteConnection {
  const connection = new SqliteConnection(file);
  connection.pragma('foreign_keys = ON');
  connection.pragma('recursive_triggers = ON');
  return connection;
}

export function createServerDisk(options: ServerDiskOptions): ServerDisk {
  const { schedule, chance } = options;
  let connection = connectTo(options.template);
  let synced = options.template;
  let isFull = false;
  let isSlow = false;
  let life = 0;
  /** They are made once for a connection, not for each life. */
  const statements = new Map<string, ReturnType<SqliteConnection['prepare']>>();
  /** A commit that waits for the disk. */
  let pending: (() => void) | undefined;

  function sync(): Promise<void> {
    const mine = life;
    const [least, most] = isSlow ? syncMs.slow : syncMs.usual;
    return new Promise((resolve, reject) => {
      schedule.after(chance.between(least, most), () => {
        if (mine !== life) return;
        pending = undefined;
        if (isFull) reject(new InjectedFault('The disk is full.'));
        else resolve();
      });
    });
  }

  function committed(): void {
    options.onDurable(connection);
    if (!options.syncsLate) return;
    const mine = life;
    schedule.after(chance.between(...lateByMs), () => {
      if (mine === life && !connection.inTransaction) synced = connection.serialize();
    });
  }

  async function execute(
    inner: DatabaseConnection,
    query: CompiledQuery,
    mine: number,
  ): Promise<QueryResult<never>> {
    const isCommit = query.sql === 'commit';
    const isWrite = !connection.inTransaction && /^\s*(insert|update|delete)/i.test(query.sql);
    if (!isCommit && !isWrite) return inner.executeQuery<never>(query);
    if (!options.syncsLate) {
      if (isCommit) pending = () => connection.exec('commit');
      await sync();
    }
    if (mine !== life) return never();
    const result = await inner.executeQuery<never>(query);
    schedule.note('commit', query.sql.length);
    committed();
    return result;
  }

  /** Whoever asks belongs to a server that is gone. */
  const never = () => new Promise<never>(() => undefined);

  class Driver extends SqliteDriver {
    readonly life = life;

    override async acquireConnection(): Promise<DatabaseConnection> {
      const inner = await super.acquireConnection();
      return {
        executeQuery: <Row>(query: CompiledQuery): Promise<QueryResult<Row>> =>
          this.life === life ? execute(inner, query, this.life) : never(),
        streamQuery: (query, size) => inner.streamQuery(query, size),
      };
    }
  }

  return {
    open() {
      const database = {
        prepare(sql: string) {
          const known = statements.get(sql) ?? connection.prepare<unknown[]>(sql);
          statements.set(sql, known);
          return known;
        },
        close: () => undefined,
      };
      class Dialect extends SqliteDialect {
        override createDriver() {
          return new Driver({ database });
        }
      }
      return new Kysely<Schema>({ dialect: new Dialect({ database }) });
    },
    crash() {
      life += 1;
      const mayHaveHappened = pending;
      pending = undefined;
      if (mayHaveHappened !== undefined && !isFull && chance.happens(0.5)) mayHaveHappened();
      if (connection.inTransaction) connection.exec('rollback');
      if (options.syncsLate) {
        connection.close();
        connection = connectTo(synced);
        statements.clear();
      }
      options.onDurable(connection);
    },
    look: (read) => (connection.inTransaction ? undefined : read(connection)),
    setFull: (next) => {
      isFull = next;
    },
    setSlow: (next) => {
      isSlow = next;
    },
    close() {
      life += 1;
      connection.close();
    },
  };
}
