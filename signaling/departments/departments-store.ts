/** Departments and their settings; who works in them is in `members.ts`. */
import { sql } from 'kysely';
import type { Preset } from '../../conversation/protocol/http/departments.ts';
import { randomIdFrom, type DepartmentId } from '../../conversation/protocol/ids.ts';
import type { Database } from '../database/database.ts';
import type { Together } from '../database/together.ts';
import {
  columnsOf,
  departmentOf,
  type Department,
  type DepartmentChanges,
} from './department-row.ts';
import { createEnrolments, type Enrolments } from '../conversations/enrolments.ts';
import { membersIn, type Members, type TellPeople } from './members.ts';
import { policiesOf } from './presets.ts';

/** What can be said of a new department; the rest is its preset's, or as usual. */
export interface NewDepartment {
  readonly name: string;
  readonly preset: Preset;
  readonly description: string;
}

export interface Departments extends Members {
  readonly enrolments: Enrolments;
  /** In their order, also those that were deactivated; there is always one. */
  list(): Promise<readonly Department[]>;
  /** The first active one: where conversations go that name no department. @returns undefined where none is active */
  first(): Promise<Department | undefined>;
  get(id: DepartmentId): Promise<Department | undefined>;
  /** @returns undefined where there is no such department. */
  change(id: DepartmentId, changes: DepartmentChanges): Promise<Department | undefined>;
  /** At the end of the order, without members. */
  create(department: NewDepartment): Promise<Department>;
  /** These take, in this order, the places that they hold now; the others keep theirs. */
  arrange(ids: readonly DepartmentId[]): Promise<void>;
  /** Conversations that wait, or that somebody answers. */
  openConversations(id: DepartmentId): Promise<number>;
  /** It is gone from everywhere but the archive, which those who were members go on reading; its name is free again. */
  delete(id: DepartmentId): Promise<void>;
}

export interface DepartmentsStore extends Departments {
  /** The same inside of a transaction. */
  within(unit: Together): Departments;
  /** Called after a change of settings or members. */
  onChange(listener: () => void): () => void;
  /** Called after somebody came to a department, or left it: as a member, or enrolled. */
  onPeople(listener: TellPeople): () => void;
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

/** Opens the store, and makes the department "Support" where there is none. */
export async function openDepartmentsStore(options: DepartmentsOptions): Promise<DepartmentsStore> {
  const { database, now, randomBytes } = options;
  const listeners = new Set<() => void>();
  const tellChanged = () => {
    for (const listener of listeners) listener();
  };
  const peopleListeners = new Set<TellPeople>();
  const tellPeople: TellPeople = (department, account) => {
    for (const listener of peopleListeners) listener(department, account);
  };
  const store = departmentsIn(database, options, tellChanged, tellPeople);

  if ((await store.list()).length === 0) {
    const id = randomIdFrom(randomBytes(16)) as DepartmentId;
    await database
      .insertInto('departments')
      .values({ id, created_at: now(), ...supportDepartment })
      .execute();
  }

  return {
    ...store,
    within: (unit) =>
      departmentsIn(
        unit.database,
        options,
        () => unit.afterCommit(tellChanged),
        (...whom) => unit.afterCommit(() => tellPeople(...whom)),
      ),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onPeople(listener) {
      peopleListeners.add(listener);
      return () => peopleListeners.delete(listener);
    },
  };
}

function departmentsIn(
  database: Database,
  { now, randomBytes }: Omit<DepartmentsOptions, 'database'>,
  tellChanged: () => void,
  tellPeople: TellPeople,
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
    const columns = columnsOf(changes);
    if (Object.keys(columns).length > 0) {
      await database.updateTable('departments').set(columns).where('id', '=', id).execute();
      tellChanged();
    }
    return get(id);
  }

  return {
    ...membersIn(database, now, tellChanged, tellPeople),
    enrolments: createEnrolments(database, now, tellPeople),
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
      return first && departmentOf(first);
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
        .where('status', 'in', ['waiting', 'assigned'])
        .executeTakeFirstOrThrow();
      return count;
    },
    async delete(id) {
      // What its people say among themselves ends with it.
      await database
        .updateTable('conversations')
        .set({ status: 'closed', status_since: now() })
        .where('department', '=', id)
        .where('status', '=', 'open')
        .execute();
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
  };
}
