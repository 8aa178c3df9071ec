import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SqliteConnection } from '../database/sqlite.ts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createWebCryptoVerifier } from '../../conversation/log/signatures.ts';
import { createWorld, subtle, type World } from '../archive/archive.fixture.ts';
import { createSystemClock } from '../clock.ts';
import { databasePath, takeDataFolder } from '../database/data-folder.ts';
import { openDatabase } from '../database/database.ts';
import { loadInstallation } from '../database/installation.ts';
import type { FileHash } from '../../conversation/protocol/file.ts';
import { createFolderFileStore } from '../files/folder-file-store.ts';
import { runBackup, runRestore } from './backup-command.ts';
import { makeBackup } from './make-backup.ts';
import { restoreBackup } from './restore-backup.ts';

const verify = createWebCryptoVerifier(subtle);
const now = () => Date.UTC(2026, 10, 21, 16, 30);
const botsKey = `${'b'.repeat(64)}\n`;

let folder: string;
let dataDir: string;
let file: string;
let world: World;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'parley-backup-'));
  dataDir = join(folder, 'data');
  file = join(folder, 'kept', 'backup.sqlite');
  mkdirSync(dataDir);
  writeFileSync(join(dataDir, 'bots.key'), botsKey);
  world = await createWorld({ path: databasePath(dataDir), clock: createSystemClock() });
});
afterEach(async () => {
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Two conversations of so many entries each. */
async function talk(entries: number): Promise<void> {
  for (let i = 0; i < 2; i += 1) {
    const { conversation, client } = await world.converse();
    for (let n = 0; n < entries; n += 1) {
      const uploader = client.participant;
      const appends = [await client.say(`line ${n}`)];
      const answer = await world.archive.append({ conversation, uploader, appends });
      expect(answer.ok && answer.value.refusals).toEqual([]);
    }
  }
}

const backup = () => makeBackup({ dataDir, to: file, verify, now });
const restoreTo = (to: string, force = false, from = file) =>
  restoreBackup({ dataDir: to, from, force, verify, now });

async function entriesIn(dir: string): Promise<unknown[]> {
  const database = await openDatabase(databasePath(dir));
  const rows = await database.selectFrom('entries').selectAll().orderBy('id').execute();
  await database.destroy();
  return rows;
}

/** Changes the backup as no program of ours would. */
function spoil(...statements: readonly string[]): void {
  const database = new SqliteConnection(file);
  database.pragma('foreign_keys = OFF');
  for (const name of ['entries_are_kept', 'entries_do_not_change']) {
    database.exec(`drop trigger ${name}`);
  }
  for (const statement of statements) database.exec(statement);
  database.close();
}

describe('a backup', () => {
  test('[W1] of a database that is written to holds what was there when it began, and the keys', async () => {
    await talk(3);
    const isWriting = talk(20);
    const contents = await backup();
    await isWriting;
    expect(contents.entries).toBeGreaterThanOrEqual(6);
    expect(statSync(file).mode & 0o077).toBe(0);
    expect(readdirSync(join(folder, 'kept'))).toEqual(['backup.sqlite']);

    const elsewhere = join(folder, 'elsewhere');
    const restored = await restoreTo(elsewhere);
    expect(restored).toEqual({ contents, replaced: undefined });
    expect(await entriesIn(elsewhere)).toEqual(
      (await entriesIn(dataDir)).slice(0, contents.entries),
    );
    expect(readFileSync(join(elsewhere, 'bots.key'), 'utf8')).toBe(botsKey);
    for (const name of ['bots.key', 'parley.sqlite']) {
      expect([name, statSync(join(elsewhere, name)).mode & 0o077]).toEqual([name, 0]);
    }
    const database = await openDatabase(databasePath(elsewhere));
    const installation = await loadInstallation(database);
    await database.destroy();
    expect(installation?.installationKey).toEqual(world.installation.installationKey);
    expect(installation?.topicSecret).toEqual(world.installation.topicSecret);
  });

  test('is named after its moment where no name is given, and says what is in it', async () => {
    await talk(1);
    const { code, message } = await runBackup([], { dataDir, verify, now });
    const path = join(dataDir, 'backups', 'parley-2026-11-21T16-30-00Z.sqlite');
    expect(code).toBe(0);
    expect(message).toContain(path);
    expect(message).toContain('0 accounts, 2 conversations, 2 entries');
    expect(existsSync(path)).toBe(true);
    expect((await runBackup(['stray'], { dataDir, verify, now })).code).toBe(2);
    expect((await runBackup(['--form', 'x'], { dataDir, verify, now })).code).toBe(2);
  });

  test('[W9] never takes the place of another file, nor leaves half of one', async () => {
    await talk(1);
    await backup();
    await expect(backup()).rejects.toThrow(/There is a file .* already; choose another name/);
    const inTheWay = join(folder, 'file');
    writeFileSync(inTheWay, '');
    const to = join(inTheWay, 'x.sqlite');
    await expect(makeBackup({ dataDir, to, verify, now })).rejects.toThrow(/cannot be written/);
    const empty = join(folder, 'empty');
    await expect(
      makeBackup({ dataDir: empty, to: join(folder, 'y.sqlite'), verify, now }),
    ).rejects.toThrow(/there is no database to back up/);
    expect(existsSync(join(folder, 'y.sqlite'))).toBe(false);
  });

  test('[W9] is not made of an archive whose chain is broken', async () => {
    await talk(3);
    const source = new SqliteConnection(databasePath(dataDir));
    source.exec('drop trigger entries_do_not_change');
    source.exec(`update entries set payload = x'${'00'.repeat(20)}' where id = 2`);
    source.close();
    await expect(backup()).rejects.toThrow(/The copy has a broken chain in log \d+ .* at entry 1/);
    expect(readdirSync(join(folder, 'kept'))).toEqual([]);
  });
});

describe('[W9] a restore that is refused changes nothing:', () => {
  beforeEach(async () => {
    await talk(3);
    await backup();
  });

  test('while a server runs', async () => {
    const release = takeDataFolder(dataDir);
    await expect(restoreTo(dataDir, true)).rejects.toThrow(/another Parley server is using it/);
    release();
  });

  test('where there is a database, unless it is forced', async () => {
    await talk(2);
    const before = await entriesIn(dataDir);
    await expect(restoreTo(dataDir)).rejects.toThrow(/add --force to replace it/);
    expect(await entriesIn(dataDir)).toEqual(before);
  });

  test.each([
    ['an entry is missing', ['delete from entries where id = 2'], /lacks entries of the conv/],
    [
      'a payload was changed',
      [`update entries set payload = x'${'00'.repeat(20)}' where id = 2`],
      /broken chain .* at entry 1/,
    ],
    [
      'a signature was changed',
      [`update entries set head = cast(substr(head, 1, 100) || zeroblob(64) as blob) where id = 3`],
      /a forged entry in log/,
    ],
    [
      'the certificates are of another installation',
      [`update installation set certificate_key_public = server_key_public`],
      /certificate of another installation/,
    ],
    [
      'a row refers to nothing',
      [`update logs set participant = 'x'`],
      /rows that refer to nothing/,
    ],
    [
      'a newer version made it',
      [`insert into migrations values (99, '0099-future', 0)`],
      /newer version of Parley/,
    ],
    ['the note is missing', ['drop table backup'], /not made by "npm run backup"/],
  ])('where %s', async (_why, statements, sentence) => {
    spoil(...statements);
    const elsewhere = join(folder, 'elsewhere');
    await expect(restoreTo(elsewhere)).rejects.toThrow(sentence);
    expect(readdirSync(elsewhere)).toEqual(['server.lock']);
  });

  test('where the file is damaged, cut short, or none at all', async () => {
    const elsewhere = join(folder, 'elsewhere');
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.subarray(0, bytes.length - 8192));
    await expect(restoreTo(elsewhere)).rejects.toThrow(/is damaged/);
    writeFileSync(file, 'no database'.repeat(1000));
    await expect(restoreTo(elsewhere)).rejects.toThrow(/is damaged or is none/);
    await expect(restoreTo(elsewhere, false, join(folder, 'nowhere'))).rejects.toThrow(
      /There is no file/,
    );
    expect(existsSync(databasePath(elsewhere))).toBe(false);
  });
});

describe('a restore that is forced', () => {
  test('replaces what is there, and keeps it beside', async () => {
    await talk(2);
    await backup();
    const saved = await entriesIn(dataDir);
    await talk(3);
    const before = await entriesIn(dataDir);
    await world.close();
    const { message } = await runRestore([file, '--force'], { dataDir, verify, now });
    expect(message).toContain('4 entries');
    expect(await entriesIn(dataDir)).toEqual(saved);
    const kept = join(dataDir, 'replaced-2026-11-21T16-30-00-000Z');
    expect(message).toContain(kept);
    expect(await entriesIn(kept)).toEqual(before);
    expect(readFileSync(join(kept, 'bots.key'), 'utf8')).toBe(botsKey);
    world = await createWorld({ path: databasePath(dataDir), clock: createSystemClock() });
  });

  test('is not confused by the write-ahead log of a server that was killed', async () => {
    await talk(2);
    await backup();
    const saved = await entriesIn(dataDir);
    await talk(5);
    // What a kill leaves behind: the newest commits are only in the log.
    const killed = join(folder, 'killed');
    mkdirSync(killed);
    for (const end of ['', '-wal']) {
      copyFileSync(databasePath(dataDir) + end, databasePath(killed) + end);
    }
    expect(statSync(`${databasePath(killed)}-wal`).size).toBeGreaterThan(0);
    const { replaced } = await restoreTo(killed, true);
    expect(await entriesIn(killed)).toEqual(saved);
    expect(await entriesIn(replaced ?? '')).toEqual(await entriesIn(dataDir));
  });

  test('takes the place of a damaged database, which is kept with its log', async () => {
    await talk(2);
    await backup();
    const damaged = join(folder, 'damaged');
    mkdirSync(damaged);
    writeFileSync(databasePath(damaged), 'no database'.repeat(1000));
    writeFileSync(`${databasePath(damaged)}-wal`, 'no log');
    const { replaced } = await restoreTo(damaged, true);
    expect(await entriesIn(damaged)).toEqual(await entriesIn(dataDir));
    expect(readdirSync(replaced ?? '').toSorted()).toEqual(['parley.sqlite', 'parley.sqlite-wal']);
  });

  test('says how it is used', async () => {
    for (const args of [[], ['a', 'b'], ['--to', 'x']]) {
      expect((await runRestore(args, { dataDir, verify, now })).code).toBe(2);
    }
    expect((await runRestore(['--help'], { dataDir, verify, now })).code).toBe(0);
  });
});

describe('[C6] files that people sent', () => {
  const content = Buffer.from('the bill');
  const stored = 'A'.repeat(22);

  /** As the server keeps one. */
  async function sendFile(): Promise<void> {
    const { conversation, client } = await world.converse();
    const store = await createFolderFileStore(join(dataDir, 'files'));
    await store.receive(stored, 0, content);
    await store.keep(stored);
    const database = await openDatabase(databasePath(dataDir));
    await database
      .insertInto('files')
      .values({
        conversation,
        hash: createHash('sha256').update(content).digest('base64url') as FileHash,
        type: 'text/plain',
        size: content.length,
        stored,
        participant: client.participant,
        received_at: now(),
      })
      .execute();
    await database.destroy();
  }
  const pathIn = (dir: string) => join(dir, 'AA', stored);

  test('lie in a folder beside the backup, and come back with it', async () => {
    await sendFile();
    expect(await backup()).toMatchObject({ files: 1 });
    const other = join(folder, 'other');
    mkdirSync(other);
    expect((await restoreTo(other)).contents.files).toBe(1);
    expect(readFileSync(pathIn(join(other, 'files')))).toEqual(content);
  });

  test('that are missing or damaged are said, and nothing is changed', async () => {
    await sendFile();
    await backup();
    const other = join(folder, 'other');
    mkdirSync(other);
    writeFileSync(pathIn(`${file}.files`), 'another bill');
    await expect(restoreTo(other)).rejects.toThrow('is damaged');
    rmSync(pathIn(`${file}.files`));
    await expect(restoreTo(other)).rejects.toThrow('is missing');
    expect(existsSync(databasePath(other))).toBe(false);
    rmSync(pathIn(join(dataDir, 'files')));
    rmSync(file);
    await expect(backup()).rejects.toThrow('is missing');
    expect(existsSync(file)).toBe(false);
  });

  test('that are in a bucket are not in the backup, and are not missed', async () => {
    await sendFile();
    rmSync(pathIn(join(dataDir, 'files')));
    const tools = { verify, now, filesElsewhere: true };
    expect(await makeBackup({ ...tools, dataDir, to: file })).toMatchObject({ files: 0 });
    const other = join(folder, 'other');
    mkdirSync(other);
    const restored = restoreBackup({ ...tools, dataDir: other, from: file, force: false });
    expect((await restored).contents.files).toBe(0);
  });
});
