import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { AccountAnswer, AccountsAnswer } from '../../../conversation/protocol/http.ts';
import type { DepartmentsAnswer } from '../../../conversation/protocol/http/departments.ts';
import { protocolVersion } from '../../../conversation/protocol/version.ts';
import { openDatabase } from '../../database/database.ts';
import { databasePath } from '../../database/data-folder.ts';
import { startTestServer, type TestServer } from '../../server.fixture.ts';

let server: TestServer;
let admin: string;
beforeAll(async () => {
  server = await startTestServer();
  admin = await server.signInAsAdmin();
});
afterAll(() => server.close());

const password = 'long walks at dawn';

async function makeAgent(username: string): Promise<AccountAnswer['account']> {
  const body = { username, name: username, role: 'agent', password };
  const { status, json } = await server.ask('/api/accounts', { cookie: admin, body });
  expect(status).toBe(201);
  return (json as unknown as AccountAnswer).account;
}

const change = (id: string, body: object, cookie = admin) =>
  server.ask(`/api/accounts/${id}`, { method: 'PATCH', cookie, body });

describe('signing in', () => {
  test('[V-16] gives a cookie that scripts cannot read, and no secret in the answer', async () => {
    await makeAgent('cookie');
    const { status, headers, json, text } = await server.ask('/api/sign-in', {
      body: { username: 'COOKIE', password },
    });
    expect(status).toBe(200);
    expect(json).toMatchObject({ account: { username: 'cookie', role: 'agent', active: true } });
    const [session, device, ...others] = headers.getSetCookie();
    expect(session).toMatch(
      /^parley=session_[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=604800$/,
    );
    expect(device).toMatch(
      /^parley-device=[\w-]{64}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=34560000$/,
    );
    expect(others).toEqual([]);
    expect(text).not.toContain('session_');
    expect(text).not.toMatch(/hash|argon/);
  });

  test.each([
    ['a wrong password', 'admin', 'wrong password'],
    ['an unknown user', 'nobody', 'wrong password'],
  ])('with %s is refused in the same words', async (_what, username, wrong) => {
    const refused = await server.ask('/api/sign-in', { body: { username, password: wrong } });
    expect([refused.status, refused.json]).toEqual([
      401,
      {
        error: {
          code: 'wrong-credentials',
          message: 'The user name or the password is wrong.',
        },
      },
    ]);
    expect(refused.headers.get('set-cookie')).toBeNull();
  });

  test('is slowed down after five failures, with the time to wait', async () => {
    for (let n = 0; n < 5; n += 1) {
      await server.ask('/api/sign-in', { body: { username: 'victim', password: 'guess' } });
    }
    const { status, headers, json } = await server.ask('/api/sign-in', {
      body: { username: 'victim', password: 'guess' },
    });
    expect([status, headers.get('retry-after')]).toEqual([429, '1']);
    expect(json).toMatchObject({ error: { code: 'throttled', message: /1 second\.$/ } });
  });

  test('and out again: the cookie is worth nothing afterwards', async () => {
    await makeAgent('leaver');
    const cookie = await server.signIn('leaver', password);
    expect((await server.ask('/api/me', { cookie })).json).toMatchObject({ kind: 'account' });
    const out = await server.ask('/api/sign-out', { cookie, body: {} });
    expect(out.status).toBe(204);
    expect(out.headers.get('set-cookie')).toMatch(/^parley=; .*Max-Age=0$/);
    expect((await server.ask('/api/me', { cookie })).json).toEqual({ kind: 'nobody' });
    expect((await server.ask('/api/session-tickets', { cookie, body: {} })).status).toBe(401);
  });
});

test('who asks is told who they are, also that they are nobody', async () => {
  for (const asked of [
    {},
    { cookie: 'parley=session_made-up' },
    { bearer: `visitor_${'A'.repeat(43)}` },
    { cookie: admin, bearer: 'no token' },
  ]) {
    const { status, json } = await server.ask('/api/me', asked);
    expect([status, json]).toEqual([200, { kind: 'nobody' }]);
  }
});

/** @returns the server's answer to `hello` */
async function firstWord(hello: object): Promise<unknown> {
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/session`);
  try {
    return await new Promise((resolve, reject) => {
      socket.on('open', () => socket.send(JSON.stringify(hello)));
      socket.on('message', (data: Buffer) => resolve(JSON.parse(data.toString())));
      socket.on('error', reject);
    });
  } finally {
    socket.close();
  }
}

describe('visitors', () => {
  test('get a token, and a ticket for it', async () => {
    const made = await server.ask('/api/visitors', { method: 'POST' });
    expect(made.status).toBe(201);
    const { token, name } = made.json as unknown as { token: string; name: string };
    const me = await server.ask('/api/me', { bearer: token });
    expect(me.json).toEqual({ kind: 'visitor', name });
    const ticket = await server.ask('/api/session-tickets', { bearer: token, body: {} });
    expect(ticket.json).toEqual({ ticket: expect.stringMatching(/^[\w-]{43}$/) });
  });

  test('[W7] get their first ticket with the token where they ask for it, good once like any other', async () => {
    const made = await server.ask('/api/visitors', { body: { ticket: true } });
    const { token, ticket } = made.json as unknown as { token: string; ticket: string };
    expect(ticket).toMatch(/^[\w-]{43}$/);
    const hello = { type: 'hello', version: protocolVersion, ticket };
    expect(await firstWord(hello)).toMatchObject({ type: 'welcome' });
    expect(await firstWord(hello)).toMatchObject({ type: 'refused', code: 'bad-ticket' });
    const next = await server.ask('/api/session-tickets', { bearer: token, body: {} });
    expect(next.json?.['ticket']).not.toBe(ticket);
    const plain = await server.ask('/api/visitors', { body: {} });
    expect(plain.json).not.toHaveProperty('ticket');
  });

  test('may do nothing of what is for accounts', async () => {
    const made = await server.ask('/api/visitors', { body: {} });
    const bearer = (made.json as unknown as { token: string }).token;
    for (const path of [
      '/api/accounts',
      '/api/departments',
      '/api/archive/conversations',
      '/api/archive/conversations/AAAAAAAAAAAAAAAAAAAAAA',
      '/api/archive/search?q=x',
    ]) {
      const { status, json } = await server.ask(path, { bearer });
      expect([path, status]).toEqual([path, 403]);
      expect(json).toMatchObject({ error: { code: 'not-allowed' } });
    }
    const body = { current: 'x', next: 'y' };
    expect((await server.ask('/api/me/password', { bearer, body })).status).toBe(403);
  });

  test('see whether somebody would answer', async () => {
    const { json } = await server.ask('/api/widget');
    expect(json).toEqual({
      department: {
        id: expect.any(String),
        name: 'Support',
        greeting: 'Hello! How can we help you?',
      },
      answers: 'nobody',
      isOpen: true,
      offlineMessage: expect.any(String),
      mostOpen: 5,
    });
  });

  test('[W8] are not made without end from one address', async () => {
    const own = await startTestServer();
    const made: Awaited<ReturnType<typeof own.ask>>[] = [];
    const isRefused = ({ status }: { readonly status: number }) => status === 429;
    // However slow the machine is, more come than the limit lets through meanwhile.
    while (!made.some(isRefused) && made.length < 3_000) {
      const batch = Array.from({ length: 100 }, () => own.ask('/api/visitors', { body: {} }));
      made.push(...(await Promise.all(batch)));
    }
    expect(made.filter(({ status }) => status === 201).length).toBeGreaterThanOrEqual(300);
    expect(made.find(isRefused)?.json).toMatchObject({ error: { code: 'throttled' } });
    await own.close();
  });
});

describe('admins', () => {
  test('[V-16] see all accounts and no secret of them', async () => {
    const { json, text } = await server.ask('/api/accounts', { cookie: admin });
    const { accounts } = json as unknown as AccountsAnswer;
    expect(accounts.map(({ username }) => username)).toContain('admin');
    expect(Object.keys(accounts[0] ?? {}).toSorted()).toEqual([
      'active',
      'createdAt',
      'id',
      'name',
      'role',
      'username',
    ]);
    expect(text).not.toMatch(/argon2/);
  });

  test.each([
    [{ username: 'admin' }, 409, 'conflict', 'username'],
    [{ username: 'ADMIN' }, 409, 'conflict', 'username'],
    [{ username: 'two words' }, 400, 'malformed', 'username'],
    [{ username: '' }, 400, 'malformed', 'username'],
    [{ name: '' }, 400, 'malformed', 'name'],
    [{ name: '   ' }, 400, 'malformed', 'name'],
    [{ name: 'x'.repeat(81) }, 400, 'malformed', 'name'],
    [{ name: 'Ada\u202Egnp.exe' }, 400, 'malformed', 'name'],
    [{ name: 'Ada\nroot' }, 400, 'malformed', 'name'],
    [{ password: 'short' }, 422, 'weak-password', 'password'],
    [{ password: 'password123' }, 422, 'weak-password', 'password'],
    [{ role: 'owner' }, 400, 'malformed', 'role'],
  ])('cannot make an agent with %j', async (part, status, code, field) => {
    const body = { username: 'fresh', name: 'Fresh', role: 'agent', password, ...part };
    const refused = await server.ask('/api/accounts', { cookie: admin, body });
    expect(refused.status).toBe(status);
    expect(refused.json).toEqual({
      error: { code, field, message: expect.stringMatching(/\.$/) },
    });
  });

  test('make no admins, and change none, themselves included', async () => {
    const body = { username: 'peer', name: 'Peer', role: 'admin', password };
    expect((await server.ask('/api/accounts', { cookie: admin, body })).status).toBe(403);
    const me = await server.ask('/api/me', { cookie: admin });
    const { id } = (me.json as unknown as AccountAnswer).account;
    expect((await change(id, { active: false })).status).toBe(404);
  });

  test('switch an agent off: out at once, and back only with a new sign-in', async () => {
    const { id } = await makeAgent('off');
    const cookie = await server.signIn('off', password);
    expect((await change(id, { active: false })).json).toMatchObject({
      account: { active: false },
    });
    expect((await server.ask('/api/me', { cookie })).json).toEqual({ kind: 'nobody' });
    const again = await server.ask('/api/sign-in', { body: { username: 'off', password } });
    expect(again.json).toMatchObject({
      error: { code: 'not-allowed', message: expect.stringMatching(/switched off/) },
    });
    await change(id, { active: true });
    expect((await server.ask('/api/me', { cookie })).json).toEqual({ kind: 'nobody' });
    await server.signIn('off', password);
  });

  test('set a new password: the old one and its sessions end', async () => {
    const { id } = await makeAgent('forgetful');
    const cookie = await server.signIn('forgetful', password);
    expect((await change(id, { password: 'dawn at walks long' })).status).toBe(200);
    expect((await server.ask('/api/me', { cookie })).json).toEqual({ kind: 'nobody' });
    await expect(server.signIn('forgetful', password)).rejects.toThrow('wrong-credentials');
    await server.signIn('forgetful', 'dawn at walks long');
  });

  test('get the same answer for an account that does not exist and an id that is none', async () => {
    for (const id of ['AAAAAAAAAAAAAAAAAAAAAA', 'x', '__proto__']) {
      const { status, json } = await change(id, { name: 'x' });
      expect([status, json]).toMatchObject([404, { error: { code: 'not-found' } }]);
    }
  });

  test('change the settings of a department, within reason', async () => {
    const { json } = await server.ask('/api/departments', { cookie: admin });
    const [{ id }] = (json as unknown as { departments: [{ id: string }] }).departments;
    const patch = (body: object, cookie = admin) =>
      server.ask(`/api/departments/${id}`, { method: 'PATCH', cookie, body });
    const changed = await patch({ firstAnswer: 'bots', greeting: 'Good day!', agentCapacity: 3 });
    expect(changed.json).toMatchObject({
      department: {
        firstAnswer: 'bots',
        greeting: 'Good day!',
        agentCapacity: 3,
        botCapacity: 500,
      },
    });
    for (const body of [
      { firstAnswer: 'nobody' },
      { agentCapacity: -1 },
      { agentCapacity: 1.5 },
      { graceMs: '30' },
      { connection: 'carrier pigeon' },
      { id: 'x' },
    ]) {
      expect([body, (await patch(body)).status]).toEqual([body, 400]);
    }
    await makeAgent('curious');
    const agent = await server.signIn('curious', password);
    expect((await patch({ greeting: 'Mine' }, agent)).status).toBe(403);
    expect((await server.ask('/api/departments', { cookie: agent })).status).toBe(200);
  });
});

describe("one's own password", () => {
  test('takes the current one, and ends the other sessions only', async () => {
    await makeAgent('changer');
    const [here, there] = [
      await server.signIn('changer', password),
      await server.signIn('changer', password),
    ];
    const ask = (current: string, next: string) =>
      server.ask('/api/me/password', { cookie: here, body: { current, next } });
    expect((await ask('wrong', 'dawn at walks long')).json).toMatchObject({
      error: { code: 'wrong-credentials', field: 'current' },
    });
    expect((await ask(password, 'changer1')).json).toMatchObject({
      error: { code: 'weak-password', field: 'next' },
    });
    expect((await ask(password, 'dawn at walks long')).status).toBe(204);
    expect((await server.ask('/api/me', { cookie: here })).json).toMatchObject({ kind: 'account' });
    expect((await server.ask('/api/me', { cookie: there })).json).toEqual({ kind: 'nobody' });
  });
});

describe('bots', () => {
  const open = (body: object, bearer = server.botsKey) =>
    server.ask('/api/bot-sessions', { body, bearer });

  test('come with the key, get an account once, and a ticket like everybody', async () => {
    const [first, second] = await Promise.all([
      open({ username: 'faq', name: 'Questions' }),
      open({ username: 'faq' }),
    ]);
    expect([first.status, second.status]).toEqual([201, 201]);
    const { token, account } = first.json as unknown as { token: string; account: { id: string } };
    expect(account).toMatchObject({ username: 'faq', role: 'bot' });
    expect((second.json as unknown as AccountAnswer).account.id).toBe(account.id);
    expect((await server.ask('/api/session-tickets', { bearer: token, body: {} })).status).toBe(
      201,
    );
    expect((await server.ask('/api/accounts', { bearer: token })).status).toBe(403);
    await change(account.id, { active: false });
    expect((await server.ask('/api/me', { bearer: token })).json).toEqual({ kind: 'nobody' });
    expect((await open({ username: 'faq' })).status).toBe(403);
  });

  test('do not come without it', async () => {
    for (const key of ['x', `${server.botsKey}0`, server.botsKey.slice(0, -1), 'null']) {
      expect((await open({ username: 'spy' }, key)).status).toBe(401);
    }
    const cookied = await server.ask('/api/bot-sessions', {
      body: { username: 'spy' },
      cookie: admin,
    });
    expect(cookied.status).toBe(401);
  });

  test('do not take the name of a person', async () => {
    for (const username of ['admin', 'ADMIN']) {
      expect((await open({ username })).json).toMatchObject({ error: { code: 'conflict' } });
    }
  });
});

test('[W9] what cannot be told in the audit log is not done', async () => {
  const audited = await startTestServer();
  const cookie = await audited.signInAsAdmin();
  const made = await audited.ask('/api/accounts', {
    cookie,
    body: { username: 'ada', name: 'Ada', role: 'agent', password },
  });
  const { id } = (made.json as unknown as AccountAnswer).account;
  const ada = await audited.signIn('ada', password);
  const listed = await audited.ask('/api/departments', { cookie });
  const department = (listed.json as unknown as DepartmentsAnswer).departments[0]?.id;
  const beside = await openDatabase(databasePath(audited.dataDir));
  await sql`create trigger no_more before insert on audit_log begin
    select raise(abort, 'no'); end`.execute(beside);
  const refused = [
    await audited.ask('/api/accounts', {
      cookie,
      body: { username: 'eve', name: 'Eve', role: 'agent', password },
    }),
    await audited.ask(`/api/accounts/${id}`, {
      method: 'PATCH',
      cookie,
      body: { name: 'Mallory', active: false, password: 'dawn at walks long' },
    }),
    await audited.ask(`/api/departments/${department}`, {
      method: 'PATCH',
      cookie,
      body: { greeting: 'Untold' },
    }),
    await audited.ask('/api/bot-sessions', {
      bearer: audited.botsKey,
      body: { username: 'untold' },
    }),
    await audited.ask('/api/me/password', {
      cookie: ada,
      body: { current: password, next: 'dawn at walks long' },
    }),
    await audited.ask('/api/sign-in', { body: { username: 'ada', password } }),
  ];
  expect(refused.map(({ status }) => status)).toEqual(refused.map(() => 500));
  expect((await audited.ask('/api/me', { cookie: ada })).json).toMatchObject({
    account: { name: 'Ada', active: true },
  });
  const { accounts } = (await audited.ask('/api/accounts', { cookie }))
    .json as unknown as AccountsAnswer;
  expect(accounts.map(({ username }) => username)).toEqual(['ada', 'admin']);
  expect((await audited.ask('/api/departments', { cookie })).text).not.toContain('Untold');
  await sql`drop trigger no_more`.execute(beside);
  const sessions = await beside.selectFrom('sessions').select('account').execute();
  expect(sessions).toHaveLength(2);
  await beside.destroy();
  expect((await audited.ask('/api/sign-in', { body: { username: 'ada', password } })).status).toBe(
    200,
  );
  await audited.close();
});

test('what was changed stands in the audit log, without passwords', async () => {
  const audited = await startTestServer();
  const cookie = await audited.signInAsAdmin();
  const body = { username: 'ada', name: 'Ada', role: 'agent', password };
  await audited.ask('/api/accounts', { cookie, body });
  const beside = await openDatabase(databasePath(audited.dataDir));
  const rows = await beside.selectFrom('audit_log').selectAll().orderBy('id').execute();
  await beside.destroy();
  await audited.close();
  expect(rows.map(({ action }) => action)).toEqual([
    'account-created',
    'signed-in',
    'account-created',
  ]);
  expect(JSON.stringify(rows)).not.toContain(password);
});
