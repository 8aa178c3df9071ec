/** Which customers belong to a department besides its members. */
import { sql } from 'kysely';
import type { AccountId, DepartmentId } from '../../conversation/protocol/ids.ts';
import { accept, refuse, type Result } from '../../conversation/protocol/result.ts';
import type { Database } from '../database/database.ts';
import { leaveDepartment } from './leaving.ts';

export interface Enrolled {
  readonly account: AccountId;
  readonly username: string;
  readonly name: string;
  readonly email: string | undefined;
  readonly since: number;
}

export type EnrolmentRefusal = 'no-such-customer' | 'enrolled-already' | 'too-many';

export interface Enrolments {
  /** In the order of names. */
  of(department: DepartmentId): Promise<readonly Enrolled[]>;
  /** @param who user name or e-mail address. */
  add(department: DepartmentId, who: string): Promise<Result<Enrolled, EnrolmentRefusal>>;
  /** They leave all its groups. @returns false where they were not enrolled. */
  remove(department: DepartmentId, account: AccountId): Promise<boolean>;
}

/** A large lecture; everybody of a department is told of what is said to all of it. */
export const mostEnrolled = 2_000;

export function createEnrolments(
  database: Database,
  now: () => number,
  tellPeople: (department: DepartmentId, account: AccountId) => void,
): Enrolments {
  async function read(department: DepartmentId, account?: AccountId): Promise<Enrolled[]> {
    const all = database
      .selectFrom('enrolments')
      .innerJoin('accounts', 'accounts.id', 'enrolments.account')
      .select(['accounts.id as account', 'username', 'name', 'email', 'enrolments.since'])
      .where('enrolments.department', '=', department)
      .orderBy(sql`name collate nocase`)
      .orderBy('username');
    const rows = await (
      account === undefined ? all : all.where('enrolments.account', '=', account)
    ).execute();
    return rows.map(({ email, ...row }) => ({ ...row, email: email ?? undefined }));
  }

  return {
    of: (department) => read(department),
    async add(department, who) {
      const customer = await database
        .selectFrom('accounts')
        .select('id')
        .where('role', '=', 'customer')
        .where('active', '=', 1)
        .where((where) => where.or([where('username', '=', who), where('email', '=', who)]))
        .executeTakeFirst();
      if (customer === undefined) return refuse('no-such-customer');
      const { count } = await database
        .selectFrom('enrolments')
        .select((row) => row.fn.countAll<number>().as('count'))
        .where('department', '=', department)
        .executeTakeFirstOrThrow();
      if (count >= mostEnrolled) return refuse('too-many');
      const added = await database
        .insertInto('enrolments')
        .values({ department, account: customer.id, since: now() })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      if (added.numInsertedOrUpdatedRows !== 1n) return refuse('enrolled-already');
      tellPeople(department, customer.id);
      const [enrolled] = await read(department, customer.id);
      return enrolled === undefined ? refuse('no-such-customer') : accept(enrolled);
    },
    async remove(department, account) {
      const removed = await database
        .deleteFrom('enrolments')
        .where('department', '=', department)
        .where('account', '=', account)
        .executeTakeFirst();
      if (removed.numDeletedRows === 0n) return false;
      await leaveDepartment(database, department, account, now());
      tellPeople(department, account);
      return true;
    },
  };
}
