import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { createAccountsStore } from '../accounts/accounts-store.ts';
import type { AccountRole } from '../accounts/actor.ts';
import { openDatabase } from '../database/database.ts';
import { openDepartmentsStore } from './departments-store.ts';

async function make() {
  const database = await openDatabase(':memory:');
  let now = 1000;
  const options = { database, now: () => (now += 1), randomBytes };
  return { database, options, store: await openDepartmentsStore(options) };
}

test('one department exists from the start, and stays the only one', async () => {
  const { database, options, store } = await make();
  const again = await openDepartmentsStore(options);
  expect(await again.list()).toEqual(await store.list());
  expect(await again.list()).toHaveLength(1);
  expect(await store.first())!.toMatchObject({
    name: 'Support',
    firstAnswer: 'people',
    agentCapacity: 5,
    botCapacity: 500,
    graceMs: 30_000,
    connection: 'direct',
  });
  await database.destroy();
});

test('members stand in the order in which they were added, also within one moment', async () => {
  const database = await openDatabase(':memory:');
  const options = { database, now: () => 1000, randomBytes };
  const store = await openDepartmentsStore(options);
  const accounts = createAccountsStore(options);
  const { id } = (await store.first())!;
  const names = Array.from({ length: 8 }, (_, i) => `bot-${i}`);
  for (const username of names) {
    const bot = { username, name: username, role: 'bot' } as const;
    const made = await accounts.create({ ...bot, passwordHash: undefined, createdBy: undefined });
    if (!made.ok) throw new Error(made.refusal);
    await store.addMember(id, made.value.id);
  }
  expect((await store.members(id)).map(({ username }) => username)).toEqual(names);
  await database.destroy();
});

test('members have the capacity of their kind, or their own, and leave with their account', async () => {
  const { database, options, store } = await make();
  const accounts = createAccountsStore(options);
  const { id } = (await store.first())!;
  const add = async (username: string, role: AccountRole) => {
    const created = await accounts.create({
      username,
      name: username,
      role,
      passwordHash: undefined,
      createdBy: undefined,
    });
    if (!created.ok) throw new Error(created.refusal);
    await store.addMember(id, created.value.id);
    await store.addMember(id, created.value.id);
    return created.value.id;
  };
  const [ada, faq] = [await add('ada', 'agent'), await add('faq', 'bot')];
  const capacities = async () =>
    (await store.members(id)).map(({ username, capacity }) => [username, capacity]);
  expect(await capacities()).toEqual([
    ['ada', 5],
    ['faq', 500],
  ]);
  await store.change(id, { agentCapacity: 2 });
  await database
    .updateTable('department_members')
    .set({ capacity: 7 })
    .where('account', '=', faq)
    .execute();
  expect(await capacities()).toEqual([
    ['ada', 2],
    ['faq', 7],
  ]);
  await accounts.delete(ada);
  await store.removeMember(id, faq);
  expect(await capacities()).toEqual([]);
  await database.destroy();
});

test('whoever listens hears of changes until the undo is called', async () => {
  const { database, store } = await make();
  const { id } = (await store.first())!;
  let heard = 0;
  const undo = store.onChange(() => (heard += 1));
  expect(await store.change(id, { greeting: 'Hi', name: undefined })).toMatchObject({
    greeting: 'Hi',
    name: 'Support',
  });
  await store.change(id, {});
  expect(heard).toBe(1);
  undo();
  await store.change(id, { greeting: 'Hello' });
  expect(heard).toBe(1);
  await database.destroy();
});
