import { copyFileSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createAuditLog } from '../audit.ts';
import { SetupError } from '../setup-error.ts';
import { takeDataFolder } from './data-folder.ts';
import { dataVersion, openDatabase, type Database } from './database.ts';
import { migrate } from './migrate.ts';
import { migrations } from './migrations/all.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-database-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function pragma(database: Database, name: string): Promise<unknown> {
  const { rows } = await sql.raw<Record<string, unknown>>(`pragma ${name}`).execute(database);
  return Object.values(rows[0] ?? {})[0];
}

test('[W1] a commit is synced to the disk before it is done', async () => {
  const database = await openDatabase(join(folder, 'a.sqlite'));
  expect(await pragma(database, 'journal_mode')).toBe('wal');
  expect(await pragma(database, 'synchronous')).toBe(2);
  expect(await pragma(database, 'foreign_keys')).toBe(1);
  expect(await pragma(database, 'busy_timeout')).toBe(5000);
  expect(await pragma(database, 'trusted_schema')).toBe(0);
  await database.destroy();
});

test('[W1] what a killed process left unsynced is in the database, and synced, before anybody reads it', async () => {
  const path = join(folder, 'a.sqlite');
  const database = await openDatabase(path);
  await sql`create table said (what text)`.execute(database);
  await sql`insert into said values ('hello')`.execute(database);
  const left = join(folder, 'b.sqlite');
  for (const end of ['', '-wal']) copyFileSync(`${path}${end}`, `${left}${end}`);
  await database.destroy();
  const before = statSync(`${left}-wal`).size;
  const opened = await openDatabase(left);
  const after = statSync(`${left}-wal`).size;
  expect(after).toBeLessThan(before);
  // A log that was only made shorter is not synced, and the longer one would come back with the power: it was begun
  // anew, with a commit, and commits are synced.
  expect(after).toBeGreaterThan(0);
  expect((await sql`select what from said`.execute(opened)).rows).toEqual([{ what: 'hello' }]);
  await opened.destroy();
});

test('[W1] a reader that does not go away does not keep the database from being opened', async () => {
  const path = join(folder, 'a.sqlite');
  const reader = await openDatabase(path);
  await reader.transaction().execute(async (reading) => {
    await sql`select count(*) from migrations`.execute(reading);
    await (await openDatabase(path)).destroy();
  });
  await reader.destroy();
});

describe('migrations', () => {
  test('are worked off once, in order', async () => {
    const path = join(folder, 'a.sqlite');
    await (await openDatabase(path)).destroy();
    const database = await openDatabase(path);
    const { rows } = await sql<{ name: string }>`select name from migrations`.execute(database);
    expect(rows.map(({ name }) => name)).toEqual(migrations.map(({ name }) => name));
    await database.destroy();
  });

  test('that fail leave nothing behind', async () => {
    const database = await openDatabase(':memory:');
    const broken = { name: '9999-broken', sql: 'create table half (a);\nnonsense;\n' };
    await expect(migrate(database, ':memory:', [...migrations, broken])).rejects.toThrow('syntax');
    await expect(sql`select * from half`.execute(database)).rejects.toThrow('no such table');
    const { rows } = await sql`select name from migrations`.execute(database);
    expect(rows).toHaveLength(migrations.length);
    const mended = { name: '9999-mended', sql: 'create table half (a);\n' };
    await migrate(database, ':memory:', [...migrations, mended]);
    await sql`select * from half`.execute(database);
    await database.destroy();
  });

  test('of a newer version are not guessed at', async () => {
    const path = join(folder, 'a.sqlite');
    const database = await openDatabase(path);
    await sql`insert into migrations values (99, '0099-future', 0)`.execute(database);
    await database.destroy();
    const opening = openDatabase(path);
    await expect(opening).rejects.toBeInstanceOf(SetupError);
    await expect(opening).rejects.toThrow(/newer version of Parley; start that version/);
  });
});

describe('a database that cannot be used is named in one sentence', () => {
  test('a file that is no database', async () => {
    const path = join(folder, 'a.sqlite');
    writeFileSync(path, 'These are not the bytes you are looking for.'.repeat(50));
    const opening = openDatabase(path);
    await expect(opening).rejects.toBeInstanceOf(SetupError);
    await expect(opening).rejects.toThrow(/a\.sqlite is damaged or is no SQLite file; restore/);
  });

  test('a database with a damaged page', async () => {
    const path = join(folder, 'a.sqlite');
    await (await openDatabase(path)).destroy();
    const { readFileSync } = await import('node:fs');
    const bytes = readFileSync(path);
    bytes.fill(0xa5, 8192, 16_384);
    writeFileSync(path, bytes);
    const opening = openDatabase(path);
    await expect(opening).rejects.toBeInstanceOf(SetupError);
    await expect(opening).rejects.toThrow(/damaged/);
  });

  test('a folder that cannot be made', async () => {
    writeFileSync(join(folder, 'file'), '');
    const opening = openDatabase(join(folder, 'file', 'sub', 'a.sqlite'));
    await expect(opening).rejects.toBeInstanceOf(SetupError);
    await expect(opening).rejects.toThrow(/DATA_DIR is ".*sub".*cannot be written/);
  });

  test('a data folder that another server holds', () => {
    const release = takeDataFolder(folder);
    expect(() => takeDataFolder(folder)).toThrow(/another Parley server is using it/);
    release();
    takeDataFolder(folder)();
  });
});

test('a change by another program is noticed, one of our own is not', async () => {
  const path = join(folder, 'a.sqlite');
  const [ours, theirs] = [await openDatabase(path), await openDatabase(path)];
  const before = await dataVersion(ours);
  await createAuditLog(ours, () => 1).record('server', 'tested', 'x');
  expect(await dataVersion(ours)).toBe(before);
  await createAuditLog(theirs, () => 1).record('su', 'tested', 'x');
  expect(await dataVersion(ours)).not.toBe(before);
  await ours.destroy();
  await theirs.destroy();
});

describe('what is kept for good cannot be changed, whoever asks', () => {
  let database: Database;
  beforeEach(async () => {
    database = await openDatabase(':memory:');
    await sql`pragma foreign_keys = off`.execute(database);
    await sql`insert into entries values (1, 'c', 0, 7, 0, 1, 10, 11, 'accepted', ${new Uint8Array(164)}, x'00')`.execute(
      database,
    );
    await createAuditLog(database, () => 1).record('server', 'tested', 'x', { fields: ['a'] });
  });
  afterEach(() => database.destroy());

  test.each([
    `delete from entries`,
    `update entries set seq = 1`,
    `update entries set received_at = 12`,
    `update entries set verdict = 'quarantined'`,
    `update entries set payload = x'01'`,
    `update entries set payload = null, at = 1`,
    `insert or replace into entries select * from entries`,
    `delete from audit_log`,
    `update audit_log set actor = 'somebody else'`,
  ])('[V-36] [W4] %s', async (statement) => {
    await expect(sql.raw(statement).execute(database)).rejects.toThrow('append-only');
  });

  test('but a payload can be erased', async () => {
    await sql`update entries set payload = null`.execute(database);
    const { rows } = await sql<{ payload: unknown }>`select payload from entries`.execute(database);
    expect(rows).toEqual([{ payload: null }]);
  });

  test('an entry has one number in the archive, and one in its log', async () => {
    const head = new Uint8Array(164);
    const sameSeq = sql`insert into entries values (2, 'c', 0, 7, 1, 1, 1, 1, 'accepted', ${head}, null)`;
    await expect(sameSeq.execute(database)).rejects.toThrow('UNIQUE');
    const sameLog = sql`insert into entries values (2, 'c', 1, 7, 0, 1, 1, 1, 'accepted', ${head}, null)`;
    await expect(sameLog.execute(database)).rejects.toThrow('UNIQUE');
  });
});

test('words are found by the text inside payloads, and not after it was taken back', async () => {
  const database = await openDatabase(':memory:');
  await sql`pragma foreign_keys = off`.execute(database);
  const payload = Buffer.concat([
    Buffer.alloc(16, 7),
    Buffer.from('{"text":"Grüße vom Kühlhaus"}'),
  ]);
  await sql`insert into entries values (1, 'c', 0, 7, 0, 1, 1, 1, 'accepted', ${new Uint8Array(164)}, ${payload})`.execute(
    database,
  );
  await sql`insert into entry_text (rowid, text) select id, text from entry_body where id = 1`.execute(
    database,
  );
  const find = async () =>
    (await sql`select rowid from entry_text where entry_text match 'kuhlhaus'`.execute(database))
      .rows;
  expect(await find()).toEqual([{ rowid: 1 }]);
  await sql`insert into entry_text (entry_text, rowid, text) select 'delete', id, text from entry_body where id = 1`.execute(
    database,
  );
  await sql`update entries set payload = null`.execute(database);
  expect(await find()).toEqual([]);
  await database.destroy();
});
