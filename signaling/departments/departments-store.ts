/** Departments, their settings and their members. */
import { sql, type Selectable } from 'kysely';
import * as v from 'valibot';
import { conversationKinds, type Preset } from '../../conversation/protocol/http/departments.ts';
import {
  randomIdFrom,
  type AccountId,
  type DepartmentId,
} from '../../conversation/protocol/ids.ts';
import { openingHours, type OpeningHours } from '../../conversation/protocol/opening-hours.ts';
import type { AccountRole } from '../accounts/actor.ts';
import type { Database } from '../database/database.ts';
import type { Together } from '../database/together.ts';
import type { DepartmentsTable } from '../database/schema.ts';
import { policiesOf, type Policies } from './presets.ts';

export interface Department extends Policies {
  readonly id: DepartmentId;
  readonly name: string;
  readonly description: string;
  readonly greeting: string;
  /** What is said outside of its hours. */
  readonly offlineMessage: string;
  readonly preset: Preset;
  /** Whether it takes new conversations. */
  readonly active: boolean;
  readonly hours: OpeningHours;
  readonly firstAnswer: 'people' | 'bots';
  readonly agentCapacity: number;
  readonly botCapacity: number;
  readonly graceMs: number;
}

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

/** What can be said of a new department; the rest is its preset's, or as usual. */
export interface NewDepartment {
  readonly name: string;
  readonly preset: Preset;
  readonly description: string;
}

export interface MemberChanges {
  readonly position?: 'head' | 'member' | undefined;
  /** null: the department's. */
  readonly capacity?: number | null | undefined;
}

export type DepartmentChanges = {
  readonly [Name in Exclude<keyof Department, 'id'>]?: Department[Name] | undefined;
};

export interface Departments {
  /** In their order, also those that were deactivated; there is always one. */
  list(): Promise<readonly Department[]>;
  /** The first active one: where conversations go that name no department. */
  first(): Promise<Department>;
  get(id: DepartmentId): Promise<Department | undefined>;
  /** @returns undefined where there is no such department. */
  change(id: DepartmentId, changes: DepartmentChanges): Promise<Department | undefined>;
  /** At the end of the order, without members. */
  create(department: NewDepartment): Promise<Department>;
  /** These take, in this order, the places that they hold now; the others keep theirs. */
  arrange(ids: readonly DepartmentId[]): Promise<void>;
  /** Conversations that are not closed. */
  openConversations(id: DepartmentId): Promise<number>;
  /** It is gone from everywhere but the archive, which those who were members go on reading; its name is free again. */
  delete(id: DepartmentId): Promise<void>;
  /** In the order in which they were added. */
  members(id: DepartmentId): Promise<readonly Member[]>;
  /** Agents, admins and bots who are no members, and no workers of anybody, in the order of names. */
  candidates(id: DepartmentId): Promise<readonly Candidate[]>;
  /** At the end of the department's order. Does nothing where they are members already. */
  addMember(id: DepartmentId, account: AccountId): Promise<void>;
  changeMember(id: DepartmentId, account: AccountId, changes: MemberChanges): Promise<void>;
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

const usualGreeting = 'Hello! How can we help you?';

const supportDepartment = {
  name: 'Support',
  description: 'Answers questions of all kinds.',
  greeting: usualGreeting,
  first_answer: 'people',
  agent_capacity: 5,
  bot_capacity: 500,
  grace_ms: 30_000,
  connection: 'direct',
} as const;

/** As they are stored. */
export const kindsIn = (json: string) => v.parse(kindList, JSON.parse(json));

const departmentOf = (row: Selectable<DepartmentsTable>): Department => ({
  id: row.id,
  name: row.name,
  description: row.description,
  greeting: row.greeting,
  offlineMessage: row.offline_message,
  preset: row.preset,
  active: row.active === 1,
  hours: v.parse(openingHours, JSON.parse(row.hours)),
  firstAnswer: row.first_answer,
  agentCapacity: row.agent_capacity,
  botCapacity: row.bot_capacity,
  graceMs: row.grace_ms,
  connection: row.connection,
  maxOpenThreads: row.max_open_threads,
  maxWorkers: row.max_workers,
  whoCloses: row.who_closes,
  names: row.names,
  tellsWatching: row.tells_watching === 1,
  kinds: kindsIn(row.kinds),
});

const kindList = v.array(v.picklist(conversationKinds));

/** As a column holds it: flags as numbers, lists and hours as JSON. */
function stored(value: DepartmentChanges[keyof DepartmentChanges]): string | number | undefined {
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'object' ? JSON.stringify(value) : value;
}

const columnOf = {
  name: 'name',
  description: 'description',
  greeting: 'greeting',
  firstAnswer: 'first_answer',
  agentCapacity: 'agent_capacity',
  botCapacity: 'bot_capacity',
  graceMs: 'grace_ms',
  connection: 'connection',
  offlineMessage: 'offline_message',
  preset: 'preset',
  active: 'active',
  hours: 'hours',
  maxOpenThreads: 'max_open_threads',
  maxWorkers: 'max_workers',
  whoCloses: 'who_closes',
  names: 'names',
  tellsWatching: 'tells_watching',
  kinds: 'kinds',
} as const satisfies Record<keyof DepartmentChanges, keyof DepartmentsTable>;

/** Opens the store, and makes the department "Support" where there is none. */
export async function openDepartmentsStore(options: DepartmentsOptions): Promise<DepartmentsStore> {
  const { database, now, randomBytes } = options;
  const listeners = new Set<() => void>();
  const tellChanged = () => {
    for (const listener of listeners) listener();
  };
  const store = departmentsIn(database, options, tellChanged);

  if ((await store.list()).length === 0) {
    const id = randomIdFrom(randomBytes(16)) as DepartmentId;
    await database
      .insertInto('departments')
      .values({ id, created_at: now(), ...supportDepartment })
      .execute();
  }

  return {
    ...store,
    within: (unit) => departmentsIn(unit.database, options, () => unit.afterCommit(tellChanged)),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function departmentsIn(
  database: Database,
  { now, randomBytes }: Omit<DepartmentsOptions, 'database'>,
  tellChanged: () => void,
): Departments {
  async function list(): Promise<Department[]> {
    const rows = await database
      .selectFrom('departments')
      .selectAll()
      .where('deleted_at', 'is', null)
      .orderBy('place')
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
      .where('deleted_at', 'is', null)
      .executeTakeFirst();
    return row && departmentOf(row);
  }

  async function change(
    id: DepartmentId,
    changes: DepartmentChanges,
  ): Promise<Department | undefined> {
    const columns = Object.entries(changes)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [columnOf[name as keyof DepartmentChanges], stored(value)]);
    if (columns.length > 0) {
      await database
        .updateTable('departments')
        .set(Object.fromEntries(columns))
        .where('id', '=', id)
        .execute();
      tellChanged();
    }
    return get(id);
  }

  return {
    list,
    async first() {
      const first = await database
        .selectFrom('departments')
        .selectAll()
        .where('deleted_at', 'is', null)
        .where('active', '=', 1)
        .orderBy('place')
        .orderBy('created_at')
        .orderBy('id')
        .limit(1)
        .executeTakeFirst();
      if (first === undefined)
        throw new Error('There is always a department, and now there is none.');
      return departmentOf(first);
    },
    get,
    async create({ name, preset, description }) {
      const id = randomIdFrom(randomBytes(16)) as DepartmentId;
      await database
        .insertInto('departments')
        .values({
          id,
          created_at: now(),
          ...supportDepartment,
          name,
          description,
          place: sql<number>`(select coalesce(max(place), 0) + 1 from departments)`,
        })
        .execute();
      const made = await change(id, { preset, ...policiesOf[preset] });
      if (made === undefined) throw new Error('The department was made a moment ago.');
      return made;
    },
    change,
    async arrange(ids) {
      const rows = await database
        .selectFrom('departments')
        .select(['id'])
        .where('deleted_at', 'is', null)
        .orderBy('place')
        .orderBy('created_at')
        .orderBy('id')
        .execute();
      const arranged = ids.values();
      const order = rows.map(({ id }) => (ids.includes(id) ? (arranged.next().value ?? id) : id));
      for (const [place, id] of order.entries()) {
        await database.updateTable('departments').set({ place }).where('id', '=', id).execute();
      }
      tellChanged();
    },
    async openConversations(id) {
      const { count } = await database
        .selectFrom('conversations')
        .select((row) => row.fn.countAll<number>().as('count'))
        .where('department', '=', id)
        .where('status', '!=', 'closed')
        .executeTakeFirstOrThrow();
      return count;
    },
    async delete(id) {
      // Ids are random, so nobody else has this name.
      await database
        .updateTable('departments')
        .set({
          deleted_at: now(),
          active: 0,
          name: sql<string>`name || ' (deleted, ' || id || ')'`,
        })
        .where('id', '=', id)
        .execute();
      tellChanged();
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
      tellChanged();
    },
  };
}
