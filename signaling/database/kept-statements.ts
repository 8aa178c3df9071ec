/**
 * Statements that are prepared once and used again: SQLite would otherwise read and plan the same few sentences for
 * each message.
 */
import { createRecentlyUsed } from '../recently-used.ts';

/** The members of a better-sqlite3 statement that matter here. */
export interface Keepable {
  /** Somebody is walking through its rows. */
  readonly busy: boolean;
}

const mostKept = 256;
/** Longer ones write many rows at once; they take memory, and their length differs each time. */
const longestKept = 4096;
/** Others may do their work while they are prepared, as some pragmas do, or change the tables. */
const repeatable = /^\s*(?:select|insert|update|delete|with|begin|commit|rollback)\b/i;

/** @param prepare of the connection. @returns the same, but for whatever is asked for again */
export function keepStatements<Statement extends Keepable>(
  prepare: (sql: string) => Statement,
): (sql: string) => Statement {
  const kept = createRecentlyUsed<string, Statement>(mostKept);
  return (sql) => {
    const known = kept.get(sql);
    if (known?.busy === false) return known;
    const statement = prepare(sql);
    if (sql.length <= longestKept && repeatable.test(sql)) kept.set(sql, statement);
    return statement;
  };
}
