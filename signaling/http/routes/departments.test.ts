import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as v from 'valibot';
import { newTicketAnswer, newVisitorAnswer } from '../../../conversation/protocol/http.ts';
import { widgetAnswer } from '../../../conversation/protocol/http/widget.ts';
import {
  departmentAnswer,
  departmentsAnswer,
  membersAnswer,
  publicDepartmentsAnswer,
  workerAnswer,
  type DepartmentJson,
} from '../../../conversation/protocol/http/departments.ts';
import {
  randomIdFrom,
  type ConversationId,
  type DepartmentId,
} from '../../../conversation/protocol/ids.ts';
import { protocolVersion } from '../../../conversation/protocol/version.ts';
import { createManualClock } from '../../archive/archive.fixture.ts';
import { createVisitorsStore } from '../../accounts/visitors-store.ts';
import { databasePath } from '../../database/data-folder.ts';
import { openDatabase } from '../../database/database.ts';
import { startTestServer, type Ask, type TestServer } from '../../server.fixture.ts';
import { createClient } from '../../session/client.fixture.ts';
import { createConversationStore } from '../../session/conversation-store.ts';

const password = 'long enough for anybody';
const clock = createManualClock();
let server: TestServer;
let admin: string;
beforeAll(async () => {
  // Monday, at noon in Berlin.
  clock.advance(Date.parse('2026-11-23T11:00:00Z') - clock.now());
  server = await startTestServer({}, { clock });
  admin = await server.signInAsAdmin();
});
afterAll(() => server.close());

const ask = (method: string, path: string, body?: unknown, cookie = admin) =>
  server.ask(path, { method, cookie, ...(body === undefined ? {} : { body }) } satisfies Ask);

let made = 0;
async function makeDepartment(more: object = {}, cookie = admin): Promise<DepartmentJson> {
  const body = { name: `Team ${(made += 1)}`, preset: 'support-desk', ...more };
  const { json } = await ask('POST', '/api/departments', body, cookie);
  return v.parse(departmentAnswer, json).department;
}

async function makeAgent(role = 'agent'): Promise<{ id: string; username: string }> {
  const username = `agent-${(made += 1)}`;
  const body = { username, name: username, role, password };
  const { json } = await ask('POST', '/api/accounts', body);
  return v.parse(workerAnswer, json).account;
}

async function list(cookie = admin): Promise<readonly DepartmentJson[]> {
  const { json } = await ask('GET', '/api/departments', undefined, cookie);
  return v.parse(departmentsAnswer, json).departments;
}

async function members(id: string) {
  const { json } = await ask('GET', `/api/departments/${id}/members`);
  return v.parse(membersAnswer, json).members;
}

const newConversationId = () => randomIdFrom(randomBytes(16)) as ConversationId;
const newWorker = () => ({ username: `worker-${(made += 1)}`, name: 'Worker', password });

async function openConversation(department: DepartmentId) {
  const database = await openDatabase(databasePath(server.dataDir));
  const stores = { database, now: Date.now, randomBytes };
  const { visitor, name } = await createVisitorsStore(stores).create();
  const conversation = randomIdFrom(randomBytes(16)) as ConversationId;
  const actor = { kind: 'visitor', visitor, name } as const;
  const raised = await createConversationStore(stores).raise({
    conversation,
    actor,
    department,
    prefer: undefined,
  });
  return {
    raised,
    async close() {
      await database
        .updateTable('conversations')
        .set({ status: 'closed', assigned_to: null })
        .where('id', '=', conversation)
        .execute();
    },
    end: () => database.destroy(),
  };
}

describe('a department', () => {
  test('is made from a preset, and whoever makes it is its head', async () => {
    const school = await makeDepartment({ preset: 'institutions', description: 'Of physics.' });
    expect(school).toMatchObject({
      preset: 'institutions',
      description: 'Of physics.',
      names: 'masked',
      connection: 'server',
      whoCloses: 'raiser',
      maxOpenThreads: 5,
      maxWorkers: 5,
      active: true,
      hours: { kind: 'always' },
    });
    expect(await members(school.id)).toMatchObject([{ username: 'admin', position: 'head' }]);
  });

  test('takes policies over from another preset, and what is named besides comes on top', async () => {
    const { id } = await makeDepartment();
    const body = { preset: 'institutions', maxOpenThreads: 3 };
    const { json } = await ask('PATCH', `/api/departments/${id}`, body);
    expect(json?.['department']).toMatchObject({
      preset: 'institutions',
      names: 'masked',
      maxOpenThreads: 3,
    });
  });

  test('[W7] that is masked always goes through the server', async () => {
    const { id } = await makeDepartment();
    const masked = await ask('PATCH', `/api/departments/${id}`, {
      names: 'masked',
      kinds: ['support', 'departments'],
    });
    expect(masked.json?.['department']).toMatchObject({ names: 'masked', connection: 'server' });
    const direct = await ask('PATCH', `/api/departments/${id}`, { connection: 'direct' });
    expect(direct.status).toBe(409);
    expect(direct.json?.['error']).toMatchObject({ field: 'connection' });
    const { json } = await ask('PATCH', `/api/departments/${id}`, {
      names: 'open',
      connection: 'relay',
    });
    expect(json?.['department']).toMatchObject({ names: 'open', connection: 'relay' });
  });

  test('does not take the name of another one', async () => {
    const { name } = await makeDepartment();
    const body = { name: name.toUpperCase(), preset: 'learning' };
    const { status, json } = await ask('POST', '/api/departments', body);
    expect(status).toBe(409);
    expect(json?.['error']).toMatchObject({ field: 'name' });
  });

  test('keeps its hours, and everybody learns whether it is open and when it opens', async () => {
    const { id } = await makeDepartment();
    const closed = {
      tuesday: [],
      wednesday: [],
      thursday: [],
      friday: [],
      saturday: [],
      sunday: [],
    };
    const week = { ...closed, monday: [{ from: '13:00', to: '17:00' }] };
    const hours = { kind: 'week', timeZone: 'Europe/Berlin', week, holidays: ['2026-12-24'] };
    const { status } = await ask('PATCH', `/api/departments/${id}`, { hours });
    expect(status).toBe(200);
    expect((await list()).find((one) => one.id === id)?.hours).toEqual(hours);
    const { json } = await server.ask('/api/departments/public');
    const shown = v.parse(publicDepartmentsAnswer, json).departments.find((one) => one.id === id);
    expect(shown).toMatchObject({
      isOpen: false,
      opensAt: Date.parse('2026-11-23T12:00:00Z'),
    });
    const wrong = { ...hours, timeZone: 'Europe/Atlantis' };
    const refused = await ask('PATCH', `/api/departments/${id}`, { hours: wrong });
    expect(refused.json?.['error']).toMatchObject({
      code: 'malformed',
      field: 'hours.timeZone',
      message: 'hours.timeZone must be a time zone like Europe/Berlin.',
    });
  });

  test('is shown to nobody outside once it is deactivated, and one always stays', async () => {
    const { id } = await makeDepartment();
    const publicIds = async () => {
      const { json } = await server.ask('/api/departments/public');
      return v.parse(publicDepartmentsAnswer, json).departments.map((one) => one.id as string);
    };
    expect(await publicIds()).toContain(id);
    await ask('PATCH', `/api/departments/${id}`, { active: false });
    expect(await publicIds()).not.toContain(id);
    const own = await startTestServer();
    const cookie = await own.signInAsAdmin();
    const { json } = await own.ask('/api/departments', { cookie });
    const [only] = v.parse(departmentsAnswer, json).departments;
    const path = `/api/departments/${only?.id}`;
    const off = await own.ask(path, { method: 'PATCH', cookie, body: { active: false } });
    const gone = await own.ask(path, { method: 'DELETE', cookie });
    await own.close();
    expect([off.status, gone.status]).toEqual([409, 409]);
  });

  test('moves among those that one sees, and the others keep their places', async () => {
    const [a, b, c] = [await makeDepartment(), await makeDepartment(), await makeDepartment()];
    const order = async () => (await list()).map(({ id }) => id);
    const before = await order();
    const to = before.indexOf(a.id);
    await ask('PATCH', `/api/departments/${c.id}`, { position: to });
    const after = await order();
    expect(after.slice(to, to + 3)).toEqual([c.id, a.id, b.id]);
    expect(after.slice(0, to)).toEqual(before.slice(0, to));

    // The one in the middle is not theirs any more: it stays where it is.
    const [me] = await members(a.id);
    await ask('DELETE', `/api/departments/${a.id}/members/${me?.account}`);
    const own = (await order()).filter((id) => id !== c.id);
    await ask('PATCH', `/api/departments/${c.id}`, { position: own.indexOf(b.id) + 1 });
    const { json } = await server.ask('/api/departments/public');
    const shown = v.parse(publicDepartmentsAnswer, json).departments.map(({ id }) => id);
    expect(shown.slice(-3)).toEqual([b.id, a.id, c.id]);
  });
});

test('a deactivated department takes nothing new, and goes on with what it has', async () => {
  // With a clock that goes by itself: what is said waits for it.
  const own = await startTestServer({ DEMO: '1' });
  const cookie = await own.signInAsAdmin();
  const listed = await own.ask('/api/departments', { cookie });
  const id = v.parse(departmentsAnswer, listed.json).departments[2]?.id;
  const { json } = await own.ask('/api/visitors', { body: {} });
  const { token } = v.parse(newVisitorAnswer, json);
  const ticketed = await own.ask('/api/session-tickets', { bearer: token, body: {} });
  const { ticket } = v.parse(newTicketAnswer, ticketed.json);
  const socket = new WebSocket(`ws://127.0.0.1:${own.port}/session`);
  const client = createClient(socket, Date.now);
  await once(socket, 'open');
  client.send({ type: 'hello', version: protocolVersion, ticket });
  await client.next('welcome');
  const key = { algorithm: 'Ed25519', bytes: 'A'.repeat(43) } as const;
  const start = (conversation: ConversationId) =>
    client.send({ type: 'start', conversation, key, have: [], department: id });
  const [before, after] = [newConversationId(), newConversationId()];
  start(before);
  await client.next('joined', ({ conversation }) => conversation === before);
  const off = { method: 'PATCH', cookie, body: { active: false } };
  expect((await own.ask(`/api/departments/${id}`, off)).status).toBe(200);
  start(after);
  await client.next('refused', ({ code }) => code === 'not-found');
  client.send({ type: 'leave', conversation: before });
  start(before);
  await client.next('joined', ({ conversation }) => conversation === before);
  await client.close();
  await own.close();
});

test('deleting takes a department with its workers, not while something is open, and frees its name', async () => {
  const { id, name } = await makeDepartment();
  const worker = newWorker();
  const { json } = await ask('POST', `/api/departments/${id}/workers`, worker);
  expect(v.parse(workerAnswer, json).account.username).toBe(worker.username);
  const cookie = await server.signIn(worker.username, password);
  const conversation = await openConversation(id);
  expect(conversation.raised.ok).toBe(true);
  const refused = await ask('DELETE', `/api/departments/${id}`);
  expect(refused.status).toBe(409);
  expect(refused.json?.['error']).toMatchObject({
    message: 'Conversations are open in this department. Close them first.',
  });
  await conversation.close();
  await conversation.end();
  expect((await ask('DELETE', `/api/departments/${id}`)).status).toBe(204);
  expect((await ask('DELETE', `/api/departments/${id}`)).status).toBe(404);
  expect((await list()).map((one) => one.id)).not.toContain(id);
  expect((await server.ask('/api/me', { cookie })).json).toEqual({ kind: 'nobody' });
  expect((await makeDepartment({ name })).name).toBe(name);
  const archived = await ask('GET', '/api/archive/conversations');
  expect(archived.text).toContain(id);
});

describe('members', () => {
  test('are added with position and capacity, changed, and taken out', async () => {
    const { id } = await makeDepartment();
    const ada = await makeAgent();
    const path = `/api/departments/${id}/members/${ada.id}`;
    const candidates = async () => (await ask('GET', `/api/departments/${id}/candidates`)).text;
    expect(await candidates()).toContain(ada.id);
    expect((await ask('PUT', path, { capacity: 2 })).status).toBe(200);
    expect(await candidates()).not.toContain(ada.id);
    const adas = async () => (await members(id)).find(({ account }) => account === ada.id);
    expect(await adas()).toMatchObject({ position: 'member', capacity: 2, ownCapacity: 2 });
    await ask('PUT', path, { position: 'head', capacity: null });
    expect(await adas()).toMatchObject({ position: 'head', capacity: 5, ownCapacity: null });
    expect((await ask('DELETE', path)).status).toBe(204);
    expect(await adas()).toBeUndefined();
    expect((await ask('DELETE', path)).status).toBe(404);
  });

  test('see their own departments and no others', async () => {
    const [mine, other] = [await makeDepartment(), await makeDepartment()];
    const ada = await makeAgent();
    await ask('PUT', `/api/departments/${mine.id}/members/${ada.id}`, {});
    const cookie = await server.signIn(ada.username, password);
    const ids = (await list(cookie)).map(({ id }) => id);
    expect(ids).toContain(mine.id);
    expect(ids).not.toContain(other.id);
    const path = (id: string) => `/api/departments/${id}/members`;
    expect((await ask('GET', path(mine.id), undefined, cookie)).status).toBe(200);
    expect((await ask('GET', path(other.id), undefined, cookie)).status).toBe(404);
  });
});

describe('workers', () => {
  test('[U4] [U7] are made by the head, five of them, and the sixth is refused', async () => {
    const { id } = await makeDepartment();
    const head = await makeAgent();
    await ask('PUT', `/api/departments/${id}/members/${head.id}`, { position: 'head' });
    const cookie = await server.signIn(head.username, password);
    const path = `/api/departments/${id}/workers`;
    const statuses: number[] = [];
    for (let i = 0; i < 5; i += 1) {
      statuses.push((await ask('POST', path, newWorker(), cookie)).status);
    }
    expect(statuses).toEqual([201, 201, 201, 201, 201]);
    const sixth = await ask('POST', path, newWorker(), cookie);
    expect(sixth.status).toBe(409);
    expect(sixth.json?.['error']).toEqual({
      code: 'conflict',
      message: 'This department has 5 workers, and no more are allowed.',
    });
    const [, , worker] = await members(id);
    expect(worker).toMatchObject({ isWorker: true, position: 'member' });
    const own = `${path}/${worker?.account}`;
    expect((await ask('DELETE', own, undefined, cookie)).status).toBe(204);
    expect((await ask('DELETE', own, undefined, cookie)).status).toBe(404);
    expect((await ask('POST', path, newWorker(), cookie)).status).toBe(201);
  });

  test('[U7] two at once never make six', async () => {
    const { id } = await makeDepartment();
    const path = `/api/departments/${id}/workers`;
    await ask('PATCH', `/api/departments/${id}`, { maxWorkers: 1 });
    const both = await Promise.all([1, 2].map(() => ask('POST', path, newWorker())));
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409]);
    expect((await members(id)).filter(({ isWorker }) => isWorker)).toHaveLength(1);
  });

  test('belong to one department: they neither move nor lead', async () => {
    const [home, other] = [await makeDepartment(), await makeDepartment()];
    const { json } = await ask('POST', `/api/departments/${home.id}/workers`, newWorker());
    const { account } = v.parse(workerAnswer, json);
    const there = `/api/departments/${other.id}/members/${account.id}`;
    const here = `/api/departments/${home.id}/members/${account.id}`;
    expect((await ask('PUT', there, {})).status).toBe(409);
    expect((await ask('PUT', here, { position: 'head' })).status).toBe(409);
    expect((await ask('DELETE', here)).status).toBe(409);
    const cookie = await server.signIn(account.username, password);
    expect((await list(cookie)).map(({ id }) => id)).toEqual([home.id]);
    expect((await ask('POST', '/api/departments', {}, cookie)).status).toBe(403);
  });

  test('who only belongs to a department makes none', async () => {
    const { id } = await makeDepartment();
    const ada = await makeAgent();
    await ask('PUT', `/api/departments/${id}/members/${ada.id}`, {});
    const cookie = await server.signIn(ada.username, password);
    const refused = await ask('POST', `/api/departments/${id}/workers`, newWorker(), cookie);
    expect(refused.status).toBe(404);
  });
});

test('[U1] the widget asks about one department, and learns nothing of those that are gone or rest', async () => {
  const team = await makeDepartment({ preset: 'institutions' });
  await ask('PATCH', `/api/departments/${team.id}`, { greeting: 'Ask the school.' });
  const about = (id: string) => server.ask(`/api/widget?department=${id}`);
  const { json } = await about(team.id);
  expect(v.parse(widgetAnswer, json)).toMatchObject({
    department: { id: team.id, greeting: 'Ask the school.' },
    answers: 'nobody',
  });
  await ask('PATCH', `/api/departments/${team.id}`, { active: false });
  const rests = await about(team.id);
  const missing = await about(randomIdFrom(randomBytes(16)));
  expect([rests.status, missing.status]).toEqual([404, 404]);
  expect(rests.text).toBe(missing.text);
  expect((await server.ask('/api/widget?department=../x')).status).toBe(400);
});

test('[W9] where no department is active any more, that is said, and nothing fails', async () => {
  const alone = await startTestServer();
  const beside = await openDatabase(databasePath(alone.dataDir));
  try {
    const cookie = await alone.signInAsAdmin();
    // No request can bring this about; somebody with the database at hand can.
    await beside.updateTable('departments').set({ active: 0 }).execute();
    expect((await alone.ask('/api/widget')).status).toBe(404);
    const made = await alone.ask('/api/accounts', {
      cookie,
      body: { username: 'ann', name: 'Ann', role: 'agent', password: 'long enough for anybody' },
    });
    expect(made.status).toBe(201);
    const { token } = v.parse(
      newVisitorAnswer,
      (await alone.ask('/api/visitors', { body: {} })).json,
    );
    const tickets = await alone.ask('/api/session-tickets', { bearer: token, body: {} });
    const { ticket } = v.parse(newTicketAnswer, tickets.json);
    const socket = new WebSocket(`ws://127.0.0.1:${alone.port}/session`);
    const client = createClient(socket, Date.now);
    await once(socket, 'open');
    client.send({ type: 'hello', version: protocolVersion, ticket });
    await expect(client.start()).rejects.toThrow('target-inactive');
    await client.close();
  } finally {
    await beside.destroy();
    await alone.close();
  }
});
