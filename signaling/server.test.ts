import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { protocolVersion } from '../conversation/protocol/version.ts';
import { readConfig } from './config.ts';
import { createLog } from './log.ts';
import { startServer } from './server.ts';
import { startTestServer, type TestServer } from './server.fixture.ts';
import { SetupError } from './setup-error.ts';

let server: TestServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

test('[V-20] the first start makes an admin, and says the password that once', async () => {
  server = await startTestServer();
  expect(server.firstAdmin).toMatchObject({ username: 'admin' });
  expect(server.firstAdmin?.password).toMatch(/^([a-z2-9]{5}-){3}[a-z2-9]{5}$/);
  const cookie = await server.signInAsAdmin();
  const me = await server.ask('/api/me', { cookie });
  expect(me.json).toMatchObject({ kind: 'account', account: { username: 'admin', role: 'admin' } });
});

test('a second start on the same data folder makes none, and everything is still there', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-restart-'));
  try {
    server = await startTestServer({ DATA_DIR: folder });
    const cookie = await server.signInAsAdmin();
    const before = await server.ask('/api/departments', { cookie });
    const { botsKey } = server;
    await server.close();
    server = await startTestServer({ DATA_DIR: folder });
    expect(server.firstAdmin).toBeUndefined();
    expect(server.botsKey).toBe(botsKey);
    const after = await server.ask('/api/departments', { cookie });
    expect(after.json).toEqual(before.json);
    expect(after.json).toMatchObject({ departments: [{ name: 'Support' }] });
  } finally {
    await server?.close();
    server = undefined;
    rmSync(folder, { recursive: true, force: true });
  }
});

test('readiness and health are plain answers', async () => {
  server = await startTestServer();
  expect((await server.ask('/healthz')).text).toBe('ok\n');
  expect((await server.ask('/readyz')).text).toBe('ready\n');
});

test("the bots' key is made once, for this user alone", async () => {
  server = await startTestServer();
  const path = join(server.dataDir, 'bots.key');
  expect(readFileSync(path, 'utf8').trim()).toBe(server.botsKey);
  expect(server.botsKey).toMatch(/^[0-9a-f]{64}$/);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

describe('a start that cannot work ends with one sentence', () => {
  const start = (environment: Record<string, string>) =>
    startServer(readConfig(environment), { log: createLog('silent') });

  test('when the port is taken', async () => {
    server = await startTestServer();
    const other = `${server.dataDir}/other`;
    const starting = start({ PORT: String(server.port), DATA_DIR: other });
    await expect(starting).rejects.toBeInstanceOf(SetupError);
    await expect(starting).rejects.toThrow(
      `PORT is "${server.port}", and another program is using it; stop that one, or choose another port.`,
    );
    // What was opened before is free again.
    await (await start({ PORT: '0', DATA_DIR: other })).close();
  });

  test('when the host is not ours', async () => {
    server = await startTestServer();
    const starting = start({ HOST: '203.0.113.7', PORT: '0', DATA_DIR: `${server.dataDir}/b` });
    await expect(starting).rejects.toThrow(/^HOST is "203\.0\.113\.7", which is no address of/);
  });

  test('when another server has the data folder', async () => {
    server = await startTestServer();
    const starting = start({ PORT: '0', DATA_DIR: server.dataDir });
    await expect(starting).rejects.toThrow(/another Parley server is using it/);
    expect((await server.ask('/readyz')).status).toBe(200);
  });

  test('when the data folder cannot be made', async () => {
    server = await startTestServer();
    const starting = start({ PORT: '0', DATA_DIR: `${server.dataDir}/bots.key/x` });
    await expect(starting).rejects.toBeInstanceOf(SetupError);
    await expect(starting).rejects.toThrow(
      /^DATA_DIR is ".*", which cannot be written \(ENOTDIR\)/,
    );
  });

  test('when the system has no room for folders there', async () => {
    // Node's recursive mkdir goes round for ever in /proc; elsewhere the folder is only missing.
    const starting = start({ PORT: '0', DATA_DIR: '/proc/nowhere' });
    await expect(starting).rejects.toThrow(
      /^DATA_DIR is "\/proc\/nowhere", which cannot be written/,
    );
  });

  test("when the bots' key is not one", async () => {
    server = await startTestServer();
    const folder = join(server.dataDir, 'c');
    mkdirSync(folder);
    writeFileSync(join(folder, 'bots.key'), 'short\n');
    await expect(start({ PORT: '0', DATA_DIR: folder })).rejects.toThrow(
      /bots\.key, is not 32 to 256 printable characters; delete the file/,
    );
  });
});

describe('WebSocket upgrades', () => {
  /** @returns the status of the answer, or 101 */
  async function upgrade(path: string, headers: Record<string, string> = {}): Promise<number> {
    const socket = new WebSocket(`ws://127.0.0.1:${server?.port}${path}`, { headers });
    const [status] = await Promise.race([
      once(socket, 'open').then(() => [101]),
      once(socket, 'unexpected-response').then(([, response]) => {
        response.resume();
        return [response.statusCode as number];
      }),
    ]);
    socket.on('error', () => undefined);
    socket.terminate();
    return status ?? 0;
  }

  test.each(['/session', '/signal'])(
    '%s opens for our own pages and for programs',
    async (path) => {
      server = await startTestServer();
      expect(await upgrade(path)).toBe(101);
      expect(await upgrade(path, { origin: `http://127.0.0.1:${server.port}` })).toBe(101);
      expect(await upgrade(`${path}?x=1`)).toBe(101);
    },
  );

  test.each(['/session', '/signal'])('[V-41] %s refuses pages of others', async (path) => {
    server = await startTestServer({ PUBLIC_URL: 'https://chat.example.com' });
    const { port } = server;
    for (const origin of [
      'null',
      '',
      'https://evil.example',
      'https://chat.example.com.evil.example',
      'https://sub.chat.example.com',
      'http://chat.example.com',
      'https://chat.example.com:8443',
      // The host that was asked, too: it is not where this installation is known to be.
      `http://127.0.0.1:${port}`,
      `http://127.0.0.1:${port + 1}`,
      `http://127.0.0.1:${port}.evil.example`,
      `http://evil.example@127.0.0.1:${port}/`,
      'file://',
    ]) {
      expect([origin, await upgrade(path, { origin })]).toEqual([origin, 403]);
    }
    expect(await upgrade(path, { origin: 'https://chat.example.com' })).toBe(101);
  });

  test('[V-33] other paths have no sockets', async () => {
    server = await startTestServer();
    for (const path of ['/', '/session/', '/api/session', '/__proto__']) {
      expect([path, await upgrade(path)]).toEqual([path, 404]);
    }
  });

  test('a connection that breaks during the upgrade hurts nobody', async () => {
    server = await startTestServer();
    const socket = connect(server.port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write(
      'GET /session HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
        'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
    );
    socket.resetAndDestroy();
    await once(socket, 'close');
    expect((await server.ask('/healthz')).status).toBe(200);
  });

  test.each([
    ['switched off', { active: false }],
    ['given a new password', { password: 'dawn at walks long' }],
  ])('an account that is %s loses its sockets at once', async (_what, change) => {
    server = await startTestServer();
    const admin = await server.signInAsAdmin();
    const password = 'long walks at dawn';
    const body = { username: 'ada', name: 'Ada', role: 'agent', password };
    const made = await server.ask('/api/accounts', { cookie: admin, body });
    const { account } = made.json as unknown as { account: { id: string } };
    const cookie = await server.signIn('ada', password);
    const got = await server.ask('/api/session-tickets', { cookie, body: {} });
    const { ticket } = got.json as unknown as { ticket: string };
    const hello = JSON.stringify({ type: 'hello', version: protocolVersion, ticket });

    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/session`);
    await once(socket, 'open');
    const welcomed = once(socket, 'message');
    socket.send(hello);
    expect(String(((await welcomed) as [Buffer])[0])).toContain('"type":"welcome"');
    const closed = once(socket, 'close');
    await server.ask(`/api/accounts/${account.id}`, {
      method: 'PATCH',
      cookie: admin,
      body: change,
    });
    expect(((await closed) as [number])[0]).toBe(4403);

    const second = new WebSocket(`ws://127.0.0.1:${server.port}/session`);
    await once(second, 'open');
    const refused = once(second, 'close');
    second.send(hello);
    expect(((await refused) as [number])[0]).toBe(4401);
  });

  test('[V-42] a ticket dies with the session it was made for', async () => {
    server = await startTestServer();
    const cookie = await server.signInAsAdmin();
    const got = await server.ask('/api/session-tickets', { cookie, body: {} });
    const { ticket } = got.json as unknown as { ticket: string };
    await server.ask('/api/sign-out', { cookie, body: {} });
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/session`);
    await once(socket, 'open');
    const heard: string[] = [];
    socket.on('message', (data: Buffer) => heard.push(data.toString()));
    const closed = once(socket, 'close');
    socket.send(JSON.stringify({ type: 'hello', version: protocolVersion, ticket }));
    expect(((await closed) as [number])[0]).toBe(4403);
    expect(heard).toEqual([]);
  });

  test('sockets are told that the server restarts', async () => {
    server = await startTestServer();
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/signal`);
    await once(socket, 'open');
    const closing = once(socket, 'close');
    await server.close();
    server = undefined;
    const [code] = (await closing) as [number];
    expect(code).toBe(1012);
  });
});
