import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { randomIdFrom, type ConversationId } from '../../conversation/protocol/ids.ts';
import { openDatabase } from '../database/database.ts';
import { openDepartmentsStore } from '../departments/departments-store.ts';
import { commitAssign } from '../pairing/assign.ts';
import { createConversationStore } from '../session/conversation-store.ts';
import { createAccountsStore } from './accounts-store.ts';
import { createPasswords } from './passwords.ts';
import { createSecondSteps } from './second-steps.ts';
import { runSuperuserCommand } from './superusers.ts';
import { codeFor, counterAt } from './totp.ts';
import { createVisitorsStore } from './visitors-store.ts';

let folder: string;
let path: string;
let password: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-su-'));
  path = join(folder, 'a.sqlite');
  password = 'long walks at dawn';
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const asked: string[] = [];
const su = (...args: string[]) =>
  runSuperuserCommand(args, {
    openDatabase: () => openDatabase(path),
    askPassword: async (source) => {
      asked.push(source);
      return password;
    },
    now: () => 1000,
    randomBytes,
  });

async function withAccounts<Value>(
  use: (accounts: ReturnType<typeof createAccountsStore>) => Promise<Value>,
): Promise<Value> {
  const database = await openDatabase(path);
  try {
    return await use(createAccountsStore({ database, now: () => 1000, randomBytes }));
  } finally {
    await database.destroy();
  }
}

test('create, list, passwd and delete do what they say', async () => {
  expect(await su('list')).toEqual({ code: 0, message: 'There are no super admins.' });
  expect(await su('create', 'root', '--password-stdin')).toEqual({
    code: 0,
    message: 'Created the super admin "root".',
  });
  expect(asked.at(-1)).toBe('stdin');
  const first = await withAccounts((accounts) => accounts.credentials('root'));
  expect(first?.account).toMatchObject({ username: 'root', role: 'super-admin', active: true });
  password = 'dawn at walks long';
  expect(await su('passwd', 'ROOT')).toMatchObject({ code: 0 });
  expect(asked.at(-1)).toBe('prompt');
  const second = await withAccounts((accounts) => accounts.credentials('root'));
  const isRight = await createPasswords().verify(second?.hash, password);
  expect(isRight).toEqual({ ok: true, value: true });
  expect(await su('create', 'ann')).toMatchObject({ code: 0 });
  expect(await su('list')).toEqual({ code: 0, message: 'ann\nroot' });
  expect(await su('delete', 'root')).toEqual({
    code: 0,
    message: 'Deleted the super admin "root".',
  });
  expect(await su('list')).toEqual({ code: 0, message: 'ann' });
});

describe('what cannot be done is said in a sentence, and changes nothing', () => {
  test('weak passwords', async () => {
    password = 'short';
    expect(await su('create', 'root')).toMatchObject({
      code: 1,
      message: expect.stringMatching(/at least 8 characters.*Nothing was changed\.$/),
    });
    expect((await su('list')).message).toBe('There are no super admins.');
  });

  test('names that are taken, by whomever', async () => {
    await withAccounts((accounts) =>
      accounts.create({
        username: 'Ada',
        name: 'Ada',
        role: 'agent',
        passwordHash: undefined,
        createdBy: undefined,
      }),
    );
    expect(await su('create', 'ada')).toEqual({
      code: 1,
      message: 'The user name "Ada" is taken by an agent; choose another one.',
    });
    for (const verb of ['passwd', 'delete']) {
      expect(await su(verb, 'ada')).toEqual({
        code: 1,
        message: '"Ada" is an agent; here only super admins are changed, others in the console.',
      });
    }
    expect(await withAccounts((accounts) => accounts.list())).toHaveLength(1);
  });

  test('names that nobody has', async () => {
    for (const verb of ['passwd', 'delete']) {
      expect(await su(verb, 'nobody')).toEqual({
        code: 1,
        message: 'There is no super admin "nobody".',
      });
    }
  });

  test.each([
    [[], 'A command is missing.'],
    [['promote', 'root'], 'The command "promote" is not known.'],
    [['create'], 'The command create needs a user name.'],
    [['delete'], 'The command delete needs a user name.'],
    [['create', 'a', 'b'], 'The command create takes one user name.'],
    [['list', 'x'], 'The command list takes no user name.'],
    [['create', 'two words'], '"two words" is no user name'],
    [['create', 'root', '--password=x'], 'The option --password=x is not known.'],
  ])('%j', async (args, sentence) => {
    const outcome = await su(...args);
    expect(outcome.code).toBe(2);
    expect(outcome.message.startsWith(sentence)).toBe(true);
    expect(outcome.message).toContain('Usage: npm run su -- <command>');
  });
});

test('help is no error', async () => {
  expect(await su('--help')).toMatchObject({ code: 0, message: expect.stringMatching(/^Usage/) });
});

test('[W9] what cannot be told in the audit log is not done', async () => {
  await su('create', 'root');
  const before = await withAccounts((accounts) => accounts.credentials('root'));
  const database = await openDatabase(path);
  await sql`create trigger no_more before insert on audit_log begin
    select raise(abort, 'no'); end`.execute(database);
  await database.destroy();
  await expect(su('create', 'untold')).rejects.toThrow('no');
  await expect(su('passwd', 'root')).rejects.toThrow('no');
  await expect(su('delete', 'root')).rejects.toThrow('no');
  expect((await su('list')).message).toBe('root');
  expect(await withAccounts((accounts) => accounts.credentials('root'))).toEqual(before);
});

test('a new password takes the second step away: nobody else could help who has lost it', async () => {
  await su('create', 'root', '--password-stdin');
  const database = await openDatabase(path);
  const stores = { database, now: () => 1_000_000, randomBytes };
  const root = await createAccountsStore(stores).byUsername('root');
  const steps = createSecondSteps(stores);
  const secret = await steps.begin(root!.id);
  await steps.confirm(root!.id, codeFor(secret!, counterAt(1_000_000)));
  expect(await steps.isOn(root!.id)).toBe(true);
  await su('passwd', 'root');
  expect(await steps.isOn(root!.id)).toBe(false);
  await database.destroy();
});

test('what a super admin held waits for somebody else once they are deleted', async () => {
  await su('create', 'root', '--password-stdin');
  const database = await openDatabase(path);
  const stores = { database, now: () => 1000, randomBytes };
  const root = await createAccountsStore(stores).byUsername('root');
  const { id: department } = (await (await openDepartmentsStore(stores)).first())!;
  const { visitor, name } = await createVisitorsStore(stores).create();
  const conversation = randomIdFrom(randomBytes(16)) as ConversationId;
  const actor = { kind: 'visitor', visitor, name } as const;
  const conversations = createConversationStore(stores);
  await conversations.raise({ conversation, actor, department, prefer: undefined });
  const to = root!.id;
  await commitAssign({ kind: 'assign', conversation, from: undefined, to }, 1, stores);
  expect(await conversations.summary(conversation)).toMatchObject({
    status: { state: 'assigned' },
  });

  expect(await su('delete', 'root')).toMatchObject({ code: 0 });
  const row = await database.selectFrom('conversations').selectAll().executeTakeFirstOrThrow();
  await database.destroy();
  expect(row).toMatchObject({ status: 'waiting', assigned_to: null, wants_person: 1 });
});
