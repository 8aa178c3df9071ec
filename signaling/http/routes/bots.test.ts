import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as v from 'valibot';
import { newBotSessionAnswer, newTicketAnswer } from '../../../conversation/protocol/http.ts';
import {
  botsAnswer,
  newBotAnswer,
  newBotKeyAnswer,
  type BotScope,
} from '../../../conversation/protocol/http/bots.ts';
import { departmentAnswer } from '../../../conversation/protocol/http/departments.ts';
import { protocolVersion } from '../../../conversation/protocol/version.ts';
import { startTestServer, type TestServer } from '../../server.fixture.ts';
import { createClient } from '../../session/client.fixture.ts';

let server: TestServer;
let admin: string;
beforeAll(async () => {
  server = await startTestServer();
  admin = await server.signInAsAdmin();
});
afterAll(() => server.close());

const ask = (method: string, path: string, body?: unknown) =>
  server.ask(path, { method, cookie: admin, ...(body === undefined ? {} : { body }) });

async function makeBot(username: string, scopes: BotScope[] = ['answer'], more: object = {}) {
  const { json } = await ask('POST', '/api/bots', { username, name: username, scopes, ...more });
  return v.parse(newBotAnswer, json);
}

const signInWith = (bearer: string, username = 'whatever') =>
  server.ask('/api/bot-sessions', { bearer, body: { username } });

async function sessionWith(secret: string): Promise<string> {
  return v.parse(newBotSessionAnswer, (await signInWith(secret)).json).token;
}

async function listed(username: string) {
  const { json } = await ask('GET', '/api/bots');
  return v.parse(botsAnswer, json).bots.find((bot) => bot.username === username);
}

test('[V-17] a bot is made with a key that is shown once and stored hashed', async () => {
  const { account, key, secret } = await makeBot('helper');
  expect(account).toMatchObject({ username: 'helper', role: 'bot' });
  expect(secret).toMatch(/^key_[A-Za-z0-9_-]{43}$/);
  expect(key).toMatchObject({ beginning: secret.slice(0, 10), scopes: ['answer'], usedAt: null });
  expect((await listed('helper'))?.keys).toEqual([key]);
  const files = readdirSync(server.dataDir, { withFileTypes: true })
    .filter((one) => one.isFile())
    .map(({ name }) => readFileSync(join(server.dataDir, name)));
  expect(files.some((bytes) => bytes.includes(account.id))).toBe(true);
  expect(files.some((bytes) => bytes.includes(secret))).toBe(false);
  expect((await ask('GET', '/api/bots')).text).not.toContain(secret);
});

test('the key decides which bot signs in, whatever name the program says', async () => {
  const { account, secret } = await makeBot('named');
  const { status, json } = await signInWith(secret, 'admin');
  expect(status).toBe(201);
  expect(json?.['account']).toMatchObject({ id: account.id, username: 'named' });
  expect((await listed('named'))?.keys[0]?.usedAt).toBeGreaterThan(0);
  expect((await server.ask('/api/me', { bearer: secret })).json).toEqual({ kind: 'nobody' });
});

test('[V-11] a bot that was switched off does not sign in with its key', async () => {
  const { account, secret } = await makeBot('resting');
  await ask('PATCH', `/api/accounts/${account.id}`, { active: false });
  expect((await signInWith(secret)).status).toBe(403);
});

test('what is no key signs nobody in', async () => {
  for (const wrong of ['key_', `key_${'A'.repeat(43)}`, `bot_${'A'.repeat(43)}`, 'x'.repeat(64)]) {
    expect((await signInWith(wrong)).status).toBe(401);
  }
});

test('a revoked key ends its sessions and sockets within a second, and no others', async () => {
  const { account, key, secret } = await makeBot('revoked');
  const path = `/api/bots/${account.id}/keys`;
  const { json } = await ask('POST', path, { scopes: ['answer'] });
  const second = v.parse(newBotKeyAnswer, json);
  const [first, other] = [await sessionWith(secret), await sessionWith(second.secret)];
  const ticketed = await server.ask('/api/session-tickets', { bearer: first, body: {} });
  const { ticket } = v.parse(newTicketAnswer, ticketed.json);
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/session`);
  const client = createClient(socket, Date.now);
  await once(socket, 'open');
  client.send({ type: 'hello', version: protocolVersion, ticket });
  await client.next('welcome');

  const closed = once(socket, 'close');
  const revokedAt = performance.now();
  expect((await ask('DELETE', `${path}/${key.id}`)).status).toBe(204);
  await closed;
  expect(performance.now() - revokedAt).toBeLessThan(1000);
  const meWith = async (bearer: string) => (await server.ask('/api/me', { bearer })).json?.['kind'];
  expect(await meWith(first)).toBe('nobody');
  expect(await meWith(other)).toBe('account');
  expect((await signInWith(secret)).status).toBe(401);
  expect((await signInWith(second.secret)).status).toBe(201);
  expect((await ask('DELETE', `${path}/${key.id}`)).status).toBe(404);
  const keys = (await listed('revoked'))?.keys.map(({ revokedAt: at }) => at !== null);
  expect(keys).toEqual([true, false]);
});

test('a key does what its scopes say: one that reads does not answer, one that answers does not read', async () => {
  const made = await ask('POST', '/api/departments', { name: 'Read', preset: 'support-desk' });
  const { department } = v.parse(departmentAnswer, made.json);
  const joined = { department: department.id };
  const reader = await sessionWith((await makeBot('reader', ['read-archive'], joined)).secret);
  const answerer = await sessionWith((await makeBot('answerer', ['answer'], joined)).secret);
  const archive = async (bearer: string) =>
    (await server.ask('/api/archive/conversations', { bearer })).status;
  expect(await archive(reader)).toBe(200);
  expect(await archive(answerer)).toBe(403);
});

test('a bot joins only a department that its maker may change', async () => {
  const missing = 'AAAAAAAAAAAAAAAAAAAAAA';
  const body = { username: 'lost', name: 'Lost', scopes: ['answer'], department: missing };
  expect((await ask('POST', '/api/bots', body)).status).toBe(404);
  expect(await listed('lost')).toBeUndefined();
});

test('a key with no scope, or one twice, is refused', async () => {
  for (const scopes of [[], ['answer', 'answer'], ['everything']]) {
    const { status, json } = await ask('POST', '/api/bots', { username: 'no', name: 'No', scopes });
    expect(status).toBe(400);
    expect(json?.['error']).toMatchObject({ code: 'malformed' });
  }
});
