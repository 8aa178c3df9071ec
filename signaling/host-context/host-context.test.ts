/** What the page around the chat tells, over HTTP and `/session` on a running server. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as v from 'valibot';
import { newVisitorAnswer } from '../../conversation/protocol/http.ts';
import { departmentAnswer } from '../../conversation/protocol/http/departments.ts';
import { contextAnswer } from '../../conversation/protocol/http/host-context.ts';
import { startTestServer, type TestServer } from '../server.fixture.ts';
import { enterSession } from '../session/enter.fixture.ts';

let server: TestServer;
let admin: string;
beforeAll(async () => {
  server = await startTestServer();
  admin = await server.signInAsAdmin();
});
afterAll(() => server.close());

const connect = (as: { bearer: string } | { cookie: string }) => enterSession(server, as);

async function visitor() {
  const { json } = await server.ask('/api/visitors', { body: {} });
  const { token: bearer } = v.parse(newVisitorAnswer, json);
  return { bearer, client: await connect({ bearer }) };
}

const tell = (bearer: string, conversation: string, body: unknown) =>
  server.ask(`/api/conversations/${conversation}/context`, { method: 'PUT', bearer, body });
const look = async (conversation: string) => {
  const { json } = await server.ask(`/api/conversations/${conversation}/context`, {
    cookie: admin,
  });
  return v.parse(contextAnswer, json);
};

const devices = {
  name: 'Devices',
  title: 'Your devices',
  columns: [
    { name: 'Device', type: 'text' },
    { name: 'At most', type: 'number', unit: 'kW' },
  ],
  rows: [['Heat pump', 3.2]],
};

test('[E8] staff see what the page told, each table as it was told last', async () => {
  const { bearer, client } = await visitor();
  const { conversation } = await client.start();
  expect(await look(conversation)).toEqual({ attributes: {}, tables: [] });
  const plan = { tariff: 'Breeze', meter: 48_120, 'heat pump': true };
  expect((await tell(bearer, conversation, { attributes: plan, tables: [devices] })).status).toBe(
    204,
  );
  const use = { ...devices, name: 'Use' };
  await tell(bearer, conversation, { tables: [use] });
  const more = { ...devices, rows: [...devices.rows, ['Wallbox', 11]] };
  await tell(bearer, conversation, { tables: [more] });
  expect(await look(conversation)).toEqual({
    attributes: plan,
    tables: [more, use],
    toldAt: expect.any(Number) as number,
  });
  await tell(bearer, conversation, { attributes: {}, removed: ['Devices', 'Never there'] });
  expect(await look(conversation)).toMatchObject({ attributes: {}, tables: [use] });
  await client.close();
});

test('[E8] whoever has it open is told of a change at once, and only staff', async () => {
  const { bearer, client } = await visitor();
  const { conversation } = await client.start();
  const staff = await connect({ cookie: admin });
  staff.send({ type: 'available', available: true });
  await staff.next('listed', ({ summary }) => summary.conversation === conversation);
  await staff.join(conversation);
  await tell(bearer, conversation, { tables: [devices] });
  await staff.next('context-changed', (message) => message.conversation === conversation);
  staff.mark();
  // The same once more is no news.
  await tell(bearer, conversation, { tables: [devices] });
  await staff.settled();
  await client.settled();
  const told = (heard: readonly { type: string }[]) =>
    heard.filter(({ type }) => type === 'context-changed').length;
  expect([told(staff.heard), told(client.heard)]).toEqual([1, 0]);
  staff.send({ type: 'available', available: false });
  await staff.settled();
  await staff.close();
  await client.close();
});

test('[W7] in a masked conversation nothing of it is taken or shown', async () => {
  const { bearer, client } = await visitor();
  const preset = { name: 'School', preset: 'institutions' };
  const { json } = await server.ask('/api/departments', { cookie: admin, body: preset });
  const { department } = v.parse(departmentAnswer, json);
  const { conversation } = await client.start({ department: department.id });
  const refused = await tell(bearer, conversation, { attributes: { name: 'Ada Lovelace' } });
  expect(refused.json).toMatchObject({ error: { code: 'conflict' } });
  expect(await look(conversation)).toEqual({ attributes: {}, tables: [] });
  await client.close();
});

test('[W8] there are at most eight tables, of 256 kB together', async () => {
  const { bearer, client } = await visitor();
  const { conversation } = await client.start();
  const named = (at: number) => ({ ...devices, name: `Table ${at}` });
  const eight = Array.from({ length: 8 }, (_, at) => named(at));
  expect((await tell(bearer, conversation, { tables: eight })).status).toBe(204);
  const ninth = await tell(bearer, conversation, { tables: [named(9)] });
  expect(ninth.json).toMatchObject({ error: { code: 'too-large', field: 'tables' } });
  const swapped = { tables: [named(9)], removed: ['Table 0'] };
  expect((await tell(bearer, conversation, swapped)).status).toBe(204);
  const large = { ...named(1), rows: Array<unknown>(1000).fill(['x'.repeat(140), 1]) };
  expect((await tell(bearer, conversation, { tables: [large] })).status).toBe(204);
  const second = await tell(bearer, conversation, { tables: [{ ...large, name: 'Table 2' }] });
  expect(second.json).toMatchObject({ error: { code: 'too-large' } });
  const whole = await tell(bearer, conversation, {
    tables: [large, { ...large, name: 'Table 2' }],
  });
  expect(whole.status).toBe(413);
  expect((await look(conversation)).tables).toHaveLength(8);
  await client.close();
});

test.each<[string, unknown]>([
  ['a row that is too short', { tables: [{ ...devices, rows: [['Heat pump']] }] }],
  ['text where a number is due', { tables: [{ ...devices, rows: [['Heat pump', '3.2']] }] }],
  ['two lines', { tables: [{ ...devices, rows: [['a\nb', 1]] }] }],
  [
    'two columns of one name',
    { tables: [{ ...devices, columns: [devices.columns[0], devices.columns[0]] }] },
  ],
  ['an unknown type', { tables: [{ ...devices, columns: [{ name: 'A', type: 'html' }] }] }],
  ['a table without a name', { tables: [{ ...devices, name: '' }] }],
  ['1,001 rows', { tables: [{ ...devices, rows: Array(1001).fill(['a', 1]) }] }],
  ['attributes in a list', { attributes: ['gold'] }],
  ['a field that is not there', { tables: [], masked: false }],
])('[W9] %s is refused, and changes nothing', async (_, body) => {
  const { bearer, client } = await visitor();
  const { conversation } = await client.start();
  const refused = await tell(bearer, conversation, body);
  expect([refused.status, refused.json]).toMatchObject([400, { error: { code: 'malformed' } }]);
  expect(refused.text).not.toContain('Heat pump');
  expect(await look(conversation)).toEqual({ attributes: {}, tables: [] });
  await client.close();
});

test('[W9] what is no JSON, or no UTF-8, or comes from somebody else is refused', async () => {
  const { bearer, client } = await visitor();
  const { conversation } = await client.start();
  const path = `/api/conversations/${conversation}/context`;
  const raw = (text: string, type = 'application/json') =>
    server.ask(path, { method: 'PUT', bearer, raw: text, headers: { 'content-type': type } });
  expect((await raw('{')).status).toBe(400);
  expect((await raw('[]')).status).toBe(400);
  expect((await raw('{}', 'text/plain')).status).toBe(415);
  expect((await raw('{}', 'application/json; charset=utf-7')).status).toBe(415);
  const other = await visitor();
  expect((await tell(other.bearer, conversation, {})).status).toBe(404);
  expect((await server.ask(path, { bearer })).status).toBe(403);
  expect((await server.ask(path, { method: 'PUT', cookie: admin, body: {} })).status).toBe(403);
  await client.close();
  await other.client.close();
});

test('[U8] it goes with what was said, and nothing is told of what is over', async () => {
  const { bearer, client } = await visitor();
  const { conversation } = await client.start();
  await tell(bearer, conversation, { attributes: { secret: 'Rumpelstiltskin' } });
  client.send({ type: 'close', conversation });
  await client.next('status', ({ status }) => status.state === 'closed');
  expect((await tell(bearer, conversation, { tables: [devices] })).status).toBe(409);
  expect((await look(conversation)).attributes).toEqual({ secret: 'Rumpelstiltskin' });
  const path = `/api/conversations/${conversation}`;
  expect((await server.ask(path, { method: 'DELETE', bearer })).status).toBe(204);
  expect(await look(conversation)).toEqual({ attributes: {}, tables: [] });
  await client.close();
});

test('it is in no log of the conversation', async () => {
  const { bearer, client } = await visitor();
  const peer = await client.start();
  await tell(bearer, peer.conversation, { attributes: { secret: 'Nowhere else' } });
  await peer.saved(await peer.say('Hello'));
  const { text } = await server.ask(`/api/archive/conversations/${peer.conversation}`, {
    cookie: admin,
  });
  expect(text).not.toContain('Nowhere else');
  const outside = readdirSync(server.dataDir, { withFileTypes: true })
    .filter((one) => one.isFile() && !one.name.startsWith('parley.'))
    .map(({ name }) => readFileSync(join(server.dataDir, name)));
  expect(outside.some((bytes) => bytes.includes('Nowhere else'))).toBe(false);
  await client.close();
});
