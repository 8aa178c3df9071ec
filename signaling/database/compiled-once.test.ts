import { afterEach, beforeEach, expect, test } from 'vitest';
import type { VisitorId } from '../accounts/actor.ts';
import { compiledOnce, type ValueOf } from './compiled-once.ts';
import { openDatabase, type Database } from './database.ts';

const hash = (of: number) => new Uint8Array(32).fill(of);

let database: Database;
beforeEach(async () => {
  database = await openDatabase(':memory:');
  const at = { created_at: 1, seen_at: 1, site: null };
  for (const [i, name] of ['Ada', 'Bo', 'Cy'].entries()) {
    await database
      .insertInto('visitors')
      .values({ id: `${'A'.repeat(20)}${i}A` as VisitorId, token_hash: hash(i), name, ...at })
      .execute();
  }
});
afterEach(() => database.destroy());

test('a query is built once, and answers for the values of each time', async () => {
  let built = 0;
  const named = compiledOnce((db, value: ValueOf<{ hash: Uint8Array; most: number }>) => {
    built += 1;
    return db
      .selectFrom('visitors')
      .select('name')
      .where('token_hash', '>=', value('hash'))
      .where('created_at', '=', 1)
      .orderBy('token_hash')
      .limit(value('most'));
  });
  const ask = (first: number, most: number) =>
    named(database, { hash: hash(first), most }).then((rows) => rows.map((it) => it.name));
  expect(await ask(0, 2)).toEqual(['Ada', 'Bo']);
  expect(await ask(1, 9)).toEqual(['Bo', 'Cy']);
  expect(await ask(7, 9)).toEqual([]);
  expect(built).toBe(1);
});

test('it is asked inside of a transaction, too', async () => {
  const names = compiledOnce((db) =>
    db.selectFrom('visitors').select('name').where('name', '=', 'Di'),
  );
  const seen = await database.transaction().execute(async (trx) => {
    await trx.updateTable('visitors').set({ name: 'Di' }).execute();
    return names(trx, {});
  });
  expect(seen).toHaveLength(3);
});
