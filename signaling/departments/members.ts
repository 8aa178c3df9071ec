/** Who works in a department. */
import { sql } from 'kysely';
import type { AccountId, DepartmentId } from '../../conversation/protocol/ids.ts';
import type { AccountRole } from '../accounts/actor.ts';
import { leaveDepartment } from '../conversations/leaving.ts';
import type { Database } from '../database/database.ts';

export interface Member {
  readonly account: AccountId;
  readonly username: string;
  readonly name: string;
  readonly role: AccountRole;
  readonly active: boolean;
  readonly position: 'head' | 'member';
  readonly ownCapacity: number | undefined;
  /** The member's own, or else the department's for agents or for bots. */
  readonly capacity: number;
  readonly isWorker: boolean;
}

export interface Candidate {
  readonly account: AccountId;
  readonly username: string;
  readonly name: string;
  readonly role: AccountRole;
}

export interface MemberChanges {
  readonly position?: 'head' | 'member' | undefined;
  /** null: the department's. */
  readonly capacity?: number | null | undefined;
}

export interface Members {
  /** In the order in which they were added. */
  members(id: DepartmentId): Promise<readonly Member[]>;
  /** Agents, admins and bots who are no members, and no workers of anybody, in the order of names. */
  candidates(id: DepartmentId): Promise<readonly Candidate[]>;
  /** At the end of the department's order. Does nothing where they are members already. */
  addMember(id: DepartmentId, account: AccountId): Promise<void>;
  changeMember(id: DepartmentId, account: AccountId, changes: MemberChanges): Promise<void>;
  removeMember(id: DepartmentId, account: AccountId): Promise<void>;
}

/** Told of whom, and where. */
export type TellPeople = (department: DepartmentId, account: AccountId) => void;

export function membersIn(
  database: Database,
  now: () => number,
  tellChanged: () => void,
  tellPeople: TellPeople,
): Members {
  return {
    async members(id) {
      const rows = await database
        .selectFrom('department_members as member')
        .innerJoin('accounts', 'accounts.id', 'member.account')
        .innerJoin('departments', 'departments.id', 'member.department')
        .select([
          'accounts.id as account',
          'accounts.username',
          'accounts.name',
          'accounts.role',
          'accounts.active',
          'accounts.worker_of',
          'member.position',
          'member.capacity',
          'departments.agent_capacity',
          'departments.bot_capacity',
        ])
        .where('member.department', '=', id)
        .orderBy('member.added_at')
        .orderBy('accounts.id')
        .execute();
      return rows.map((row) => ({
        account: row.account,
        username: row.username,
        name: row.name,
        role: row.role,
        active: row.active === 1,
        position: row.position,
        isWorker: row.worker_of !== null,
        ownCapacity: row.capacity ?? undefined,
        capacity: row.capacity ?? (row.role === 'bot' ? row.bot_capacity : row.agent_capacity),
      }));
    },
    candidates: (id) =>
      database
        .selectFrom('accounts')
        .select(['accounts.id as account', 'username', 'name', 'role'])
        .where('role', 'in', ['super-admin', 'admin', 'agent', 'bot'])
        .where('active', '=', 1)
        .where('worker_of', 'is', null)
        .where((row) =>
          row.not(
            row.exists(
              row
                .selectFrom('department_members as member')
                .select('member.account')
                .whereRef('member.account', '=', 'accounts.id')
                .where('member.department', '=', id),
            ),
          ),
        )
        .orderBy('name')
        .orderBy('username')
        .execute(),
    async addMember(id, account) {
      // The department's order is by this moment, so two members never share one.
      const addedAt = sql<number>`max(${now()}, coalesce(
        (select max(added_at) + 1 from department_members where department = ${id}), 0))`;
      await database
        .insertInto('department_members')
        .values({ department: id, account, position: 'member', capacity: null, added_at: addedAt })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      tellChanged();
      tellPeople(id, account);
    },
    async changeMember(id, account, { position, capacity }) {
      const changes = {
        ...(position === undefined ? {} : { position }),
        ...(capacity === undefined ? {} : { capacity }),
      };
      if (Object.keys(changes).length === 0) return;
      await database
        .updateTable('department_members')
        .set(changes)
        .where('department', '=', id)
        .where('account', '=', account)
        .execute();
      tellChanged();
    },
    async removeMember(id, account) {
      await database
        .deleteFrom('department_members')
        .where('department', '=', id)
        .where('account', '=', account)
        .execute();
      await leaveDepartment(database, id, account, now());
      tellChanged();
      tellPeople(id, account);
    },
  };
}
