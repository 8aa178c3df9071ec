/** Departments, their settings and their members. */
import { sql, type Selectable } from 'kysely';
import type { ConnectionPolicy } from '../../conversation/protocol/conversation.ts';
import {
  randomIdFrom,
  type AccountId,
  type DepartmentId,
} from '../../conversation/protocol/ids.ts';
import type { AccountRole } from '../accounts/actor.ts';
import type { Database } from '../database/database.ts';
import type { Together } from '../database/together.ts';
import type { DepartmentsTable } from '../database/schema.ts';

export interface Department {
  readonly id: DepartmentId;
  readonly name: string;
  readonly description: string;
  readonly greeting: string;
  readonly firstAnswer: 'people' | 'bots';
  readonly agentCapacity: number;
  readonly botCapacity: number;
  readonly graceMs: number;
  readonly connection: ConnectionPolicy;
}

export interface Member {
  readonly account: AccountId;
  readonly username: string;
  readonly name: string;
  readonly role: AccountRole;
  readonly active: boolean;
  readonly position: 'head' | 'member';
  /** The member's own, or else the department's for agents or for bots. */
  readonly capacity: number;
}

export type DepartmentChanges = {
  readonly [Name in Exclude<keyof Department, 'id'>]?: Department[Name] | undefined;
};

export interface Departments {
  /** Oldest first; there is always one. */
  list(): Promise<readonly Department[]>;
  /** Where conversations go that name no department. */
  first(): Promise<Department>;
  get(id: DepartmentId): Promise<Department | undefined>;
  /** @returns undefined where there is no such department. */
  change(id: DepartmentId, changes: DepartmentChanges): Promise<Department | undefined>;
  /** In the order in which they were added. */
  members(id: DepartmentId): Promise<readonly Member[]>;
  /** At the end of the department's order. Does nothing where they are members already. */
  addMember(id: DepartmentId, account: AccountId): Promise<void>;
  removeMember(id: DepartmentId, account: AccountId): Promise<void>;
}

export interface DepartmentsStore extends Departments {
  /** The same inside of a transaction. */
  within(unit: Together): Departments;
  /** Called after a change of settings or members. */
  onChange(listener: () => void): () => void;
}

export interface DepartmentsOptions {
  readonly database: Database;
  readonly now: () => number;
  readonly randomBytes: (length: number) => Uint8Array;
}

const supportDepartment = {
  name: 'Support',
  description: 'Answers questions of all kinds.',
  greeting: 'Hello! How can we help you?',
  first_answer: 'people',
  agent_capacity: 5,
  bot_capacity: 500,
  grace_ms: 30_000,
  connection: 'direct',
} as const;

const departmentOf = (row: Selectable<DepartmentsTable>): Department => ({
  id: row.id,
  name: row.name,
  description: row.description,
  greeting: row.greeting,
  firstAnswer: row.first_answer,
  agentCapacity: row.agent_capacity,
  botCapacity: row.bot_capacity,
  graceMs: row.grace_ms,
  connection: row.connection,
});

const columnOf = {
  name: 'name',
  description: 'description',
  greeting: 'greeting',
  firstAnswer: 'first_answer',
  agentCapacity: 'agent_capacity',
  botCapacity: 'bot_capacity',
  graceMs: 'grace_ms',
  connection: 'connection',
} as const satisfies Record<keyof DepartmentChanges, keyof DepartmentsTable>;

/** Opens the store, and makes the department "Support" where there is none. */
export async function openDepartmentsStore(options: DepartmentsOptions): Promise<DepartmentsStore> {
  const { database, now, randomBytes } = options;
  const listeners = new Set<() => void>();
  const tellChanged = () => {
    for (const listener of listeners) listener();
  };
  const store = departmentsIn(database, now, tellChanged);

  if ((await store.list()).length === 0) {
    const id = randomIdFrom(randomBytes(16)) as DepartmentId;
    await database
      .insertInto('departments')
      .values({ id, created_at: now(), ...supportDepartment })
      .execute();
  }

  return {
    ...store,
    within: (unit) => departmentsIn(unit.database, now, () => unit.afterCommit(tellChanged)),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function departmentsIn(
  database: Database,
  now: () => number,
  tellChanged: () => void,
): Departments {
  async function list(): Promise<Department[]> {
    const rows = await database
      .selectFrom('departments')
      .selectAll()
      .orderBy('created_at')
      .orderBy('id')
      .execute();
    return rows.map(departmentOf);
  }

  async function get(id: DepartmentId): Promise<Department | undefined> {
    const row = await database
      .selectFrom('departments')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirst();
    return row && departmentOf(row);
  }

  return {
    list,
    async first() {
      const [first] = await list();
      if (first === undefined)
        throw new Error('There is always a department, and now there is none.');
      return first;
    },
    get,
    async change(id, changes) {
      const columns = Object.entries(changes)
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => [columnOf[name as keyof DepartmentChanges], value]);
      if (columns.length > 0) {
        await database
          .updateTable('departments')
          .set(Object.fromEntries(columns))
          .where('id', '=', id)
          .execute();
        tellChanged();
      }
      return get(id);
    },
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
        capacity: row.capacity ?? (row.role === 'bot' ? row.bot_capacity : row.agent_capacity),
      }));
    },
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
    },
    async removeMember(id, account) {
      await database
        .deleteFrom('department_members')
        .where('department', '=', id)
        .where('account', '=', account)
        .execute();
      tellChanged();
    },
  };
}
