/** Agents that belong to one department, which makes and deletes them. */
import type { AccountId, DepartmentId } from '../../conversation/protocol/ids.ts';
import type { Database } from '../database/database.ts';

export interface Workers {
  /** In the order of user names. */
  of(department: DepartmentId): Promise<readonly AccountId[]>;
  /** An agent that was made a moment ago becomes a worker of the department. */
  bind(account: AccountId, department: DepartmentId): Promise<void>;
  /** @returns undefined for whoever is nobody's worker. */
  departmentOf(account: AccountId): Promise<DepartmentId | undefined>;
}

export function createWorkers(database: Database): Workers {
  return {
    async of(department) {
      const rows = await database
        .selectFrom('accounts')
        .select('id')
        .where('worker_of', '=', department)
        .orderBy('username')
        .execute();
      return rows.map(({ id }) => id);
    },
    async bind(account, department) {
      await database
        .updateTable('accounts')
        .set({ worker_of: department })
        .where('id', '=', account)
        .execute();
    },
    async departmentOf(account) {
      const row = await database
        .selectFrom('accounts')
        .select('worker_of')
        .where('id', '=', account)
        .executeTakeFirst();
      return row?.worker_of ?? undefined;
    },
  };
}
