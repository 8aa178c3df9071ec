import { Kysely, SqliteDialect, sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { migrate } from '../migrate.ts';
import type { Schema } from '../schema.ts';
import { SqliteConnection } from '../sqlite.ts';
import { migrations } from './all.ts';

let connection: SqliteConnection;
let database: Kysely<Schema>;
beforeEach(async () => {
  connection = new SqliteConnection(':memory:');
  connection.pragma('foreign_keys = ON');
  database = new Kysely<Schema>({ dialect: new SqliteDialect({ database: connection }) });
  await migrate(database, ':memory:', migrations.slice(0, 8));
});
afterEach(() => database.destroy());

/** One conversation of each status, one of them a ticket that was passed on, with faces, logs and entries. */
function fill(): void {
  connection.exec(`
    insert into departments (id, name, description, greeting, first_answer, agent_capacity, bot_capacity, grace_ms,
      connection, created_at) values ('D', 'Support', '', '', 'people', 5, 5, 1, 'direct', 1);
    insert into accounts (id, username, name, role, created_at) values ('A', 'ada', 'Ada', 'agent', 1);
    begin;
    insert into conversations (id, kind, department, status, status_since, raised_by, assigned_to, closed_by, prefer,
        waiting_since, wants_person, created_at, active_at, head_seq, masked) values
      ('W', 'support', 'D', 'waiting', 5, 'pW', null, null, 'faq', 5, 1, 5, 6, 0, 0),
      ('S', 'support', 'D', 'assigned', 7, 'pS', 'aS', null, null, 5, 0, 5, 8, 1, 1),
      ('C', 'support', 'D', 'closed', 9, 'pC', null, 'pC', null, 5, 0, 5, 9, 0, 0);
    insert into participants (id, conversation, account, role, name, joined_at) values
      ('pW', 'W', null, 'client', 'Guest', 5), ('pS', 'S', null, 'client', 'Guest', 5),
      ('aS', 'S', 'A', 'agent', 'Ada', 6), ('pC', 'C', null, 'client', 'Guest', 5);
    commit;
    insert into logs (conversation, log, participant, algorithm, public_key, certificate, issued_at, expires_at, next,
      head_hash) values ('S', 7, 'pS', 'P-256', x'00', x'00', 1, 2, 1, zeroblob(32));
    insert into entries values (1, 'S', 0, 7, 0, 1, 10, 11, 'accepted', zeroblob(164), x'00');
    insert into tickets values ('S', 'K7Q2M', 'Words', 'assigned', 7, 5, 'A');
    insert into transfers (conversation, at, by_name, to_kind, to_name, note) values ('S', 6, 'Ada', 'person', 'Ben', 'n');
  `);
}

const columns = `id, kind, department, status, status_since, raised_by, assigned_to, closed_by, prefer, waiting_since,
  wants_person, created_at, active_at, head_seq, masked`;
const everything = () =>
  [
    `select ${columns} from conversations order by id`,
    ...['participants', 'logs', 'entries', 'tickets', 'transfers', 'audit_log'].map(
      (table) => `select * from ${table}`,
    ),
  ].map((query) => connection.prepare(query).all());

test('[W1] conversations, and all that refers to them, come through as they were', async () => {
  fill();
  const before = everything();
  expect(before[0]).toHaveLength(3);
  await migrate(database, ':memory:', migrations.slice(0, 9));
  expect(everything()).toEqual(before);
  expect(connection.pragma('foreign_key_check')).toEqual([]);
});

test('[W9] afterwards foreign keys hold as before, and lead to the new table', async () => {
  fill();
  await migrate(database, ':memory:', migrations.slice(0, 9));
  expect(connection.pragma('foreign_keys', { simple: true })).toBe(1);
  expect(() => connection.exec(`update tickets set conversation = 'nowhere'`)).toThrow('FOREIGN');
  expect(() => connection.exec(`delete from conversations where id = 'S'`)).toThrow('FOREIGN');
});

test('a ticket follows its conversation as before', async () => {
  fill();
  await migrate(database, ':memory:', migrations.slice(0, 9));
  connection.exec(`update conversations set status = 'waiting', assigned_to = null where id = 'S'`);
  const { rows } = await sql`select status from tickets`.execute(database);
  expect(rows).toEqual([{ status: 'new' }]);
});

test.each([
  [`kind = 'gossip'`],
  [`status = 'open'`],
  [`kind = 'direct'`],
  [`kind = 'departments'`],
  [`from_department = 'D'`],
  [`title = 'A group'`],
  [`kind = 'discussion', status = 'open', masked = 1`],
  [`erased_at = 1`],
])('[W9] a state that there is not cannot be stored: %s', async (change) => {
  fill();
  await migrate(database, ':memory:', migrations.slice(0, 9));
  expect(() => connection.exec(`update conversations set ${change} where id = 'W'`)).toThrow(
    'CHECK',
  );
});

test('[W1] a database with broken keys is left as it is, and said to be so', async () => {
  fill();
  connection.pragma('foreign_keys = OFF');
  connection.exec(`update conversations set department = 'gone' where id = 'W'`);
  connection.pragma('foreign_keys = ON');
  const before = everything();
  await expect(migrate(database, ':memory:')).rejects.toThrow('broken keys');
  expect(everything()).toEqual(before);
  expect(connection.pragma('foreign_keys', { simple: true })).toBe(1);
});
