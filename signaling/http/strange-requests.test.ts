/** Ids, addresses and headers that no page of ours sends, at every route of a running server. */
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../server.fixture.ts';
import { createSenderAddress } from './sender-address.ts';

let clientFolder: string;
let server: TestServer;
let admin: string;
beforeAll(async () => {
  clientFolder = mkdtempSync(join(tmpdir(), 'parley-strange-'));
  mkdirSync(join(clientFolder, 'console'));
  writeFileSync(join(clientFolder, 'console', 'index.html'), '<h1>console</h1>');
  server = await startTestServer({}, { clientFolder });
  admin = await server.signInAsAdmin();
});
afterAll(async () => {
  await server.close();
  rmSync(clientFolder, { recursive: true, force: true });
});

/** Asks for exactly this address; `fetch` would tidy it first. */
async function ask(path: string, method = 'GET', headers = {}): Promise<IncomingMessage> {
  const asked = request({ host: '127.0.0.1', port: server.port, path, method, headers });
  asked.end();
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  response.resume();
  await once(response, 'end');
  return response;
}

const strangeIds = ['..', '..%2f..%2fetc', '%00', '*', 'a%0d%0aX-Parley:%201', "'%20or%201=1--"];

test(
  '[V-38] [W9] no route takes an id of another form, nor breaks on one',
  { timeout: 60_000 },
  async () => {
    const { json } = await server.ask('/api/openapi.json');
    const paths = (json as unknown as { paths: Record<string, Record<string, unknown>> }).paths;
    const withIds = Object.entries(paths).filter(([path]) => path.includes('{'));
    expect(withIds.length).toBeGreaterThan(30);
    for (const [path, methods] of withIds) {
      for (const method of Object.keys(methods)) {
        for (const id of strangeIds) {
          const address = path.replaceAll(/\{[a-z]+\}/g, id);
          const headers = {
            cookie: admin,
            'content-type': 'application/json',
            'content-length': 0,
          };
          const answer = await ask(address, method.toUpperCase(), headers);
          expect([400, 403, 404, 415], `${method} ${address}`).toContain(answer.statusCode);
          expect(answer.headers['x-parley']).toBeUndefined();
        }
      }
    }
    expect((await server.ask('/readyz')).status).toBe(200);
  },
);

test.each([
  '/console',
  '//evil.example/console',
  '//evil.example/..%2fconsole',
  '/\\evil.example/..%5cconsole',
  '/%2f%2fevil.example%2fconsole',
  '/console?to=https://evil.example',
  '/console?next=//evil.example',
])('[V-45] %s leads to no other server', async (address) => {
  const { statusCode = 0, headers } = await ask(address, 'GET', { host: 'evil.example' });
  expect([200, 301, 400, 404]).toContain(statusCode);
  if (statusCode === 301) expect(headers.location).toMatch(/^\/[^/\\]/);
  else expect(headers.location).toBeUndefined();
});

test('[V-13] no header says who somebody is', async () => {
  for (const name of ['x-forwarded-user', 'x-remote-user', 'remote-user', 'x-auth-request-email']) {
    const { json } = await server.ask('/api/me', { headers: { [name]: 'admin' } });
    expect([name, json]).toMatchObject([name, { kind: 'nobody' }]);
  }
});

test.each<[string, false | string[], string, string]>([
  ['a stranger who names another address is who they are', false, '203.0.113.9', '127.0.0.1'],
  [
    'of a trusted proxy the last address counts',
    ['loopback'],
    '10.9.9.9, 203.0.113.9',
    '203.0.113.9',
  ],
  [
    'what a stranger wrote in front of it does not',
    ['loopback'],
    '127.0.0.1, 203.0.113.9',
    '203.0.113.9',
  ],
])('[V-13] %s', async (_what, trusted, forwarded, expected) => {
  const app = express();
  app.set('trust proxy', trusted);
  const senderOf = createSenderAddress(app);
  const seen: (string | undefined)[] = [];
  app.get('/', (asked, response) => {
    seen.push(asked.ip, senderOf(asked));
    response.end();
  });
  const listening = app.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const { port } = listening.address() as { port: number };
  await fetch(`http://127.0.0.1:${port}/`, { headers: { 'x-forwarded-for': forwarded } });
  listening.closeAllConnections();
  listening.close();
  expect(seen).toEqual([expected, expected]);
});
