/** Canned replies over HTTP on a running server: whose they are, who sees them, who changes them. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as v from 'valibot';
import { accountAnswer } from '../../conversation/protocol/http.ts';
import { departmentAnswer } from '../../conversation/protocol/http/departments.ts';
import { auditAnswer } from '../../conversation/protocol/http/audit.ts';
import {
  mostReplies,
  repliesAnswer,
  replyAnswer,
} from '../../conversation/protocol/http/replies.ts';
import { startTestServer, type TestServer } from '../server.fixture.ts';

const password = 'long enough for anybody';
let server: TestServer;
/** The one of the first start, who may do all. */
let chief: string;
/** In billing: its head, somebody who works there, and somebody who does not. */
let head: string;
let member: string;
let stranger: string;
let billing: string;

beforeAll(async () => {
  server = await startTestServer();
  chief = await server.signInAsAdmin();
  const body = { name: 'Billing', preset: 'support-desk' };
  const made = await server.ask('/api/departments', { cookie: chief, body });
  billing = v.parse(departmentAnswer, made.json).department.id;
  head = await newAgent('head', 'head');
  member = await newAgent('member', 'member');
  stranger = await newAgent('stranger', undefined);
});
afterAll(() => server.close());

async function newAgent(username: string, position: 'head' | 'member' | undefined) {
  const body = { username, name: username, role: 'agent', password };
  const { json } = await server.ask('/api/accounts', { cookie: chief, body });
  const { id } = v.parse(accountAnswer, json).account;
  const path = `/api/departments/${billing}/members/${id}`;
  if (position !== undefined) {
    await server.ask(path, { method: 'PUT', cookie: chief, body: { position } });
  }
  return server.signIn(username, password);
}

async function add(cookie: string, path: string, shortcut: string, text = 'Hello.') {
  const { json } = await server.ask(path, { cookie, body: { shortcut, text } });
  return v.parse(replyAnswer, json).reply;
}

async function listOf(cookie: string) {
  const { json } = await server.ask('/api/replies', { cookie });
  return v.parse(repliesAnswer, json);
}
const shortcutsOf = async (cookie: string) =>
  (await listOf(cookie)).replies.map(({ shortcut }) => shortcut);

const ofBilling = () => `/api/departments/${billing}/replies`;
const own = '/api/me/replies';

test('one sees one’s own, those of one’s departments and everybody’s, and no other', async () => {
  await add(member, own, 'mine');
  await add(head, ofBilling(), 'invoice');
  await add(chief, '/api/replies', 'hello');
  expect(await shortcutsOf(member)).toEqual(['hello', 'invoice', 'mine']);
  expect(await shortcutsOf(head)).toEqual(['hello', 'invoice']);
  expect(await shortcutsOf(stranger)).toEqual(['hello']);
});

test('one is told what one may change, and where one may add', async () => {
  await add(head, ofBilling(), 'refund');
  const told = async (cookie: string) => {
    const { replies, mayAdd } = await listOf(cookie);
    const may = replies.find(({ shortcut }) => shortcut === 'refund')?.mayChange;
    return { may, departments: mayAdd.departments.map(({ name }) => name), global: mayAdd.global };
  };
  expect(await told(head)).toEqual({ may: true, departments: ['Billing'], global: false });
  expect(await told(member)).toEqual({ may: false, departments: [], global: false });
  const { departments, ...rest } = await told(chief);
  expect(rest).toEqual({ may: true, global: true });
  expect(departments).toContain('Billing');
});

test('a shortcut is one word without regard to case, and once in a place [W9]', async () => {
  const first = await add(member, own, ' Über-Uns ');
  expect(first.shortcut).toBe('über-uns');
  const again = await server.ask(own, {
    cookie: member,
    body: { shortcut: 'ÜBER-UNS', text: 'Again.' },
  });
  expect(again.status).toBe(409);
  expect(again.json).toMatchObject({ error: { code: 'conflict', field: 'shortcut' } });
  // Somewhere else it is another one.
  expect((await add(head, own, 'über-uns')).id).not.toBe(first.id);
  for (const shortcut of ['', 'two words', '/slash', 'a'.repeat(33), '-begins', '\u202Eabc']) {
    const { status } = await server.ask(own, { cookie: member, body: { shortcut, text: 'Words' } });
    expect(status, shortcut).toBe(400);
  }
});

test('a text is plain: lines and tabs, no other controls, and it has a bound [W8] [W9]', async () => {
  const { id, text } = await add(member, own, 'lines', ' One\n\n\tTwo ');
  expect(text).toBe('One\n\n\tTwo');
  for (const wrong of ['', '   ', 'a\u0000b', 'a\u001Bb', 'x'.repeat(4001)]) {
    const change = { method: 'PATCH', cookie: member, body: { text: wrong } };
    expect((await server.ask(`/api/replies/${id}`, change)).status).toBe(400);
  }
  expect((await listOf(member)).replies.find((one) => one.id === id)?.text).toBe('One\n\n\tTwo');
});

test('what is changed is changed, and what is deleted is gone', async () => {
  const { id } = await add(member, own, 'draft', 'Before.');
  const path = `/api/replies/${id}`;
  const changed = await server.ask(path, {
    method: 'PATCH',
    cookie: member,
    body: { text: 'After.' },
  });
  expect(v.parse(replyAnswer, changed.json).reply).toMatchObject({
    shortcut: 'draft',
    text: 'After.',
    place: { kind: 'personal' },
  });
  expect((await server.ask(path, { method: 'DELETE', cookie: stranger })).status).toBe(404);
  expect((await server.ask(path, { method: 'DELETE', cookie: member })).status).toBe(204);
  expect((await server.ask(path, { method: 'DELETE', cookie: member })).status).toBe(404);
  expect(await shortcutsOf(member)).not.toContain('draft');
});

test('a place has so many and no more [W8]', async () => {
  const before = (await listOf(stranger)).replies.filter(({ place }) => place.kind === 'personal');
  for (let n = before.length; n < mostReplies; n += 1) await add(stranger, own, `n${n}`);
  const { status, json } = await server.ask(own, {
    cookie: stranger,
    body: { shortcut: 'one-more', text: 'Hello.' },
  });
  expect(status).toBe(409);
  expect(json).toMatchObject({ error: { message: expect.stringContaining('already') } });
});

test('what is shared is in the audit log without its words, and what is one’s own is not', async () => {
  const shared = await add(head, ofBilling(), 'audited', 'A secret sentence.');
  const personal = await add(head, own, 'unaudited');
  const { json, text } = await server.ask('/api/audit?limit=200', { cookie: chief });
  const { rows } = v.parse(auditAnswer, json);
  expect(rows.find(({ thing }) => thing === shared.id)).toMatchObject({
    action: 'reply-added',
    detail: { shortcut: 'audited', department: billing },
  });
  expect(rows.find(({ thing }) => thing === personal.id)).toBeUndefined();
  expect(text).not.toContain('A secret sentence.');
});

test('those of a department that was deleted are shown to nobody', async () => {
  const body = { name: 'For a day', preset: 'support-desk' };
  const made = await server.ask('/api/departments', { cookie: chief, body });
  const { id } = v.parse(departmentAnswer, made.json).department;
  await add(chief, `/api/departments/${id}/replies`, 'gone-soon');
  expect(await shortcutsOf(chief)).toContain('gone-soon');
  await server.ask(`/api/departments/${id}`, { method: 'DELETE', cookie: chief });
  expect(await shortcutsOf(chief)).not.toContain('gone-soon');
});
