import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from './database.ts';
import { anyOf, keepQuery, type ValueOf } from './kept-queries.ts';

async function open() {
  const database = await openDatabase(':memory:');
  onTestFinished(() => database.destroy());
  return database;
}

test('a query is put together once, and answers for each value anew, also within a transaction', async () => {
  let built = 0;
  const setting = keepQuery((database, value: ValueOf<{ name: string }>) => {
    built += 1;
    return database.selectFrom('settings').select('value').where('name', '=', value('name'));
  });
  const keep = keepQuery((database, value: ValueOf<{ value: string; name: string }>) =>
    database.insertInto('settings').values({ name: value('name'), value: value('value') }),
  );
  const database = await open();
  await keep(database, { name: 'a', value: '1' });
  await database.transaction().execute(async (trx) => {
    await keep(trx, { value: '2', name: 'b' });
    expect((await setting(trx, { name: 'b' })).rows).toEqual([{ value: '2' }]);
  });
  expect((await setting(database, { name: 'a' })).rows).toEqual([{ value: '1' }]);
  expect((await setting(database, { name: 'c' })).rows).toEqual([]);
  expect(built).toBe(1);
});

test('what the query itself says stays beside the values, and lists have any length', async () => {
  const amongSettings = keepQuery((database, value: ValueOf<{ names: string }>) =>
    database
      .selectFrom('settings')
      .select('name')
      .where('value', '=', 'true')
      .where('name', 'in', anyOf<string>(value('names')))
      .orderBy('name'),
  );
  const database = await open();
  for (const [name, value] of [
    ['a', 'true'],
    ['b', 'false'],
    ['c', 'true'],
  ] as const) {
    await database.insertInto('settings').values({ name, value }).execute();
  }
  const names = async (...asked: string[]) =>
    (await amongSettings(database, { names: JSON.stringify(asked) })).rows.map(({ name }) => name);
  expect(await names('a', 'b', 'c')).toEqual(['a', 'c']);
  expect(await names('c')).toEqual(['c']);
  expect(await names()).toEqual([]);
});

test('a value is never read as SQL', async () => {
  const echo = keepQuery((database, value: ValueOf<{ text: string }>) =>
    database.selectNoFrom(value('text').as('text')),
  );
  const text = `'); drop table settings; --`;
  expect((await echo(await open(), { text })).rows).toEqual([{ text }]);
});
