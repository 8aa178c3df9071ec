/** [C1] Customers register, confirm their address, sign in, and choose a new password when they forgot theirs. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createSystemClock } from '../../clock.ts';
import { databasePath } from '../../database/data-folder.ts';
import { openDatabase, type Database } from '../../database/database.ts';
import { keyIn, openMailbox, type Mailbox } from '../../mail/mailbox.fixture.ts';
import { startTestServer, type Asked, type TestServer } from '../../server.fixture.ts';

let mailbox: Mailbox;
let server: TestServer;
let database: Database;
/** Added to the server's clock, ms. */
let later = 0;

beforeAll(async () => {
  mailbox = await openMailbox();
  const system = createSystemClock();
  const clock = { ...system, now: () => system.now() + later };
  server = await startTestServer(
    { SMTP_URL: mailbox.url, PUBLIC_URL: 'http://chat.example' },
    { clock },
  );
  database = await openDatabase(databasePath(server.dataDir));
});
/** One network asks only so often. */
beforeEach(() => {
  later += 60 * 60_000;
});
afterAll(async () => {
  await database.destroy();
  await server.close();
  await mailbox.close();
});

const password = 'long walks at dawn';
const ann = { name: 'Ann', email: 'ann@example.org', mobile: '+49 170 1234567', password };

const post = (path: string, body: object) => server.ask(path, { body });
const register = (part: object = {}) => post('/api/customers', { ...ann, ...part });
const confirm = (key: string) => post('/api/customers/confirm', { key });
const forgot = (email: string) => post('/api/password-resets', { email });
const choose = (key: string, next: string) =>
  post('/api/password-resets/use', { key, password: next });
const codeOf = ({ json }: Asked) => (json?.['error'] as { code?: string } | undefined)?.code;
const accounts = () => database.selectFrom('accounts').selectAll().execute();

async function customer(email: string): Promise<void> {
  expect((await register({ email })).status).toBe(204);
  expect((await confirm(keyIn(await mailbox.take(), 'confirm'))).status).toBe(204);
}

test('who registers confirms the address by the link in a mail, and signs in with it', async () => {
  const before = await accounts();
  expect((await register()).status).toBe(204);
  const mail = await mailbox.take();
  expect(mail.to).toEqual([ann.email]);
  expect(await accounts()).toEqual(before);
  expect(codeOf(await post('/api/sign-in', { username: ann.email, password }))).toBe(
    'wrong-credentials',
  );
  const key = keyIn(mail, 'confirm');
  expect(
    JSON.stringify(await database.selectFrom('registrations').selectAll().execute()),
  ).not.toContain(key);

  expect((await confirm(key)).status).toBe(204);
  const cookie = await server.signIn('ANN@example.org', password);
  const { json } = await server.ask('/api/me', { cookie });
  expect(json).toMatchObject({
    account: { role: 'customer', email: ann.email, emailConfirmed: true, mobile: '+491701234567' },
  });
  expect((await server.ask('/api/me/conversations', { cookie })).json).toEqual({
    conversations: [],
  });
});

test('[W9] a link works once, also when it is used 50 times at once', async () => {
  await register({ email: 'once@example.org' });
  const key = keyIn(await mailbox.take(), 'confirm');
  const answers = await Promise.all(Array.from({ length: 50 }, () => confirm(key)));
  expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
  expect(answers.filter((one) => codeOf(one) === 'link-over')).toHaveLength(49);
  expect((await accounts()).filter(({ email }) => email === 'once@example.org')).toHaveLength(1);
});

test('[W9] a link that is a day old is over, and so is one that was made up', async () => {
  await register({ email: 'late@example.org' });
  const key = keyIn(await mailbox.take(), 'confirm');
  later += 24 * 60 * 60_000;
  expect(codeOf(await confirm(key))).toBe('link-over');
  expect(codeOf(await confirm('A'.repeat(43)))).toBe('link-over');
  expect(codeOf(await confirm('short'))).toBe('malformed');
});

test('[V-18] who asks for an address that is known gets the same answer for the same work; its owner gets a mail', async () => {
  const hashes = async () => {
    const { text } = await server.ask('/metrics');
    return Number(/^parley_password_hashes_total (\d+)$/m.exec(text)?.[1] ?? 0);
  };
  const begin = await hashes();
  const known = await register();
  const between = await hashes();
  const unknown = await register({ email: 'new@example.org' });
  expect([known.status, known.text]).toEqual([unknown.status, unknown.text]);
  expect([between - begin, (await hashes()) - between]).toEqual([1, 1]);
  const [first, second] = [await mailbox.take(), await mailbox.take()];
  expect(first.text).toContain('There is one already');
  expect(first.text).not.toContain('#confirm');
  keyIn(second, 'confirm');
  // The password that was typed there is nobody's.
  await server.signIn(ann.email, password);
});

test('[V-15] nobody takes an address from who can read it: the last to confirm is refused, the first stays', async () => {
  await register({ email: 'both@example.org', password: 'what an intruder chose' });
  await register({ email: 'both@example.org' });
  const [intruder, owner] = [await mailbox.take(), await mailbox.take()];
  expect((await confirm(keyIn(owner, 'confirm'))).status).toBe(204);
  expect(codeOf(await confirm(keyIn(intruder, 'confirm')))).toBe('link-over');
  await server.signIn('both@example.org', password);
});

test.each([
  [{ email: 'ann' }, 400, 'email'],
  [{ email: 'ann@example.org, eve@example.org' }, 400, 'email'],
  [{ mobile: 'call me' }, 400, 'mobile'],
  [{ name: ' ' }, 400, 'name'],
  [{ password: 'short' }, 422, 'password'],
  [{ password: 'password1' }, 422, 'password'],
  [{ role: 'admin' }, 400, undefined],
])('[W9] nobody registers with %j, and nothing is kept', async (part, status, field) => {
  const all = () => database.selectFrom('registrations').selectAll().execute();
  const before = await all();
  const refused = await register({ email: 'fresh@example.org', ...part });
  expect(refused.status).toBe(status);
  expect(refused.json?.['error']).toMatchObject(field === undefined ? {} : { field });
  expect(await all()).toEqual(before);
});

test('[W8] nobody fills the mailbox of another: three mails an hour, and the answer does not tell', async () => {
  const already = mailbox.received.length;
  for (let n = 0; n < 6; n += 1) {
    expect((await forgot('Victim@example.org')).status).toBe(204);
    expect((await register({ email: 'victim@EXAMPLE.org' })).status).toBe(204);
  }
  for (let n = 0; n < 3; n += 1) expect((await mailbox.take()).to).toEqual(['victim@example.org']);
  const waiting = await database
    .selectFrom('mails')
    .select('id')
    .where('recipient', '=', 'victim@example.org')
    .execute();
  expect([waiting.length, mailbox.received.length - already]).toEqual([3, 3]);
});

test('[W8] one network does not ask without end', async () => {
  const answers = [];
  // Refused for its password, so that nothing is written, but only after it was counted.
  for (let n = 0; n < 40; n += 1) answers.push(codeOf(await register({ password: 'short' })));
  expect(answers.slice(0, 30)).toEqual(Array.from({ length: 30 }, () => 'weak-password'));
  expect(answers.at(-1)).toBe('throttled');
});

describe('a forgotten password', () => {
  test('[V-19] is replaced by the link in a mail; every session ends', async () => {
    await customer('ben@example.org');
    const cookie = await server.signIn('ben@example.org', password);
    expect((await forgot('BEN@example.org')).status).toBe(204);
    const key = keyIn(await mailbox.take(), 'reset');
    expect(
      JSON.stringify(await database.selectFrom('one_time_tokens').selectAll().execute()),
    ).not.toContain(key);
    expect((await choose(key, 'dawn at walks long')).status).toBe(204);
    expect((await server.ask('/api/me', { cookie })).json).toEqual({ kind: 'nobody' });
    await expect(server.signIn('ben@example.org', password)).rejects.toThrow('wrong-credentials');
    await server.signIn('ben@example.org', 'dawn at walks long');
  });

  test('[V-19] [W9] a link works once when it is used 50 times at once, and takes the others of the account with it', async () => {
    await customer('cem@example.org');
    await forgot('cem@example.org');
    await forgot('cem@example.org');
    const [key, other] = [
      keyIn(await mailbox.take(), 'reset'),
      keyIn(await mailbox.take(), 'reset'),
    ];
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) => choose(key, `long walks at dawn ${n}`)),
    );
    const done = answers.flatMap(({ status }, n) => (status === 204 ? [n] : []));
    expect(done).toHaveLength(1);
    expect(answers.filter((one) => codeOf(one) === 'link-over')).toHaveLength(49);
    await server.signIn('cem@example.org', `long walks at dawn ${done[0]}`);
    expect(codeOf(await choose(other, 'yet another password'))).toBe('link-over');
  });

  test('[W9] a weak new password leaves the link as it was; an hour later it is over', async () => {
    await customer('dan@example.org');
    await forgot('dan@example.org');
    const key = keyIn(await mailbox.take(), 'reset');
    expect(codeOf(await choose(key, 'short'))).toBe('weak-password');
    later += 60 * 60_000;
    expect(codeOf(await choose(key, 'dawn at walks long'))).toBe('link-over');
    await server.signIn('dan@example.org', password);
  });

  test('[V-18] of an address that nobody has, or that was switched off, brings a mail without a link to anything', async () => {
    await customer('eve@example.org');
    await database
      .updateTable('accounts')
      .set({ active: 0 })
      .where('email', '=', 'eve@example.org')
      .execute();
    for (const email of ['eve@example.org', 'nobody@example.org']) {
      expect((await forgot(email)).status).toBe(204);
      expect((await mailbox.take()).text).toContain('there is no account with this e-mail');
    }
  });
});

test('[C2] an agent who is made without a password chooses one by the link in a mail', async () => {
  const admin = await server.signInAsAdmin();
  const body = { username: 'ivy', name: 'Ivy', role: 'agent', email: 'ivy@example.org' };
  const made = await server.ask('/api/accounts', { cookie: admin, body });
  expect(made.json).toMatchObject({ account: { emailConfirmed: false } });
  const mail = await mailbox.take();
  expect(mail.text).toContain('Admin has made an account for you at chat.example');
  expect((await choose(keyIn(mail, 'invite'), password)).status).toBe(204);
  await server.signIn('ivy', password);
  // An address that an admin changed makes links to the old one worthless.
  await forgot('ivy@example.org');
  const key = keyIn(await mailbox.take(), 'reset');
  const { account } = made.json as unknown as { account: { id: string } };
  await server.ask(`/api/accounts/${account.id}`, {
    method: 'PATCH',
    cookie: admin,
    body: { email: 'ivy@elsewhere.org' },
  });
  expect(codeOf(await choose(key, 'dawn at walks long'))).toBe('link-over');
});

test('admins see what became of the mails, and never what was in them', async () => {
  await register({ email: 'listed@example.org' });
  const key = keyIn(await mailbox.take(), 'confirm');
  const { json, text } = await server.ask('/api/mails', {
    cookie: await server.signInAsAdmin(),
  });
  expect(json).toMatchObject({
    mails: expect.arrayContaining([
      expect.objectContaining({ to: 'listed@example.org', subject: 'Confirm your e-mail address' }),
    ]),
  });
  expect(text).not.toContain(key);
});

test('without a mail server, mails are files and nothing is lost; with one that is down, nobody waits', async () => {
  const files = await startTestServer();
  const down = await startTestServer({ SMTP_URL: 'smtp://127.0.0.1:1' });
  try {
    for (const each of [files, down]) {
      expect((await each.ask('/api/customers', { body: ann })).status).toBe(204);
    }
    const mailsOf = async (of: TestServer) => {
      const { json } = await of.ask('/api/mails', { cookie: await of.signInAsAdmin() });
      return (json as unknown as { mails: { attempts: number; state: object }[] }).mails;
    };
    for (;;) {
      const [written] = await mailsOf(files);
      const [failed] = await mailsOf(down);
      if (written?.attempts === 1 && failed?.attempts === 1) {
        expect(written.state).toMatchObject({
          kind: 'sent',
          where: expect.stringMatching(/\.eml$/),
        });
        expect(failed.state).toMatchObject({
          kind: 'waiting',
          problem: expect.stringMatching(/ECONNREFUSED/),
        });
        break;
      }
    }
    const folder = join(files.dataDir, 'outbox');
    const [file = ''] = readdirSync(folder);
    expect(readFileSync(join(folder, file), 'utf8')).toContain('To: ann@example.org');
  } finally {
    await files.close();
    await down.close();
  }
});
