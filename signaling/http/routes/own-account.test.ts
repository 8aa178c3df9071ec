/** Two-step sign-in of staff, and the sessions that one sees and ends. */
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { closeCodes } from '../../../conversation/protocol/close-codes.ts';
import { protocolVersion } from '../../../conversation/protocol/version.ts';
import { codeFor, counterAt } from '../../accounts/totp.ts';
import { createAccountsStore } from '../../accounts/accounts-store.ts';
import { createPasswords } from '../../accounts/passwords.ts';
import { createSystemClock } from '../../clock.ts';
import { databasePath } from '../../database/data-folder.ts';
import { openDatabase, type Database } from '../../database/database.ts';
import { startTestServer, type Ask, type Asked, type TestServer } from '../../server.fixture.ts';
import { randomBytes } from 'node:crypto';

let server: TestServer;
let database: Database;
let admin: string;
/** Added to the server's clock, ms. */
let later = 0;
const system = createSystemClock();
const now = () => system.now() + later;

beforeAll(async () => {
  server = await startTestServer({}, { clock: { ...system, now } });
  database = await openDatabase(databasePath(server.dataDir));
  admin = await server.signInAsAdmin();
});
/** So that no code of one test is one of another, and addresses are not slowed down. */
beforeEach(() => {
  later += 10 * 60_000;
});
afterAll(async () => {
  await database.destroy();
  await server.close();
});

const password = 'long walks at dawn';
let made = 0;

async function agent(): Promise<{ username: string; id: string; cookie: string }> {
  const username = `agent-${(made += 1)}`;
  const body = { username, name: 'Ada', role: 'agent', password };
  const { json } = await server.ask('/api/accounts', { cookie: admin, body });
  const { account } = json as unknown as { account: { id: string } };
  return { username, id: account.id, cookie: await server.signIn(username, password) };
}

const errorOf = ({ json }: Asked) =>
  json?.['error'] as { code?: string; message?: string } | undefined;
const signIn = (username: string, more: object = {}, ask: Ask = {}) =>
  server.ask('/api/sign-in', { ...ask, body: { username, password, ...more } });
const post = (path: string, cookie: string, body: object) => server.ask(path, { cookie, body });

/** As an app does it, from what it was told. @param steps from now */
function codeOf(secret: string, steps = 0): string {
  const signs = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = Array.from(secret)
    .map((sign) => signs.indexOf(sign).toString(2).padStart(5, '0'))
    .join('');
  const bytes = Uint8Array.from(bits.match(/.{8}/g) ?? [], (byte) => parseInt(byte, 2));
  return codeFor(bytes, counterAt(now()) + steps);
}

async function turnOn(cookie: string): Promise<{ secret: string; recoveryCodes: string[] }> {
  const begun = await post('/api/me/two-steps', cookie, { password });
  const { secret } = begun.json as unknown as { secret: string };
  // The step before: what is shown now is left for signing in.
  const on = await post('/api/me/two-steps/confirm', cookie, { code: codeOf(secret, -1) });
  return { secret, ...(on.json as unknown as { recoveryCodes: string[] }) };
}

describe('two-step sign-in', () => {
  test('is set up with the password and a first code; from then on it takes a code', async () => {
    const { username, cookie } = await agent();
    expect(
      errorOf(await post('/api/me/two-steps', cookie, { password: 'not mine' })),
    ).toMatchObject({
      code: 'wrong-credentials',
      field: 'password',
    });
    const begun = await post('/api/me/two-steps', cookie, { password });
    const { secret, link } = begun.json as unknown as { secret: string; link: string };
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(link).toBe(
      `otpauth://totp/Parley%20at%20127.0.0.1%3A${server.port}:${username}?secret=${secret}&issuer=Parley%20at%20127.0.0.1%3A${server.port}`,
    );
    // Begun and not confirmed, it keeps nobody out.
    expect((await signIn(username)).json).toHaveProperty('account');
    expect((await post('/api/me/two-steps/confirm', cookie, { code: '000000' })).status).toBe(401);
    const code = codeOf(secret, -1);
    const on = await post('/api/me/two-steps/confirm', cookie, { code });
    expect(on.json).toEqual({ recoveryCodes: expect.any(Array) });
    expect((await server.ask('/api/me/two-steps', { cookie })).json).toEqual({
      on: true,
      recoveryCodesLeft: 10,
      demanded: false,
    });
    const first = await signIn(username);
    expect([first.status, first.json, first.headers.get('set-cookie')]).toEqual([
      200,
      { needs: 'code' },
      null,
    ]);
    expect(errorOf(await signIn(username, { code }))?.message).toMatch(
      /wrong, or was used already/,
    );
    const done = await signIn(username, { code: codeOf(secret) });
    expect(done.json).toMatchObject({ account: { username, twoSteps: true } });
    expect(done.headers.get('set-cookie')).toMatch(/^parley=/);
    expect((await post('/api/me/two-steps', cookie, { password })).status).toBe(409);
    const { json } = await server.ask('/api/accounts', { cookie: admin });
    expect(JSON.stringify(json)).not.toContain(secret);
  });

  test('[V-19] takes no code twice, also when it is shown 20 times at once', async () => {
    const { username, cookie } = await agent();
    const { secret } = await turnOn(cookie);
    const code = codeOf(secret);
    const answers = [];
    for (let n = 0; n < 4; n += 1) answers.push(signIn(username, { code }));
    const done = (await Promise.all(answers)).filter(({ json }) => json?.['account'] !== undefined);
    expect(done).toHaveLength(1);
    expect(errorOf(await signIn(username, { code }))?.code).toBe('wrong-credentials');
    expect((await signIn(username, { code: codeOf(secret, 1) })).json).toHaveProperty('account');
  });

  test('takes each recovery code once, however it is written; new ones replace the old', async () => {
    const { username, cookie } = await agent();
    const { recoveryCodes } = await turnOn(cookie);
    const [first = '', second = ''] = recoveryCodes;
    expect(new Set(recoveryCodes).size).toBe(10);
    const spoken = first.toUpperCase().replaceAll('-', ' ');
    expect((await signIn(username, { code: spoken })).json).toHaveProperty('account');
    expect((await signIn(username, { code: first })).status).toBe(401);
    const stored = await database.selectFrom('recovery_codes').selectAll().execute();
    expect(JSON.stringify(stored)).not.toContain(second);
    const renewed = await post('/api/me/two-steps/recovery-codes', cookie, { password });
    expect((await signIn(username, { code: second })).status).toBe(401);
    const [fresh] = (renewed.json as unknown as { recoveryCodes: string[] }).recoveryCodes;
    expect((await signIn(username, { code: fresh })).json).toHaveProperty('account');
  });

  test('[W8] slows down guessing, and a right password does not take that back', async () => {
    const { username, cookie } = await agent();
    const { secret } = await turnOn(cookie);
    for (let n = 0; n < 5; n += 1) {
      expect((await signIn(username, { code: `00000${n}` })).status).toBe(401);
      expect((await signIn(username)).json).toEqual({ needs: 'code' });
    }
    expect((await signIn(username, { code: codeOf(secret) })).status).toBe(429);
    later += 60_000;
    expect((await signIn(username, { code: codeOf(secret) })).json).toHaveProperty('account');
  });

  test('is turned off with the password, and taken away by an admin from who has lost it', async () => {
    const { username, id, cookie } = await agent();
    await turnOn(cookie);
    expect((await post('/api/me/two-steps/off', cookie, { password: 'no' })).status).toBe(401);
    expect((await post('/api/me/two-steps/off', cookie, { password })).status).toBe(204);
    expect((await signIn(username)).json).toHaveProperty('account');
    await turnOn(cookie);
    const helped = await server.ask(`/api/accounts/${id}`, {
      method: 'PATCH',
      cookie: admin,
      body: { twoSteps: false },
    });
    expect(helped.json).not.toHaveProperty('account.twoSteps');
    expect((await signIn(username)).json).toHaveProperty('account');
  });

  test('[V-11] is demanded by a super admin: who has none is out, and led through it at sign-in', async () => {
    const { username, cookie } = await agent();
    const hash = await createPasswords().hash(password);
    await createAccountsStore({ database, now, randomBytes }).create({
      username: 'root',
      name: 'Root',
      role: 'super-admin',
      passwordHash: hash.ok ? hash.value : undefined,
      createdBy: undefined,
    });
    const root = await server.signIn('root', password);
    const demand = (demandTwoSteps: boolean) =>
      server.ask('/api/settings', { method: 'PATCH', cookie: root, body: { demandTwoSteps } });
    expect(errorOf(await demand(true))?.message).toMatch(/your own .* first/);
    expect((await server.ask('/api/me', { cookie })).json).toMatchObject({ kind: 'account' });
    await turnOn(root);
    expect((await demand(true)).json).toEqual({ demandTwoSteps: true });
    try {
      expect((await server.ask('/api/me', { cookie })).json).toEqual({ kind: 'nobody' });
      expect((await server.ask('/api/me', { cookie: root })).json).toMatchObject({
        kind: 'account',
      });
      expect((await signIn(username)).json).toEqual({ needs: 'setup' });
      expect((await signIn(username, { code: '123456' })).status).toBe(401);
      const begun = await server.ask('/api/sign-in/two-steps', { body: { username, password } });
      const { secret } = begun.json as unknown as { secret: string };
      const done = await signIn(username, { code: codeOf(secret) });
      expect(done.json).toMatchObject({ account: { username }, recoveryCodes: expect.any(Array) });
      const own = (done.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? '';
      expect((await post('/api/me/two-steps/off', own, { password })).status).toBe(409);
      expect((await signIn(username)).json).toEqual({ needs: 'code' });
    } finally {
      await demand(false);
      admin = await server.signInAsAdmin();
    }
    const begin = await server.ask('/api/sign-in/two-steps', { body: { username, password } });
    expect(begin.status).toBe(409);
  });
});

describe('sessions', () => {
  const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
  type Listed = { sessions: { id: string; device: string; isThis: boolean; seenAt: number }[] };
  const list = async (cookie: string) =>
    ((await server.ask('/api/me/sessions', { cookie })).json as unknown as Listed).sessions;

  test('are listed with the words of the browser; one or all others are ended, with their sockets', async () => {
    const { username, cookie } = await agent();
    const other = await signIn(username, {}, { headers: { 'user-agent': firefox } });
    const otherCookie = (other.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? '';
    const third = await server.signIn(username, password);
    const before = await list(cookie);
    expect(before).toHaveLength(3);
    expect(before.filter(({ isThis }) => isThis)).toHaveLength(1);
    const found = before.find(({ device }) => device === 'Firefox on Linux');
    expect(found).toMatchObject({ isThis: false, seenAt: expect.any(Number) });

    const got = await server.ask('/api/session-tickets', { cookie: otherCookie, body: {} });
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/session`);
    await once(socket, 'open');
    const welcomed = once(socket, 'message');
    const ticket = got.json?.['ticket'];
    socket.send(JSON.stringify({ type: 'hello', version: protocolVersion, ticket }));
    await welcomed;
    const closed = once(socket, 'close');
    const end = (id: string, by = cookie) =>
      server.ask(`/api/me/sessions/${id}`, { method: 'DELETE', cookie: by });
    // Somebody else's session is as good as missing.
    expect((await end(found!.id, (await agent()).cookie)).status).toBe(404);
    expect((await end(found!.id)).status).toBe(204);
    expect(((await closed) as [number])[0]).toBe(closeCodes.signedOut.code);
    expect((await server.ask('/api/me', { cookie: otherCookie })).json).toEqual({ kind: 'nobody' });
    expect((await end(found!.id)).status).toBe(404);

    expect((await server.ask('/api/me/sessions', { method: 'DELETE', cookie })).status).toBe(204);
    expect((await server.ask('/api/me', { cookie: third })).json).toEqual({ kind: 'nobody' });
    expect(await list(cookie)).toMatchObject([{ isThis: true }]);
  });
});
