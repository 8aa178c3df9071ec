/** Sites, their keys and identified visitors, over HTTP and `/session` on a running server. */
import { createHmac, generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as v from 'valibot';
import {
  newTicketAnswer,
  newVisitorAnswer,
  type NewVisitorRequest,
} from '../../conversation/protocol/http.ts';
import { widgetAnswer } from '../../conversation/protocol/http/widget.ts';
import { departmentAnswer } from '../../conversation/protocol/http/departments.ts';
import { auditAnswer } from '../../conversation/protocol/http/audit.ts';
import {
  newSiteKeyAnswer,
  siteAnswer,
  sitesAnswer,
  type NewSiteRequest,
} from '../../conversation/protocol/http/sites.ts';
import { protocolVersion } from '../../conversation/protocol/version.ts';
import { startTestServer, type TestServer } from '../server.fixture.ts';
import { createClient } from '../session/client.fixture.ts';

let server: TestServer;
let admin: string;
let pages: string;
beforeAll(async () => {
  pages = mkdtempSync(join(tmpdir(), 'parley-pages-'));
  mkdirSync(join(pages, 'chat'));
  writeFileSync(join(pages, 'chat', 'index.html'), '<!doctype html>');
  const environment = { ALLOWED_ORIGINS: 'https://partner.example' };
  server = await startTestServer(environment, { clientFolder: pages });
  admin = await server.signInAsAdmin();
});
afterAll(async () => {
  await server.close();
  rmSync(pages, { recursive: true });
});

const ask = (method: string, path: string, body?: unknown) =>
  server.ask(path, { method, cookie: admin, ...(body === undefined ? {} : { body }) });

async function makeSite(more: Partial<NewSiteRequest> = {}) {
  const { json } = await ask('POST', '/api/sites', { name: 'Shop', ...more });
  return v.parse(siteAnswer, json).site;
}

async function makeSecret(site: string) {
  const { json } = await ask('POST', `/api/sites/${site}/keys`, {});
  const { key, secret = '' } = v.parse(newSiteKeyAnswer, json);
  return { key, secret };
}

/** As in docs/identify.md. */
function sign(site: string, secret: string, claims: object): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const exp = Math.floor(Date.now() / 1000) + 300;
  const text = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({ aud: site, exp, ...claims })}`;
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}

const become = (body: NewVisitorRequest) => server.ask('/api/visitors', { body });
const enter = async (body: NewVisitorRequest) =>
  v.parse(newVisitorAnswer, (await become(body)).json);

async function ticketFor(bearer: string): Promise<string> {
  const { json } = await server.ask('/api/session-tickets', { bearer, body: {} });
  return v.parse(newTicketAnswer, json).ticket;
}

async function open() {
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/session`);
  const client = createClient(socket, Date.now);
  await once(socket, 'open');
  return client;
}

async function connect(bearer: string) {
  const ticket = await ticketFor(bearer);
  const client = await open();
  client.send({ type: 'hello', version: protocolVersion, ticket });
  return { client, welcome: await client.next('welcome') };
}

const textOf = (message: object) =>
  'conversation' in message && typeof message.conversation === 'string' ? message.conversation : '';

async function newDepartment(name: string, preset = 'support-desk') {
  const { json } = await ask('POST', '/api/departments', { name, preset });
  return v.parse(departmentAnswer, json).department.id;
}

test('there is one site from the beginning, which takes anybody', async () => {
  const { sites } = v.parse(sitesAnswer, (await ask('GET', '/api/sites')).json);
  expect(sites[0]).toMatchObject({ name: 'Main site', isDefault: true, keys: [] });
  expect((await become({})).status).toBe(201);
  expect((await become({ site: sites[0]!.id })).status).toBe(201);
  expect((await ask('DELETE', `/api/sites/${sites[0]!.id}`)).status).toBe(409);
});

test('[V-14] [R1] once a key is set for a site, nobody without a token is anybody there', async () => {
  const site = await makeSite();
  const before = await enter({ site: site.id });
  const { client } = await connect(before.token);
  const { secret } = await makeSecret(site.id);
  await client.closed;
  const refused = await become({ site: site.id });
  expect(refused.status).toBe(401);
  expect(refused.json).toEqual({
    error: {
      code: 'token-required',
      message: 'This site asks for a signed token.',
      field: 'token',
    },
  });
  // Whoever was anonymous there before is nobody any more either.
  const ticket = await server.ask('/api/session-tickets', { bearer: before.token, body: {} });
  expect(ticket.status).toBe(401);
  expect((await become({ token: sign(site.id, secret, { sub: 'ada' }) })).status).toBe(201);
  // Other sites are as they were.
  expect((await become({})).status).toBe(201);
});

test('[R1] the same user is the same visitor on every device, with what they said', async () => {
  const site = await makeSite();
  const { secret } = await makeSecret(site.id);
  const token = () => sign(site.id, secret, { sub: 'ada', name: 'Ada' });
  const here = await enter({ token: token() });
  const { client } = await connect(here.token);
  const { conversation } = await client.start();
  await client.close();

  const there = await enter({ token: token() });
  const known = { visitor: here.identified?.visitor, conversation, knows: ['name'] };
  expect(there.identified).toEqual(known);
  expect(there.token).not.toBe(here.token);
  const device = await connect(there.token);
  expect(device.welcome.you).toEqual({ kind: 'visitor', name: 'Ada' });
  expect(device.welcome.conversations.map((one) => one.conversation)).toEqual([conversation]);
  await device.client.join(conversation);
  await device.client.close();
  // Of another department they have none, and another user has none at all.
  const department = await newDepartment('Returns');
  expect((await enter({ token: token(), department })).identified?.conversation).toBeUndefined();
  const other = await enter({ token: sign(site.id, secret, { sub: 'eve' }) });
  expect(other.identified?.visitor).not.toBe(here.identified?.visitor);
  expect(other.identified?.conversation).toBeUndefined();
  const foreign = await connect(other.token);
  await expect(foreign.client.join(conversation)).rejects.toThrow('not-found');
  await foreign.client.close();
});

test('[V-14] [W9] a token that names itself is good once, and on another site it is another one', async () => {
  const site = await makeSite();
  const { secret } = await makeSecret(site.id);
  const token = sign(site.id, secret, { sub: 'user-once', jti: 'first' });
  expect((await become({ token })).status).toBe(201);
  const again = await become({ token });
  expect(again.status).toBe(401);
  expect(again.json).toMatchObject({ error: { code: 'bad-token', field: 'token' } });
  expect(JSON.stringify(again.json)).toMatch(/good once/);
  const next = sign(site.id, secret, { sub: 'user-once', jti: 'second' });
  expect((await become({ token: next })).status).toBe(201);
  const other = await makeSite({ name: 'Other shop' });
  const { secret: another } = await makeSecret(other.id);
  const there = sign(other.id, another, { sub: 'user-once', jti: 'first' });
  expect((await become({ token: there })).status).toBe(201);
  const nameless = sign(other.id, another, { sub: 'user-once', jti: '' });
  expect(JSON.stringify((await become({ token: nameless })).json)).toMatch(/jti/);
});

test('[V-14] [R1] the same id on another site is somebody else', async () => {
  const [one, two] = [await makeSite(), await makeSite()];
  const keys = [await makeSecret(one.id), await makeSecret(two.id)] as const;
  const first = await enter({ token: sign(one.id, keys[0].secret, { sub: 'ada' }) });
  const second = await enter({ token: sign(two.id, keys[1].secret, { sub: 'ada' }) });
  expect(first.identified?.visitor).not.toBe(second.identified?.visitor);
  const crossed = await become({ token: sign(one.id, keys[1].secret, { sub: 'ada' }) });
  expect(crossed.json).toMatchObject({ error: { code: 'bad-token' } });
});

test('[R1] [W7] the agent sees what was signed, and in a masked conversation nothing', async () => {
  const site = await makeSite({ name: 'The shop' });
  const { secret } = await makeSecret(site.id);
  const said = {
    sub: 'ada-77',
    name: 'Ada',
    email: 'ada@example.org',
    attributes: { plan: 'gold' },
  };
  const entered = await enter({ token: sign(site.id, secret, said) });
  const visitorId = entered.identified?.visitor ?? '';
  const { client } = await connect(entered.token);
  const { conversation } = await client.start();
  const shown = await ask('GET', `/api/conversations/${conversation}/client`);
  expect(shown.json).toEqual({
    kind: 'identified',
    name: 'Ada',
    site: 'The shop',
    subject: 'ada-77',
    email: 'ada@example.org',
    attributes: { plan: 'gold' },
    verifiedAt: expect.any(Number) as number,
  });

  const department = await newDepartment('School', 'institutions');
  const masked = await client.start({ department });
  const answer = await ask('GET', `/api/conversations/${masked.conversation}/client`);
  expect(answer.json).toEqual({ kind: 'hidden' });
  // Everything that whoever answers is sent, searched for everything that was signed.
  const staff = await open();
  const { json } = await server.ask('/api/session-tickets', { cookie: admin, body: {} });
  const { ticket } = v.parse(newTicketAnswer, json);
  staff.send({ type: 'hello', version: protocolVersion, ticket });
  await staff.next('welcome');
  const ownHeard = staff.heard.length;
  staff.send({ type: 'available', available: true });
  const isMasked = (id: string) => id === masked.conversation;
  await staff.next('listed', ({ summary }) => isMasked(summary.conversation));
  const answering = await staff.join(masked.conversation);
  await masked.saved(await masked.say('May I ask something?'));
  await staff.nextPush(masked.writer.log);
  const heard = staff.heard
    .slice(ownHeard)
    .filter((it) => isMasked('summary' in it ? it.summary.conversation : textOf(it)));
  expect(heard.length).toBeGreaterThan(1);
  const seen = JSON.stringify([heard, answering.joined, staff.pushed.length]);
  expect(seen).not.toMatch(/\bAda\b|ada-77|ada@example|gold|The shop/);
  expect(seen).not.toContain(visitorId);
  staff.send({ type: 'available', available: false });
  await staff.settled();
  await staff.close();
  await client.close();
});

test('[V-15] [R1] who is anonymous is said to be so', async () => {
  const { token, name } = await enter({});
  const { client } = await connect(token);
  const { conversation } = await client.start();
  const { json } = await ask('GET', `/api/conversations/${conversation}/client`);
  expect(json).toEqual({ kind: 'anonymous', name });
  await client.close();
});

test('[R1] with its key, what was opened by a token ends, also a socket that is open', async () => {
  const site = await makeSite();
  const [old, next] = [await makeSecret(site.id), await makeSecret(site.id)];
  const before = await enter({ token: sign(site.id, old.secret, { sub: 'ada' }) });
  const after = await enter({ token: sign(site.id, next.secret, { sub: 'ada' }) });
  const { client } = await connect(before.token);
  const stays = await connect(after.token);
  const lying = await ticketFor(before.token);
  expect((await ask('DELETE', `/api/sites/${site.id}/keys/${old.key.id}`)).status).toBe(204);
  await client.closed;
  // Nor is a ticket good that was got before.
  const late = await open();
  late.send({ type: 'hello', version: protocolVersion, ticket: lying });
  await late.closed;
  expect(late.heard.some(({ type }) => type === 'welcome')).toBe(false);
  const tickets = (bearer: string) => server.ask('/api/session-tickets', { bearer, body: {} });
  expect((await tickets(before.token)).status).toBe(401);
  expect((await tickets(after.token)).status).toBe(201);
  await stays.client.settled();
  await stays.client.close();
  expect((await become({ token: sign(site.id, old.secret, { sub: 'ada' }) })).status).toBe(401);
  expect((await ask('DELETE', `/api/sites/${site.id}/keys/${old.key.id}`)).status).toBe(404);
});

test('a site that is taken away is no site any more, nor are its visitors', async () => {
  const site = await makeSite();
  const anonymous = await enter({ site: site.id });
  expect((await ask('DELETE', `/api/sites/${site.id}`)).status).toBe(204);
  expect((await become({ site: site.id })).status).toBe(404);
  const ticket = await server.ask('/api/session-tickets', { bearer: anonymous.token, body: {} });
  expect(ticket.status).toBe(401);
  expect((await ask('PATCH', `/api/sites/${site.id}`, { name: 'Back' })).status).toBe(404);
});

test('a site’s conversations go to its department, while that is there', async () => {
  const department = await newDepartment('Orders');
  const site = await makeSite({ department });
  const widget = async () =>
    v.parse(widgetAnswer, (await server.ask(`/api/widget?site=${site.id}`)).json).department.name;
  expect(await widget()).toBe('Orders');
  const { client } = await connect((await enter({ site: site.id })).token);
  await client.start();
  const summary = (await client.next('listed')).summary;
  expect(summary.department).toBe(department);
  await client.close();
  await ask('PATCH', `/api/departments/${department}`, { active: false });
  expect(await widget()).not.toBe('Orders');
  const unknown = await ask('PATCH', `/api/sites/${site.id}`, { department: 'A'.repeat(22) });
  expect(unknown.json).toMatchObject({ error: { code: 'malformed', field: 'department' } });
});

test('[V-43] [L7] only the pages of a site may show its widget in a frame', async () => {
  const site = await makeSite({ origins: ['https://shop.example'] });
  const ancestors = async (query: string) => {
    const { headers } = await server.ask(`/chat/${query}`);
    return /frame-ancestors ([^;]*)/.exec(headers.get('content-security-policy') ?? '')?.[1];
  };
  const shop = "'self' https://partner.example https://shop.example";
  expect(await ancestors(`?site=${site.id}`)).toBe(shop);
  expect(await ancestors('')).toBe("'self' https://partner.example");
  expect(await ancestors(`?site=${site.id}&site=${site.id}`)).not.toContain('shop');
  await ask('PATCH', `/api/sites/${site.id}`, { origins: [] });
  expect(await ancestors(`?site=${site.id}`)).toBe("'self' https://partner.example");
  const odd = await ask('PATCH', `/api/sites/${site.id}`, { origins: ['https://x; script-src *'] });
  expect(odd.status).toBe(400);
});

test('a secret is shown once, changes are audited, and nobody’s private key is kept', async () => {
  const site = await makeSite({ name: 'Audited' });
  const { key, secret } = await makeSecret(site.id);
  expect(secret).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect((await ask('GET', '/api/sites')).text).not.toContain(secret);
  const pair = generateKeyPairSync('ed25519');
  const publicKey = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const added = await ask('POST', `/api/sites/${site.id}/keys`, { publicKey });
  expect(added.json).toMatchObject({ key: { kind: 'EdDSA' } });
  expect(added.text).not.toContain('secret');

  const own = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const refused = await ask('POST', `/api/sites/${site.id}/keys`, { publicKey: own });
  expect(refused.json).toMatchObject({ error: { code: 'malformed', field: 'publicKey' } });
  const files = readdirSync(server.dataDir, { withFileTypes: true })
    .filter((one) => one.isFile())
    .map(({ name }) => readFileSync(join(server.dataDir, name)));
  expect(files.some((bytes) => bytes.includes(own.split('\n')[1] ?? ''))).toBe(false);

  await makeSecret(site.id);
  await makeSecret(site.id);
  const fifth = await ask('POST', `/api/sites/${site.id}/keys`, {});
  expect(fifth.json).toMatchObject({ error: { code: 'conflict' } });
  await ask('PATCH', `/api/sites/${site.id}`, { name: 'Renamed' });
  await ask('DELETE', `/api/sites/${site.id}/keys/${key.id}`);
  const { rows } = v.parse(auditAnswer, (await ask('GET', '/api/audit?limit=20')).json);
  const actions = rows.filter(({ thing }) => thing === site.id).map(({ action }) => action);
  expect(actions.toReversed()).toEqual([
    'site-created',
    ...Array<string>(4).fill('site-key-added'),
    'site-changed',
    'site-key-removed',
  ]);
  expect(JSON.stringify(rows)).not.toContain(secret);
});

test('[W8] somebody who comes back every minute leaves no heap of sessions', async () => {
  const site = await makeSite();
  const { secret } = await makeSecret(site.id);
  const token = sign(site.id, secret, { sub: randomBytes(4).toString('hex') });
  const first = await enter({ token });
  for (let time = 0; time < 20; time += 1) await enter({ token });
  const ticket = await server.ask('/api/session-tickets', { bearer: first.token, body: {} });
  expect(ticket.status).toBe(401);
});
