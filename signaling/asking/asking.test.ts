/** What is asked before a conversation, over HTTP on a running server. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as v from 'valibot';
import { newVisitorAnswer } from '../../conversation/protocol/http.ts';
import { widgetAnswer } from '../../conversation/protocol/http/widget.ts';
import {
  askedAnswer,
  asksNothing,
  type AskingForm,
} from '../../conversation/protocol/http/asking.ts';
import { departmentAnswer } from '../../conversation/protocol/http/departments.ts';
import type { DepartmentId } from '../../conversation/protocol/ids.ts';
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

let made = 0;
async function department(asks: AskingForm | undefined, preset = 'support-desk') {
  made += 1;
  const body = { name: `Team ${made}`, preset };
  const { json } = await server.ask('/api/departments', { cookie: admin, body });
  const { id } = v.parse(departmentAnswer, json).department;
  if (asks !== undefined) expect((await change(id, asks)).status).toBe(200);
  return id;
}
const change = (id: DepartmentId, asks: unknown) =>
  server.ask(`/api/departments/${id}`, { method: 'PATCH', cookie: admin, body: { asks } });
const tell = (bearer: string, conversation: string, body: unknown) =>
  server.ask(`/api/conversations/${conversation}/asked`, { method: 'PUT', bearer, body });
const look = async (conversation: string) =>
  v.parse(
    askedAnswer,
    (await server.ask(`/api/conversations/${conversation}/asked`, { cookie: admin })).json,
  ).asked;
const asksIn = async (id: DepartmentId) =>
  v.parse(widgetAnswer, (await server.ask(`/api/widget?department=${id}`)).json).asks;

const form: AskingForm = {
  when: 'always',
  name: 'must',
  email: 'may',
  phone: 'no',
  own: [
    { kind: 'choice', label: 'Topic', required: true, choices: ['Bill', 'Meter'] },
    { kind: 'text', label: 'Anything else?', required: false },
  ],
  help: 'So that we can call you by your name.',
  consent: { text: 'We keep this for a year.', link: 'https://example.org/privacy' },
};
const answers = {
  name: 'Ada',
  email: 'ada@example.org',
  own: [
    { label: 'Topic', value: 'Bill' },
    { label: 'Anything else?', value: 'No.\nThank you.' },
  ],
  consent: 'We keep this for a year.',
};

test('staff see what was answered, as it was answered last; nobody else does', async () => {
  const id = await department(form);
  expect(await asksIn(id)).toEqual(form);
  const { bearer, client } = await visitor();
  const { conversation } = await client.start({ department: id });
  expect(await look(conversation)).toBeUndefined();
  expect((await tell(bearer, conversation, answers)).status).toBe(204);
  const answeredAt = expect.any(Number) as number;
  expect(await look(conversation)).toEqual({ answers, answeredAt });
  expect((await tell(bearer, conversation, { ...answers, name: 'Ada L.' })).status).toBe(204);
  expect((await look(conversation))?.answers.name).toBe('Ada L.');

  const path = `/api/conversations/${conversation}/asked`;
  const other = await visitor();
  expect((await tell(other.bearer, conversation, answers)).status).toBe(404);
  expect((await server.ask(path, { bearer })).status).toBe(403);
  expect((await server.ask(path, { method: 'PUT', cookie: admin, body: answers })).status).toBe(
    403,
  );
  await client.close();
  await other.client.close();
});

test.each<[string, object, string]>([
  ['without a name that is asked for', { ...answers, name: undefined }, 'name'],
  ['without a choice that is asked for', { ...answers, own: [] }, 'own.0'],
  ['with a choice that is none', { ...answers, own: [{ label: 'Topic', value: 'Gas' }] }, 'own.0'],
  ['without consent', { ...answers, consent: undefined }, 'consent'],
])('[W9] answers %s are refused, and the field is named', async (_, body, field) => {
  const { bearer, client } = await visitor();
  const { conversation } = await client.start({ department: await department(form) });
  const refused = await tell(bearer, conversation, body);
  expect([refused.status, refused.json]).toMatchObject([400, { error: { field } }]);
  expect(await look(conversation)).toBeUndefined();
  await client.close();
});

test.each<[string, unknown]>([
  ['an address that is none', { ...answers, email: 'ada' }],
  ['a name of 81 characters', { ...answers, name: 'A'.repeat(81) }],
  ['a name of two lines', { ...answers, name: 'Ada\nAdmin' }],
  ['marks that turn the direction', { ...answers, name: 'Ada\u202Enimda' }],
  ['2,001 characters', { own: [{ label: 'Topic', value: 'x'.repeat(2001) }] }],
  ['six own answers', { own: [1, 2, 3, 4, 5, 6].map((n) => ({ label: `${n}`, value: '' })) }],
  ['one field twice', { own: [1, 2].map(() => ({ label: 'Topic', value: 'Bill' })) }],
  ['a field that is not there', { ...answers, verified: true }],
  ['a list', []],
])('[W9] %s is refused, and changes nothing', async (_, body) => {
  const { bearer, client } = await visitor();
  const { conversation } = await client.start({ department: await department(form) });
  expect((await tell(bearer, conversation, body)).status).toBe(400);
  expect(await look(conversation)).toBeUndefined();
  await client.close();
});

test('what was typed is not lost by a form that was changed meanwhile', async () => {
  const id = await department(form);
  const { bearer, client } = await visitor();
  const { conversation } = await client.start({ department: id });
  await change(id, { ...form, own: [], consent: null });
  expect((await tell(bearer, conversation, answers)).status).toBe(204);
  expect((await look(conversation))?.answers).toEqual(answers);
  await change(id, asksNothing);
  expect(await asksIn(id)).toBeUndefined();
  expect((await tell(bearer, conversation, answers)).status).toBe(204);
  await client.close();
});

test('[W7] in a masked conversation nothing is asked, taken or shown', async () => {
  const id = await department(form, 'institutions');
  expect(await asksIn(id)).toBeUndefined();
  const { bearer, client } = await visitor();
  const { conversation } = await client.start({ department: id });
  const refused = await tell(bearer, conversation, answers);
  expect(refused.json).toMatchObject({ error: { code: 'conflict' } });
  expect(await look(conversation)).toBeUndefined();
  await client.close();
});

test('[U8] it goes with what was said', async () => {
  const { bearer, client } = await visitor();
  const { conversation } = await client.start({ department: await department(form) });
  await tell(bearer, conversation, answers);
  client.send({ type: 'close', conversation });
  await client.next('status', ({ status }) => status.state === 'closed');
  expect((await look(conversation))?.answers.name).toBe('Ada');
  const path = `/api/conversations/${conversation}`;
  expect((await server.ask(path, { method: 'DELETE', bearer })).status).toBe(204);
  expect(await look(conversation)).toBeUndefined();
  expect((await tell(bearer, conversation, answers)).status).toBe(409);
  await client.close();
});

test('[V-15] no mail goes out to an address that somebody typed there', async () => {
  const { bearer, client } = await visitor();
  const { conversation } = await client.start({ department: await department(form) });
  await tell(bearer, conversation, answers);
  const mails = await server.ask('/api/mails', { cookie: admin });
  expect(mails.status).toBe(200);
  expect(mails.text).not.toContain('ada@example.org');
  await client.close();
});

test.each<[string, unknown]>([
  [
    'six own fields',
    { own: [1, 2, 3, 4, 5, 6].map((n) => ({ kind: 'line', label: `${n}`, required: false })) },
  ],
  [
    'two fields of one name',
    { own: [1, 2].map(() => ({ kind: 'line', label: 'A', required: false })) },
  ],
  ['one choice', { own: [{ kind: 'choice', label: 'A', required: false, choices: ['B'] }] }],
  ['a script as the link', { consent: { text: 'Yes', link: 'javascript:alert(1)' } }],
  ['an unknown time', { when: 'sometimes' }],
  ['a field that is not there', { html: '<b>' }],
])('[W9] a form with %s is refused', async (_, wrong) => {
  const id = await department(form);
  expect((await change(id, { ...form, ...(wrong as object) })).status).toBe(400);
  expect(await asksIn(id)).toEqual(form);
});
