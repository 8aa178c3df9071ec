/** The database with which every simulation begins: the real schema, everybody's account, one department. */
import { Kysely, SqliteDialect } from 'kysely';
import type { AccountId } from '../../conversation/protocol/ids.ts';
import { createAccountsStore } from '../../signaling/accounts/accounts-store.ts';
import type { Authenticated, SessionRef } from '../../signaling/accounts/actor.ts';
import { migrate } from '../../signaling/database/migrate.ts';
import type { Schema } from '../../signaling/database/schema.ts';
import { SqliteConnection } from '../../signaling/database/sqlite.ts';
import { openDepartmentsStore } from '../../signaling/departments/departments-store.ts';
import { createChance } from './chance.ts';
import type { Setup, User } from './history.ts';

export const startsAt = Date.UTC(2026, 10, 21, 12);

const roles = {
  client: 'customer',
  ada: 'agent',
  ben: 'agent',
  cleo: 'agent',
  robot: 'bot',
} as const;

export interface Template {
  readonly file: Buffer;
  readonly who: Readonly<Record<User, Authenticated & { readonly account: AccountId }>>;
}

async function makeTemplate(setup: Pick<Setup, 'connection' | 'first'>): Promise<Template> {
  const connection = new SqliteConnection(':memory:');
  const database = new Kysely<Schema>({ dialect: new SqliteDialect({ database: connection }) });
  const chance = createChance(1, 'template');
  const stores = {
    database,
    now: () => startsAt,
    randomBytes: (length: number) => chance.bytes(length),
  };
  await migrate(database, ':memory:');
  const departments = await openDepartmentsStore(stores);
  const id = (await departments.first())?.id;
  if (id === undefined) throw new Error('A new store has a department.');
  const department = { id };
  // Somebody who is away is replaced soon, so that a short history has hand-overs.
  await departments.change(department.id, {
    graceMs: 3_000,
    connection: setup.connection,
    firstAnswer: setup.first,
  });
  const accounts = createAccountsStore(stores);

  async function signedUp(username: User): Promise<Template['who'][User]> {
    const role = roles[username];
    const made = await accounts.create({
      username,
      name: username,
      role,
      passwordHash: undefined,
      createdBy: undefined,
    });
    if (!made.ok) throw new Error(made.refusal);
    const account = made.value.id;
    if (role !== 'customer') await departments.addMember(department.id, account);
    return {
      account,
      session: `account:${username}` as SessionRef,
      actor: { kind: 'account', account, username, name: username, role },
    };
  }

  const who = {
    client: await signedUp('client'),
    ada: await signedUp('ada'),
    ben: await signedUp('ben'),
    cleo: await signedUp('cleo'),
    robot: await signedUp('robot'),
  };
  const file = connection.serialize();
  await database.destroy();
  return { file, who };
}

const made = new Map<string, Promise<Template>>();

/** The same one for the same settings: it is only ever copied. */
export function templateFor({ connection, first }: Setup): Promise<Template> {
  const key = `${connection} ${first}`;
  const known = made.get(key) ?? makeTemplate({ connection, first });
  made.set(key, known);
  return known;
}
