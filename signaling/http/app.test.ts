import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../server.fixture.ts';

let server: TestServer;
let admin: string;
let agent: string;
beforeAll(async () => {
  server = await startTestServer();
  admin = await server.signInAsAdmin();
  const body = { username: 'Ada', name: 'Ada L.', role: 'agent', password: 'long walks at dawn' };
  const made = await server.ask('/api/accounts', { cookie: admin, body });
  expect(made.status).toBe(201);
  agent = await server.signIn('ada', 'long walks at dawn');
});
afterAll(() => server.close());

const own = () => `http://127.0.0.1:${server.port}`;

describe('headers', () => {
  test('[V-07] of every answer', async () => {
    for (const path of ['/api/widget', '/api/none', '/none', '/healthz', '/api/me']) {
      const { headers } = await server.ask(path);
      expect(Object.fromEntries(headers)).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'strict-origin-when-cross-origin',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'permissions-policy': expect.stringContaining('camera=()'),
        'x-frame-options': 'DENY',
        'content-security-policy': expect.stringContaining("default-src 'none'"),
        'content-type': expect.stringMatching(/charset=utf-8$/),
        'cache-control': 'no-store',
      });
      expect(headers.get('x-powered-by')).toBeNull();
      expect(headers.get('access-control-allow-origin')).toBeNull();
    }
  });

  test('HTTPS is insisted on, and cookies are bound to it, only where browsers come that way', async () => {
    const secure = await startTestServer({ PUBLIC_URL: 'https://chat.example.com' });
    const { headers } = await secure.ask('/api/sign-in', {
      body: { username: 'admin', password: secure.firstAdmin?.password },
    });
    expect(headers.get('strict-transport-security')).toBe('max-age=63072000; includeSubDomains');
    expect(headers.getSetCookie()[0]).toMatch(
      /^__Host-parley=session_[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=604800; Secure$/,
    );
    expect(headers.getSetCookie()[1]).toMatch(/^__Host-parley-device=.*; Secure$/);
    await secure.close();
    expect((await server.ask('/api/widget')).headers.get('strict-transport-security')).toBeNull();
  });
});

describe('only our own pages may change something', () => {
  const elsewhere = [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: '' },
  ];
  test.each(elsewhere)('[V-40] not with %j', async (headers) => {
    const before = await server.ask('/api/accounts', { cookie: admin });
    for (const [method, path, body] of [
      [
        'POST',
        '/api/accounts',
        { username: 'eve', name: 'E', role: 'agent', password: 'xk3 9qz uuu' },
      ],
      ['POST', '/api/sign-out', {}],
      ['POST', '/api/visitors', {}],
      ['POST', '/api/sign-in', { username: 'admin', password: 'x' }],
    ] as const) {
      const refused = await server.ask(path, { method, body, cookie: admin, headers });
      expect([path, refused.status, refused.json]).toEqual([
        path,
        403,
        { error: { code: 'foreign-origin', message: expect.any(String) } },
      ]);
    }
    const after = await server.ask('/api/accounts', { cookie: admin });
    expect(after.json).toEqual(before.json);
  });

  test('our own pages may, and programs that are no browsers', async () => {
    for (const headers of [
      {},
      { origin: own(), 'sec-fetch-site': 'same-origin' },
      { origin: own() },
      { 'sec-fetch-site': 'none' },
    ]) {
      expect((await server.ask('/api/visitors', { body: {}, headers })).status).toBe(201);
    }
  });

  test('where it is said how browsers come here, no other host counts, whatever was asked for', async () => {
    const known = await startTestServer({ PUBLIC_URL: 'https://chat.example.com' });
    const ask = async (origin: string) =>
      (await known.ask('/api/visitors', { body: {}, headers: { origin } })).status;
    expect(await ask(`http://127.0.0.1:${known.port}`)).toBe(403);
    expect(await ask('https://chat.example.com')).toBe(201);
    await known.close();
  });

  test('[V-40] nothing changes by reading', async () => {
    for (const path of ['/api/sign-out', '/api/visitors', '/api/session-tickets']) {
      const refused = await server.ask(path, { cookie: admin });
      expect([path, refused.status]).toEqual([path, 405]);
    }
    expect((await server.ask('/api/me', { cookie: admin })).json).toMatchObject({
      kind: 'account',
    });
  });
});

describe('[V-07] [V-72] [W9] a bad request gets a code and a sentence, and none of its own words back', () => {
  const secret = 'Zq7-quoted-back';
  const visitors = (options: object) => server.ask('/api/visitors', { method: 'POST', ...options });

  test.each([
    ['no JSON', { raw: `{"${secret}` }, 400, 'malformed'],
    ['half a character', { raw: '{"a":"\ud800"}x' }, 400, 'malformed'],
    ['a number', { raw: '7' }, 400, 'malformed'],
    ['null', { raw: 'null' }, 400, 'malformed'],
    ['a list', { raw: '[]' }, 400, 'malformed'],
    ['an unknown key', { body: { [secret]: 1 } }, 400, 'malformed'],
    ['a key that objects inherit', { raw: '{"constructor":1}' }, 400, 'malformed'],
    ['the prototype', { raw: '{"__proto__":{"admin":true}}' }, 400, 'malformed'],
    [
      'a form',
      { raw: `a=${secret}`, headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      415,
      'unsupported-media-type',
    ],
    [
      'plain text',
      { raw: '{}', headers: { 'content-type': 'text/plain' } },
      415,
      'unsupported-media-type',
    ],
    [
      'another charset',
      { raw: '{}', headers: { 'content-type': 'application/json; charset=utf-7' } },
      415,
      'unsupported-media-type',
    ],
    [
      'an unknown encoding',
      { raw: '{}', headers: { 'content-encoding': 'zstd-of-doom' } },
      415,
      'unsupported-media-type',
    ],
    ['too much', { raw: `"${secret.repeat(5000)}"` }, 413, 'too-large'],
  ])('%s', async (_what, options, status, code) => {
    const refused = await visitors(options);
    expect(refused.status).toBe(status);
    expect(refused.json).toEqual({
      error: { code, message: expect.stringMatching(/^[A-Z].*\.$/) },
    });
    expect(refused.text).not.toContain(secret);
    expect(refused.headers.get('content-type')).toBe('application/json; charset=utf-8');
  });

  test('unknown addresses and methods, also odd ones', async () => {
    for (const path of [
      '/api',
      '/api/',
      '/api/none',
      `/api/${secret}`,
      '/api/accounts/x/y',
      '/api/%00',
    ]) {
      const missing = await server.ask(path);
      expect([path, missing.status]).toEqual([path, 404]);
      expect(missing.json).toEqual({ error: { code: 'not-found', message: expect.any(String) } });
      expect(missing.text).not.toContain(secret);
    }
    for (const method of ['PUT', 'DELETE', 'PATCH']) {
      expect((await server.ask('/api/widget', { method })).status).toBe(405);
    }
    const broken = await server.ask('/api/%E0%A4%A');
    expect([400, 404]).toContain(broken.status);
    expect(broken.json).toMatchObject({ error: { message: expect.any(String) } });
  });

  test.each([
    [{ username: {}, password: 'x' }, 'username'],
    [{ username: { $ne: 1 }, password: 'x' }, 'username'],
    [{ username: [], password: 'x' }, 'username'],
    [{ username: 'admin', password: ['x'] }, 'password'],
    [{ username: 'admin', password: null }, 'password'],
    [{ username: 'admin', password: 7 }, 'password'],
    [{ username: 'admin' }, 'password'],
    [{ username: 'admin', password: 'x'.repeat(1025) }, 'password'],
    [{ username: 'x'.repeat(257), password: 'x' }, 'username'],
  ])('[V-32] sign-in with %j names the field', async (body, field) => {
    const refused = await server.ask('/api/sign-in', { body });
    expect(refused.status).toBe(400);
    expect(refused.json).toMatchObject({ error: { code: 'malformed', field } });
  });

  test('what is refused is counted for the operator', async () => {
    await visitors({ raw: '{' });
    const { text } = await server.ask('/metrics');
    expect(text).toMatch(/parley_refusals_total\{at="http",reason="malformed"\} [1-9]/);
    for (const name of ['sessions', 'conversations_waiting', 'archive_entries', 'signal_sockets']) {
      expect(text).toMatch(new RegExp(`^parley_${name} 0$`, 'm'));
    }
    expect(text).toMatch(/^parley_archive_healthy 1$/m);
    const proxied = await server.ask('/metrics', { headers: { 'x-forwarded-for': '203.0.113.9' } });
    expect(proxied.status).toBe(403);
  });
});

describe('[V-31] nobody sets what is not theirs to set', () => {
  const extras = {
    id: 'x',
    role: 'super-admin',
    active: true,
    createdAt: 0,
    username: 'x',
    passwordHash: 'x',
    tenant: 'x',
  };
  const writes: [string, string, Record<string, unknown>][] = [
    ['POST', '/api/visitors', {}],
    ['POST', '/api/session-tickets', {}],
    ['POST', '/api/sign-in', { username: 'ada', password: 'long walks at dawn' }],
    ['POST', '/api/me/password', { current: 'x', next: 'y' }],
    [
      'POST',
      '/api/accounts',
      { username: 'mallory', name: 'M', role: 'agent', password: 'xk3 9qz uuu' },
    ],
  ];
  for (const [method, path, body] of writes) {
    test(`${method} ${path}`, async () => {
      const unknown = Object.entries(extras).filter(([key]) => !(key in body));
      for (const [key, value] of unknown) {
        const refused = await server.ask(path, {
          method,
          cookie: admin,
          body: { ...body, [key]: value },
        });
        expect([key, refused.status]).toEqual([key, 400]);
      }
    });
  }

  test('PATCH /api/accounts/:id', async () => {
    const { json } = await server.ask('/api/accounts', { cookie: admin });
    const list = (json as unknown as { accounts: { id: string; username: string }[] }).accounts;
    const ada = list.find(({ username }) => username === 'Ada');
    for (const key of ['id', 'role', 'createdAt', 'username', 'passwordHash', 'tenant']) {
      const body = { name: 'Changed', [key]: 'admin' };
      const refused = await server.ask(`/api/accounts/${ada?.id}`, {
        method: 'PATCH',
        cookie: admin,
        body,
      });
      expect([key, refused.status]).toEqual([key, 400]);
    }
    const after = await server.ask('/api/me', { cookie: agent });
    expect(after.json).toMatchObject({ account: { name: 'Ada L.', role: 'agent' } });
  });

  test('[V-20] nobody is made a super admin over HTTP', async () => {
    for (const role of ['super-admin', 'admin', 'bot', 'customer', 'owner']) {
      const body = { username: `new-${role}`, name: 'N', role, password: 'xk3 9qz uuu' };
      const refused = await server.ask('/api/accounts', { cookie: admin, body });
      expect([role, refused.status]).toEqual([role, role === 'admin' ? 403 : 400]);
    }
  });
});
