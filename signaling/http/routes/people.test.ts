/** [C2] [R1] [R2] Admins make, change, switch off and delete people; what those held goes to others. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as v from 'valibot';
import {
  accountAnswer,
  accountsAnswer,
  type AccountJson,
} from '../../../conversation/protocol/http.ts';
import { closeCodes } from '../../../conversation/protocol/close-codes.ts';
import { databasePath } from '../../database/data-folder.ts';
import { openDatabase, type Database } from '../../database/database.ts';
import { startTestServer, type Ask, type TestServer } from '../../server.fixture.ts';
import { type Client } from '../../session/client.fixture.ts';
import { enterSession } from '../../session/enter.fixture.ts';

let server: TestServer;
let database: Database;
let admin: string;
beforeAll(async () => {
  server = await startTestServer();
  database = await openDatabase(databasePath(server.dataDir));
  admin = await server.signInAsAdmin();
});
afterAll(async () => {
  await database.destroy();
  await server.close();
});

const password = 'long walks at dawn';
const grace = {
  name: 'Grace Hopper',
  role: 'agent',
  email: 'grace@example.org',
  mobile: '+1 (202) 555-0143',
  gender: 'female',
  password,
};

const make = (body: object) => server.ask('/api/accounts', { cookie: admin, body });
async function made(body: object): Promise<AccountJson> {
  const { status, json, text } = await make(body);
  if (status !== 201) throw new Error(text);
  return v.parse(accountAnswer, json).account;
}
const change = (id: string, body: object) =>
  server.ask(`/api/accounts/${id}`, { method: 'PATCH', cookie: admin, body });
const remove = (id: string) =>
  server.ask(`/api/accounts/${id}`, { method: 'DELETE', cookie: admin });
const errorOf = ({ json }: { json: unknown }) => (json as { error: unknown }).error;

describe('[C2] an agent', () => {
  test('is made with name, e-mail, mobile, gender, user name and password', async () => {
    const account = await made({ ...grace, username: 'grace' });
    expect(account).toMatchObject({
      name: 'Grace Hopper',
      email: 'grace@example.org',
      emailConfirmed: false,
      mobile: '+12025550143',
      gender: 'female',
    });
    await server.signIn('grace', password);
    await server.signIn('Grace@Example.org', password);
  });

  test.each([
    ['a user name that is taken', { username: 'GRACE' }, 409, 'username', /user name is taken/],
    ['an e-mail that is taken', { email: 'GRACE@example.org' }, 409, 'email', /has this e-mail/],
    ['an e-mail that is none', { email: 'ada@example' }, 400, 'email', /like ann@example\.org/],
    ['a second address behind a comma', { email: 'a@x.org,b@x.org' }, 400, 'email', /like ann/],
    ['a mobile number that is none', { mobile: '12' }, 400, 'mobile', /mobile number like/],
    ['a gender that is not listed', { gender: 'x' }, 400, 'gender', /must be one of/],
    ['a short password', { password: 'short' }, 422, 'password', /at least 8 characters/],
    ['a common password', { password: 'Password123!' }, 422, 'password', /first that are tried/],
    [
      'neither password nor e-mail',
      { password: undefined, email: undefined },
      400,
      'password',
      /missing/,
    ],
  ])(
    '[W9] is not made with %s, and nothing is half done',
    async (_what, part, status, field, say) => {
      const rows = () => database.selectFrom('accounts').selectAll().execute();
      const before = await rows();
      const wanted = { ...grace, username: 'fresh', email: 'fresh@example.org', ...part };
      const refused = await make(wanted);
      expect(refused.status).toBe(status);
      expect(errorOf(refused)).toMatchObject({ field, message: expect.stringMatching(say) });
      expect(await rows()).toEqual(before);
    },
  );

  test('[W9] is changed as a whole or not at all', async () => {
    const { id } = await made({ ...grace, username: 'whole', email: 'whole@example.org' });
    const body = { name: 'Another', email: 'grace@example.org', password: 'dawn at walks long' };
    expect(errorOf(await change(id, body))).toMatchObject({ field: 'email' });
    const { json } = await server.ask('/api/accounts?q=whole', { cookie: admin });
    expect(json).toMatchObject({
      accounts: [{ name: 'Grace Hopper', email: 'whole@example.org' }],
    });
    await server.signIn('whole', password);
    expect((await change(id, { email: null, mobile: null })).json).not.toHaveProperty(
      'account.email',
    );
  });

  test('two made at once with one user name are one', async () => {
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => make({ ...grace, email: undefined, username: 'twin' })),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(4);
  });
});

test('lists come in pages, by kind, and by words in names and addresses', async () => {
  const list = async (query: string) => {
    const { json } = await server.ask(`/api/accounts?${query}`, { cookie: admin });
    return v.parse(accountsAnswer, json);
  };
  for (const n of [1, 2, 3]) {
    await made({ ...grace, username: `page-${n}`, name: '100% Page_', email: `p${n}@example.org` });
  }
  const first = await list('q=page-&limit=2');
  expect(first.accounts.map(({ username }) => username)).toEqual(['page-1', 'page-2']);
  const rest = await list(`q=page-&limit=2&after=${first.next}`);
  expect(rest.accounts.map(({ username }) => username)).toEqual(['page-3']);
  expect(rest.next).toBeUndefined();
  // What means something to the database means itself here.
  expect((await list('q=0%25%20page_')).accounts).toHaveLength(3);
  expect((await list('q=0%25%25page')).accounts).toHaveLength(0);
  expect((await list('q=P2@EXAMPLE')).accounts).toHaveLength(1);
  expect((await list('kind=bots')).accounts).toEqual([]);
  expect((await list('kind=staff')).accounts.map(({ role }) => role)).toContain('admin');
});

const connect = (proof: Pick<Ask, 'cookie' | 'bearer'>) => enterSession(server, proof);

async function available(username: string): Promise<Client> {
  const agent = await connect({ cookie: await server.signIn(username, password) });
  agent.send({ type: 'available', available: true });
  await agent.next('available', (said) => said.available);
  return agent;
}

describe.each([
  ['switched off', (id: string) => change(id, { active: false }), 200],
  ['deleted', remove, 204],
])('[R2] an agent who is %s', (what, act, status) => {
  test('is out within a second, and others are offered what they had at once', async () => {
    const [first, second] = [`first-${status}`, `second-${status}`];
    const person = { ...grace, email: undefined };
    const { id } = await made({ ...person, username: first, name: first });
    const { id: secondId } = await made({ ...person, username: second, name: second });
    const holder = await available(first);
    const visitor = await server.ask('/api/visitors', { body: {} });
    const client = await connect({ bearer: String(visitor.json?.['token']) });
    const { conversation } = await client.start();
    await holder.next('listed', ({ summary }) => summary.conversation === conversation);
    const other = await available(second);
    client.mark();
    const startedAt = Date.now();

    expect((await act(id)).status).toBe(status);

    expect(await holder.closed).toBe(closeCodes.signedOut.code);
    await other.next('listed', ({ summary }) => summary.conversation === conversation);
    await client.next(
      'status',
      (it) => it.status.state === 'assigned' && it.status.to.name === second,
    );
    expect(Date.now() - startedAt).toBeLessThan(1_000);
    const said = what === 'deleted' ? 'wrong-credentials' : 'This account is switched off';
    await expect(server.signIn(first, password)).rejects.toThrow(said);
    const told = await database
      .selectFrom('audit_log')
      .select(['action', 'detail'])
      .where('thing', '=', id)
      .where('action', '!=', 'sign-in-failed')
      .orderBy('id', 'desc')
      .executeTakeFirst();
    expect(told?.action).toBe(what === 'deleted' ? 'account-deleted' : 'account-changed');
    if (what === 'deleted') {
      expect(told?.detail).toContain(first);
      expect((await remove(id)).status).toBe(404);
      await made({ ...person, username: first });
    }
    await change(secondId, { active: false });
    await Promise.all([client.close(), other.closed]);
  });
});
