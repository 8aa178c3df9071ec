/** Who changed what, for good: rows are only ever added (the database insists). */
import type { Database } from './database/database.ts';

export interface AuditLog {
  /**
   * @param actor account id, `server`, or `su` for the command line.
   * @param thing id or user name of what was changed.
   * @param detail what changed; never a password, a token or what somebody wrote.
   */
  record(
    actor: string,
    action: string,
    thing: string,
    detail?: Readonly<Record<string, string | number | boolean | readonly string[]>>,
  ): Promise<void>;
}

export function createAuditLog(database: Database, now: () => number): AuditLog {
  return {
    async record(actor, action, thing, detail = {}) {
      await database
        .insertInto('audit_log')
        .values({ at: now(), actor, action, thing, detail: JSON.stringify(detail) })
        .execute();
    },
  };
}
