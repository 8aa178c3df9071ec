import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as v from 'valibot';
import { newTicketAnswer, ticketsAnswer } from '../../conversation/protocol/http/tickets.ts';
import {
  transferTargetsAnswer,
  transfersAnswer,
} from '../../conversation/protocol/http/transfers.ts';
import type { ConversationId, DepartmentId } from '../../conversation/protocol/ids.ts';
import { createOrganisation, type Organisation } from '../access/organisation.fixture.ts';
import type { Person } from '../access/people.fixture.ts';
import type { ActorKind } from '../access/permissions.ts';
import { databasePath } from '../database/data-folder.ts';
import { openDatabase, type Database } from '../database/database.ts';

let organisation: Organisation;
let database: Database;
beforeAll(async () => {
  organisation = await createOrganisation();
  database = await openDatabase(databasePath(organisation.server.dataDir));
});
afterAll(async () => {
  await database.destroy();
  await organisation.close();
});

function whoIs(kind: ActorKind): Person {
  const person = organisation.people.find((it) => it.kind === kind);
  if (person === undefined) throw new Error(`There is no ${kind}.`);
  return person;
}

const ask = (kind: ActorKind, path: string, body?: object) =>
  organisation.server.ask(path, {
    ...whoIs(kind).proof,
    ...(body === undefined ? {} : { body }),
  });

/** Where everybody of the staff belongs, and the worker to nothing else. */
function support(): DepartmentId {
  const { actor } = whoIs('worker');
  const id = actor?.kind === 'account' ? actor.workerOf : undefined;
  if (id === undefined) throw new Error('Workers belong to a department.');
  return id;
}

async function raise(subject: string, department?: DepartmentId): Promise<ConversationId> {
  await database
    .updateTable('conversations')
    .set({ status: 'closed', assigned_to: null })
    .execute();
  const to = department ?? support();
  const { json } = await ask('customer', '/api/tickets', { department: to, subject });
  return v.parse(newTicketAnswer, json).summary.conversation;
}

const listed = async (kind: ActorKind, query = '') =>
  v.parse(ticketsAnswer, (await ask(kind, `/api/tickets${query}`)).json);

test('[C3] a customer raises a ticket over HTTP, and the answer names it', async () => {
  const department = support();
  const { status, json } = await ask('customer', '/api/tickets', {
    department,
    subject: ' The  meter is dark ',
  });
  expect(status).toBe(201);
  expect(v.parse(newTicketAnswer, json).summary).toMatchObject({
    department,
    status: { state: 'waiting' },
    ticket: { subject: 'The meter is dark', status: 'new' },
  });
});

test('[W9] what is wrong with a new ticket is said beside its field, and nothing is raised', async () => {
  const department = support();
  const before = await database.selectFrom('conversations').select('id').execute();
  const complaint = async (body: object) => {
    const { status, json } = await ask('customer', '/api/tickets', body);
    return [status, json?.['error']];
  };
  expect(await complaint({ department, subject: 'a'.repeat(151) })).toMatchObject([
    400,
    { field: 'subject', message: 'subject must have at most 150 characters.' },
  ]);
  expect(await complaint({ department, subject: ' \n ' })).toMatchObject([
    400,
    { field: 'subject', message: 'subject must not be empty.' },
  ]);
  const elsewhere = 'A'.repeat(22);
  expect(await complaint({ department: elsewhere, subject: 'Words' })).toMatchObject([
    400,
    { field: 'department' },
  ]);
  expect(await complaint({ department, subject: 'Words', status: 'solved' })).toMatchObject([
    400,
    {},
  ]);
  expect(await database.selectFrom('conversations').select('id').execute()).toEqual(before);
});

test('[C4] new tickets stand first, and can be asked for by status and department', async () => {
  const old = await raise('The old one');
  const fresh = await raise('The new one');
  await database
    .updateTable('tickets')
    .set({ status: 'solved', status_since: Date.now() + 60_000 })
    .where('conversation', '=', old)
    .execute();
  const ids = async (query: string) =>
    (await listed('admin', query)).tickets.map(({ conversation }) => conversation);
  expect((await ids(''))[0]).toBe(fresh);
  expect(await ids('?status=solved')).toEqual([old]);
  const elsewhere = await organisation.department(whoIs('admin'), 'other');
  expect(await ids(`?department=${elsewhere}`)).toEqual([]);
  expect((await listed('admin', '?limit=1')).more).toBe(true);
  const { tickets, fresh: count } = await listed('admin', '?status=new');
  expect(count).toBe(tickets.length);
});

test('[L7] everybody sees the tickets of their departments only, and customers their own', async () => {
  const elsewhere = await organisation.department(whoIs('admin'), 'other');
  const foreign = await raise('In another department', elsewhere);
  const sees = async (kind: ActorKind) =>
    (await listed(kind)).tickets.some(({ conversation }) => conversation === foreign);
  expect([await sees('agent'), await sees('admin')]).toEqual([false, false]);
  const own = await raise('In their department');
  const seen = (await listed('agent')).tickets.map(({ conversation }) => conversation);
  expect(seen).toContain(own);
  expect([await sees('super-admin'), await sees('customer')]).toEqual([true, true]);
  expect(await sees('worker')).toBe(false);
});

test('to whom it can be passed on: active members of its department, and the other departments', async () => {
  const conversation = await organisation.conversation(whoIs('admin'), 'department');
  const path = `/api/conversations/${conversation}/transfer-targets`;
  const targets = async () => v.parse(transferTargetsAnswer, (await ask('admin', path)).json);
  const before = await targets();
  const someone = before.people.find(({ kind }) => kind === 'person');
  expect(someone).toMatchObject({ here: false, available: false, open: expect.any(Number) });
  expect(before.departments.map(({ department }) => department)).not.toContain(support());
  await database
    .updateTable('accounts')
    .set({ active: 0 })
    .where('id', '=', someone?.account ?? null)
    .execute();
  expect((await targets()).people.map(({ account }) => account)).not.toContain(someone?.account);
});

test('notes are read by staff of the department, and by nobody who raised it', async () => {
  const conversation = await raise('With a note');
  await database
    .insertInto('transfers')
    .values({
      conversation,
      at: 1,
      by_account: null,
      by_name: 'Ada',
      to_kind: 'person',
      to_name: 'Ben',
      note: 'Be kind.',
    })
    .execute();
  const path = `/api/conversations/${conversation}/transfers`;
  expect(v.parse(transfersAnswer, (await ask('agent', path)).json).transfers).toEqual([
    { at: 1, by: 'Ada', to: { kind: 'person', name: 'Ben' }, note: 'Be kind.' },
  ]);
  expect((await ask('customer', path)).text).not.toContain('kind');
});

test('[L7] a ticket that goes to another department stands in that one’s list, and no more in ours', async () => {
  const moved = await raise('Not for us');
  const to = await organisation.department(whoIs('admin'), 'other');
  await database
    .updateTable('conversations')
    .set({ department: to! })
    .where('id', '=', moved)
    .execute();
  const ids = async (kind: ActorKind, query = '') =>
    (await listed(kind, query)).tickets.map(({ conversation }) => conversation);
  expect(await ids('super-admin', `?department=${to}`)).toEqual([moved]);
  expect(await ids('agent')).not.toContain(moved);
});

test.each([
  ['all', sql``],
  ['those of a department', sql`where tickets.department = 'x'`],
])(
  'a page of a hundred thousand tickets, %s, is read without looking at all of them',
  async (_which, where) => {
    const { rows } = await sql<{ detail: string }>`
    explain query plan select tickets.conversation from tickets ${where}
    order by (tickets.status = 'new') desc, tickets.status_since desc, tickets.conversation
    limit 50`.execute(database);
    const plan = rows.map(({ detail }) => detail).join('; ');
    expect(plan).toContain('USING COVERING INDEX');
    expect(plan).not.toContain('TEMP B-TREE');
  },
);
