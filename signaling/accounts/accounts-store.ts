/** Accounts of people and bots. */
import { randomIdFrom, type AccountId } from '../../conversation/protocol/ids.ts';
import { accept, refuse, type Result } from '../../conversation/protocol/result.ts';
import type { Database } from '../database/database.ts';
import type { AccountRole } from './actor.ts';

export interface Account {
  readonly id: AccountId;
  readonly username: string;
  readonly name: string;
  readonly role: AccountRole;
  readonly active: boolean;
  readonly createdAt: number;
}

export interface NewAccount {
  readonly username: string;
  readonly name: string;
  readonly role: AccountRole;
  /** Undefined: no sign-in with a password. */
  readonly passwordHash: string | undefined;
  readonly createdBy: AccountId | undefined;
}

export interface AccountsStore {
  /** In the order of user names. */
  list(): Promise<readonly Account[]>;
  get(id: AccountId): Promise<Account | undefined>;
  /** Without regard to case. */
  byUsername(username: string): Promise<Account | undefined>;
  /** For signing in only: the one place where a hash leaves the store. */
  credentials(
    username: string,
  ): Promise<{ account: Account; hash: string | undefined } | undefined>;
  create(account: NewAccount): Promise<Result<Account, 'username-taken'>>;
  /** @returns undefined where there is no such account. */
  change(
    id: AccountId,
    changes: { readonly name?: string | undefined; readonly active?: boolean | undefined },
  ): Promise<Account | undefined>;
  setPasswordHash(id: AccountId, hash: string): Promise<void>;
  /** What they said stays; it is not theirs by account any more. */
  delete(id: AccountId): Promise<void>;
}

const columns = ['id', 'username', 'name', 'role', 'active', 'created_at'] as const;

interface Row {
  readonly id: AccountId;
  readonly username: string;
  readonly name: string;
  readonly role: AccountRole;
  readonly active: 0 | 1;
  readonly created_at: number;
}

const accountOf = (row: Row): Account => ({
  id: row.id,
  username: row.username,
  name: row.name,
  role: row.role,
  active: row.active === 1,
  createdAt: row.created_at,
});

export function createAccountsStore(options: {
  readonly database: Database;
  readonly now: () => number;
  readonly randomBytes: (length: number) => Uint8Array;
}): AccountsStore {
  const { database, now, randomBytes } = options;

  async function get(id: AccountId): Promise<Account | undefined> {
    const row = await database
      .selectFrom('accounts')
      .select(columns)
      .where('id', '=', id)
      .executeTakeFirst();
    return row && accountOf(row);
  }

  return {
    async list() {
      const rows = await database
        .selectFrom('accounts')
        .select(columns)
        .orderBy('username')
        .execute();
      return rows.map(accountOf);
    },
    get,
    async byUsername(username) {
      const row = await database
        .selectFrom('accounts')
        .select(columns)
        .where('username', '=', username)
        .executeTakeFirst();
      return row && accountOf(row);
    },
    async credentials(username) {
      const row = await database
        .selectFrom('accounts')
        .select([...columns, 'password_hash'])
        .where('username', '=', username)
        .executeTakeFirst();
      return row && { account: accountOf(row), hash: row.password_hash ?? undefined };
    },
    async create({ username, name, role, passwordHash, createdBy }) {
      const row = {
        id: randomIdFrom(randomBytes(16)) as AccountId,
        username,
        name,
        email: null,
        role,
        password_hash: passwordHash ?? null,
        password_changed_at: passwordHash === undefined ? null : now(),
        active: 1 as const,
        created_at: now(),
        created_by: createdBy ?? null,
      };
      const { numInsertedOrUpdatedRows } = await database
        .insertInto('accounts')
        .values(row)
        .onConflict((conflict) => conflict.column('username').doNothing())
        .executeTakeFirstOrThrow();
      return numInsertedOrUpdatedRows === 1n ? accept(accountOf(row)) : refuse('username-taken');
    },
    async change(id, { name, active }) {
      const changes = {
        ...(name === undefined ? {} : { name }),
        ...(active === undefined ? {} : { active: active ? (1 as const) : (0 as const) }),
      };
      if (Object.keys(changes).length > 0) {
        await database.updateTable('accounts').set(changes).where('id', '=', id).execute();
      }
      return get(id);
    },
    async setPasswordHash(id, hash) {
      await database
        .updateTable('accounts')
        .set({ password_hash: hash, password_changed_at: now() })
        .where('id', '=', id)
        .execute();
    },
    async delete(id) {
      await database.deleteFrom('accounts').where('id', '=', id).execute();
    },
  };
}
