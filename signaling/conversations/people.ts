/** The people of a department: those of its members who are persons, and the customers who are enrolled in it. */
import { sql } from 'kysely';
import type { AccountId, DepartmentId } from '../../conversation/protocol/ids.ts';
import type { Queries } from '../archive/summaries.ts';
import type { Standing } from './kinds.ts';

export interface PersonOf {
  readonly account: AccountId;
  readonly name: string;
  readonly standing: Exclude<Standing, 'stranger'>;
}

/** Whoever is switched off is nobody's. An account is a member or enrolled, never both. */
const peopleOf = (department: DepartmentId) => sql<PersonOf>`
  select a.id as account, a.name, case when a.worker_of is null then 'staff' else 'worker' end as standing
    from department_members m join accounts a on a.id = m.account
    where m.department = ${department} and a.active = 1 and a.role in ('super-admin', 'admin', 'agent')
  union all
  select a.id, a.name, 'enrolled' from enrolments e join accounts a on a.id = e.account
    where e.department = ${department} and a.active = 1 and a.role = 'customer'`;

export async function standingOf(
  database: Queries,
  department: DepartmentId,
  account: AccountId | undefined,
): Promise<Standing> {
  if (account === undefined) return 'stranger';
  const { rows } = await sql<PersonOf>`
    select * from (${peopleOf(department)}) where account = ${account}`.execute(database);
  return rows[0]?.standing ?? 'stranger';
}

/** In the order of names. */
export async function findPeople(
  database: Queries,
  department: DepartmentId,
  wanted: {
    readonly standings: readonly Standing[];
    readonly q?: string | undefined;
    readonly limit: number;
  },
): Promise<readonly PersonOf[]> {
  const { standings, q = '', limit } = wanted;
  if (standings.length === 0) return [];
  const { rows } = await sql<PersonOf>`
    select * from (${peopleOf(department)})
    where standing in (${sql.join([...standings])}) and instr(lower(name), ${q.toLowerCase()}) > 0
    order by name collate nocase, account limit ${limit}`.execute(database);
  return rows;
}

/** All of them, for telling. */
export async function everybodyOf(
  database: Queries,
  department: DepartmentId,
  standings: readonly Standing[],
): Promise<readonly AccountId[]> {
  if (standings.length === 0) return [];
  const { rows } = await sql<PersonOf>`
    select * from (${peopleOf(department)}) where standing in (${sql.join([...standings])})`.execute(
    database,
  );
  return rows.map(({ account }) => account);
}

export interface Belonging {
  readonly department: DepartmentId;
  readonly standing: PersonOf['standing'];
}

/** Where somebody is one of the people. */
export async function belongingsOf(
  database: Queries,
  account: AccountId,
): Promise<readonly Belonging[]> {
  const { rows } = await sql<Belonging>`
    select m.department, case when a.worker_of is null then 'staff' else 'worker' end as standing
      from department_members m join accounts a on a.id = m.account
      where a.id = ${account} and a.active = 1 and a.role in ('super-admin', 'admin', 'agent')
    union all
    select e.department, 'enrolled' from enrolments e join accounts a on a.id = e.account
      where a.id = ${account} and a.active = 1 and a.role = 'customer'`.execute(database);
  return rows;
}
