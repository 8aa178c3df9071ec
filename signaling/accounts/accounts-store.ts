/** Accounts of people and bots. */
import { sql, type ExpressionBuilder } from 'kysely';
import { randomIdFrom, type AccountId } from '../../conversation/protocol/ids.ts';
import { accept, refuse, type Result } from '../../conversation/protocol/result.ts';
import type { Database } from '../database/database.ts';
import type { Gender } from '../database/accounts-tables.ts';
import type { Schema } from '../database/schema.ts';
import { leaveGroups } from '../conversations/leaving.ts';
import type { AccountRole } from './actor.ts';

export interface Account {
  readonly id: AccountId;
  readonly username: string;
  readonly name: string;
  readonly role: AccountRole;
  readonly active: boolean;
  readonly createdAt: number;
  readonly email?: string;
  /** Only with an address. */
  readonly emailConfirmed?: boolean;
  readonly mobile?: string;
  readonly gender?: Gender;
  /** Whether signing in takes a code as well. */
  readonly twoSteps?: true;
}

export interface NewAccount {
  readonly username: string;
  readonly name: string;
  readonly role: AccountRole;
  readonly email?: string | undefined;
  readonly emailConfirmed?: boolean;
  readonly mobile?: string | undefined;
  readonly gender?: Gender | undefined;
  /** Undefined: no sign-in with a password. */
  readonly passwordHash: string | undefined;
  readonly createdBy: AccountId | undefined;
}

/** Null takes away. */
export interface AccountChanges {
  readonly name?: string | undefined;
  readonly active?: boolean | undefined;
  readonly email?: string | null | undefined;
  readonly mobile?: string | null | undefined;
  readonly gender?: Gender | null | undefined;
}

export interface AccountsPage {
  readonly kind?: 'staff' | 'customers' | 'bots' | undefined;
  /** Looked for in names, user names and e-mail addresses. */
  readonly words?: string | undefined;
  /** User name of the last one of the page before. */
  readonly after?: string | undefined;
  readonly limit: number;
}

export interface AccountsStore {
  /** In the order of user names. */
  list(): Promise<readonly Account[]>;
  page(page: AccountsPage): Promise<readonly Account[]>;
  get(id: AccountId): Promise<Account | undefined>;
  /** Without regard to case. */
  byUsername(username: string): Promise<Account | undefined>;
  /** Without regard to case. */
  byEmail(email: string): Promise<Account | undefined>;
  /**
   * For signing in only: the one place where a hash leaves the store.
   *
   * @param login user name or e-mail address
   */
  credentials(login: string): Promise<{ account: Account; hash: string | undefined } | undefined>;
  create(account: NewAccount): Promise<Result<Account, 'username-taken' | 'email-taken'>>;
  /** Another e-mail address is not confirmed yet. */
  change(
    id: AccountId,
    changes: AccountChanges,
  ): Promise<Result<Account, 'missing' | 'email-taken'>>;
  setPasswordHash(id: AccountId, hash: string): Promise<void>;
  confirmEmail(id: AccountId): Promise<void>;
  /** What they said stays; it is not theirs by account any more. */
  delete(id: AccountId): Promise<void>;
}

const columns = [
  'id',
  'username',
  'name',
  'role',
  'active',
  'accounts.created_at',
  'email',
  'email_confirmed_at',
  'mobile',
  'gender',
  'second_steps.confirmed_at as second_step_at',
] as const;

interface Row {
  readonly id: AccountId;
  readonly username: string;
  readonly name: string;
  readonly role: AccountRole;
  readonly active: 0 | 1;
  readonly created_at: number;
  readonly email: string | null;
  readonly email_confirmed_at: number | null;
  readonly mobile: string | null;
  readonly gender: Gender | null;
  readonly second_step_at: number | null;
}

const accountOf = (row: Row): Account => ({
  id: row.id,
  username: row.username,
  name: row.name,
  role: row.role,
  active: row.active === 1,
  createdAt: row.created_at,
  ...(row.email === null
    ? {}
    : { email: row.email, emailConfirmed: row.email_confirmed_at !== null }),
  ...(row.mobile === null ? {} : { mobile: row.mobile }),
  ...(row.gender === null ? {} : { gender: row.gender }),
  ...(row.second_step_at === null ? {} : { twoSteps: true as const }),
});

const rolesOf = {
  staff: ['super-admin', 'admin', 'agent'],
  customers: ['customer'],
  bots: ['bot'],
} as const satisfies Record<NonNullable<AccountsPage['kind']>, readonly AccountRole[]>;

export function createAccountsStore(options: {
  readonly database: Database;
  readonly now: () => number;
  readonly randomBytes: (length: number) => Uint8Array;
}): AccountsStore {
  const { database, now, randomBytes } = options;

  const rows = () =>
    database
      .selectFrom('accounts')
      .leftJoin('second_steps', 'second_steps.account', 'accounts.id')
      .select(columns);

  async function byUnique(column: 'id' | 'username' | 'email', value: string) {
    const row = await rows()
      .where(sql.ref(`accounts.${column}`), '=', value)
      .executeTakeFirst();
    return row && accountOf(row);
  }
  const get = (id: AccountId) => byUnique('id', id);
  const byEmail = (email: string) => byUnique('email', email);

  return {
    async list() {
      return (await rows().orderBy('username').execute()).map(accountOf);
    },
    async page({ kind, words, after, limit }) {
      let query = rows().orderBy('username').limit(limit);
      if (kind !== undefined) query = query.where('role', 'in', rolesOf[kind]);
      if (after !== undefined) query = query.where('username', '>', after);
      if (words !== undefined && words !== '') query = query.where((row) => has(row, words));
      return (await query.execute()).map(accountOf);
    },
    get,
    byUsername: (username) => byUnique('username', username),
    byEmail,
    async credentials(login) {
      const row = await rows()
        .select('password_hash')
        .where(login.includes('@') ? 'email' : 'username', '=', login)
        .executeTakeFirst();
      return row && { account: accountOf(row), hash: row.password_hash ?? undefined };
    },
    async create(wanted) {
      const { email, mobile, gender, passwordHash } = wanted;
      const id = randomIdFrom(randomBytes(16)) as AccountId;
      const { numInsertedOrUpdatedRows } = await database
        .insertInto('accounts')
        .values({
          id,
          username: wanted.username,
          name: wanted.name,
          email: email ?? null,
          email_confirmed_at: wanted.emailConfirmed === true ? now() : null,
          mobile: mobile ?? null,
          gender: gender ?? null,
          role: wanted.role,
          password_hash: passwordHash ?? null,
          password_changed_at: passwordHash === undefined ? null : now(),
          active: 1,
          created_at: now(),
          created_by: wanted.createdBy ?? null,
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirstOrThrow();
      if (numInsertedOrUpdatedRows !== 1n) {
        const isEmail = email !== undefined && (await byEmail(email)) !== undefined;
        return refuse(isEmail ? 'email-taken' : 'username-taken');
      }
      const made = await get(id);
      if (made === undefined) throw new Error('An account that was just made is not there.');
      return accept(made);
    },
    async change(id, { name, active, email, mobile, gender }) {
      const before = await get(id);
      if (before === undefined) return refuse('missing');
      if (typeof email === 'string') {
        const owner = await byEmail(email);
        if (owner !== undefined && owner.id !== id) return refuse('email-taken');
      }
      const isOther =
        email !== undefined && (email ?? '').toLowerCase() !== (before.email ?? '').toLowerCase();
      const changes = {
        ...(name === undefined ? {} : { name }),
        ...(active === undefined ? {} : { active: active ? (1 as const) : (0 as const) }),
        ...(email === undefined ? {} : { email }),
        ...(isOther ? { email_confirmed_at: null } : {}),
        ...(mobile === undefined ? {} : { mobile }),
        ...(gender === undefined ? {} : { gender }),
      };
      if (Object.keys(changes).length > 0) {
        await database.updateTable('accounts').set(changes).where('id', '=', id).execute();
      }
      // Links that went to the old address are worth nothing any more.
      if (isOther) {
        await database.deleteFrom('one_time_tokens').where('account', '=', id).execute();
      }
      return accept((await get(id)) ?? before);
    },
    async setPasswordHash(id, hash) {
      await database
        .updateTable('accounts')
        .set({ password_hash: hash, password_changed_at: now() })
        .where('id', '=', id)
        .execute();
    },
    async confirmEmail(id) {
      await database
        .updateTable('accounts')
        .set({ email_confirmed_at: now() })
        .where('id', '=', id)
        .where('email_confirmed_at', 'is', null)
        .execute();
    },
    async delete(id) {
      // What they said in groups stays, and they are in none any more.
      await leaveGroups(database, id, now());
      await database.deleteFrom('accounts').where('id', '=', id).execute();
    },
  };
}

/** A part of a name, a user name or an e-mail address; what means something to LIKE means itself here. */
function has(row: ExpressionBuilder<Schema, 'accounts'>, words: string) {
  const pattern = `%${words.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  const like = (column: 'name' | 'username' | 'email') =>
    sql<boolean>`${row.ref(`accounts.${column}`)} like ${pattern} escape '\\'`;
  return row.or([like('name'), like('username'), like('email')]);
}
