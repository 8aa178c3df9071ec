import { Kysely, SqliteDialect } from 'kysely';
import { expect, test } from 'vitest';
import { migrate } from '../migrate.ts';
import type { Schema } from '../schema.ts';
import { SqliteConnection } from '../sqlite.ts';
import { auditScopes } from './0013-audit-scopes.ts';
import { migrations } from './all.ts';

/** What is written of each: the account of a department, that department, a customer, an admin of none. */
const rows = `
  insert into audit_log (at, actor, action, thing, detail) values
    (1, 'server', 'a', 'ann', '{}'), (2, 'root', 'b', 'D', '{}'), (3, 'cus', 'c', 'cus', '{}'),
    (4, 'root', 'd', 'root', '{}'), (5, 'root', 'e', 'ghost', '{"department":"D"}'),
    (6, 'root', 'f', 'W', '{}'), (7, 'root', 'g', 'x', '{"department":["D"]}');`;

test('[L6] rows from before are found like those from after', async () => {
  const connection = new SqliteConnection(':memory:');
  const database = new Kysely<Schema>({ dialect: new SqliteDialect({ database: connection }) });
  const place = migrations.indexOf(auditScopes);
  await migrate(database, ':memory:', migrations.slice(0, place));
  connection.exec(`
    insert into departments (id, name, description, greeting, first_answer, agent_capacity, bot_capacity, grace_ms,
      connection, created_at) values ('D', 'Support', '', '', 'people', 5, 5, 1, 'direct', 1);
    insert into accounts (id, username, name, role, created_at, worker_of) values
      ('ann', 'ann', 'Ann', 'agent', 1, null), ('cus', 'cus', 'Cus', 'customer', 1, null),
      ('root', 'root', 'Root', 'admin', 1, null), ('W', 'w', 'W', 'agent', 1, 'D');
    insert into department_members (department, account, position, added_at) values ('D', 'ann', 'member', 1);
    ${rows}`);
  await migrate(database, ':memory:', migrations.slice(0, place + 1));
  connection.exec(rows);
  const found = await database
    .selectFrom('audit_scopes')
    .select(['scope', 'id', 'action'])
    .orderBy('id')
    .execute();
  const scopesOf = (from: number, to: number) =>
    found.filter(({ id }) => id >= from && id <= to).map(({ scope, action }) => action + scope);
  const expected = ['aD', 'bD', 'cpeople', 'eD', 'fD'];
  expect(scopesOf(1, 7)).toEqual(expected);
  expect(scopesOf(8, 14)).toEqual(expected);
  await expect(database.deleteFrom('audit_scopes').execute()).rejects.toThrow('append-only');
  await database.destroy();
});
