/** One transaction over several stores: all of it becomes true, or nothing. */
import type { Database } from './database.ts';

export interface Together {
  /** The transaction. Nothing else of the database may be asked until it is over: it would wait for ever. */
  readonly database: Database;
  /** For what others hear of it; nothing where the transaction fails. */
  afterCommit(task: () => void): void;
}

export async function together<Value>(
  database: Database,
  work: (unit: Together) => Promise<Value>,
): Promise<Value> {
  const tasks: (() => void)[] = [];
  const value = await database
    .transaction()
    .execute((trx) => work({ database: trx, afterCommit: (task) => void tasks.push(task) }));
  for (const task of tasks) task();
  return value;
}
