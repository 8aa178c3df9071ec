import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { FileRef } from '../../conversation/protocol/file.ts';
import { createSchool, type School } from '../conversations/school.fixture.ts';
import { readConfig } from '../config.ts';
import { SetupError } from '../setup-error.ts';
import { StoreAway } from './file-store.ts';
import { describeFileStore, newKey } from './file-store.contract.ts';
import { createFolderFileStore, type FolderFileStore } from './folder-file-store.ts';
import { createS3FileStore } from './s3-file-store.ts';
import { readS3Place } from './s3-place.ts';
import { startTestS3, type TestS3 } from './s3-store.fixture.ts';

const placeAt = (url: string) => {
  const place = readS3Place(url);
  if (place === undefined) throw new Error('There is no address.');
  return place;
};

let s3: TestS3;
beforeAll(async () => {
  s3 = await startTestS3();
});
afterAll(() => s3.close());

let data: string;
let folder: FolderFileStore;
beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), 'parley-files-'));
  folder = await createFolderFileStore(data);
});
afterEach(() => rmSync(data, { recursive: true, force: true }));
const openStore = (url = s3.url) => createS3FileStore(placeAt(url), folder);

describeFileStore('an S3 store', async () => ({ store: openStore(), close: async () => {} }));

describeFileStore('a folder of a bucket', async () => ({
  store: openStore(s3.url.replace('?', '/of/parley?')),
  close: async () => {},
}));

test('what the folder kept before there was a bucket is read from it', async () => {
  const key = newKey();
  await folder.receive(key, 0, Buffer.from('old'));
  await folder.keep(key);
  const content = await openStore().read(key, { first: 1, last: 2 });
  expect(Buffer.concat(await content.toArray()).toString()).toBe('ld');
  await openStore().delete(key);
  expect(await folder.holds(key)).toBe(false);
});

test('[W1] while the store is away nothing is kept and nothing is lost', async () => {
  const other = await startTestS3();
  const store = openStore(other.url);
  const key = newKey();
  await store.receive(key, 0, Buffer.from('hello'));
  await other.close();
  expect(await store.check()).toBe(false);
  await expect(store.keep(key)).rejects.toThrow(StoreAway);
  await expect(store.read(key)).rejects.toThrow(StoreAway);
  await expect(store.delete(newKey())).rejects.toThrow(StoreAway);
  expect(await store.received(key)).toBe(5);
  const again = await startTestS3(other.port);
  await store.keep(key);
  expect(Buffer.concat(await (await store.read(key)).toArray()).toString()).toBe('hello');
  await again.close();
});

describe('a wrong S3_URL stops the start with a sentence, and the secret is not in it', () => {
  const refusalOf = (url: string) => {
    try {
      readConfig({ S3_URL: url });
    } catch (error) {
      if (error instanceof SetupError) return error.message;
    }
    return undefined;
  };

  test.each([
    ['nonsense', 'is no address'],
    ['ftp://k:hush@s3.example.com/bucket', 'does not begin with https://'],
    ['https://s3.example.com/bucket', 'has no key'],
    ['https://k:hush@s3.example.com/', 'names no bucket'],
    ['https://k:hush@s3.example.com/Bucket', 'names no bucket'],
    ['https://k:hush@s3.example.com/bucket?region=a%20b', 'something else than a region'],
    ['https://k:hush@s3.example.com/bucket?acl=public', 'something else than a region'],
    ['https://k:hush@s3.example.com/bucket/a%0Ab', 'folder that is not plain'],
  ])('[W9] %s', (url, what) => {
    const said = refusalOf(url);
    expect(said).toMatch(/^S3_URL [^\n]+\.$/);
    expect(said).toContain(what);
    expect(said).not.toContain('hush');
  });

  test.each([
    [
      'a bucket that is not there',
      (url: string) => url.replace('parley-files', 'nobody'),
      'nobody',
    ],
    ['a wrong secret', (url: string) => url.replace(':S3RVER@', ':hush@'), 'check key'],
    ['a wrong region', (url: string) => url.replace('us-east-1', 'eu-north-7'), 'check key'],
    ['a wrong key', (url: string) => url.replace('//S3RVER', '//NOBODY'), 'check key'],
  ])('[W9] %s', async (_, change, what) => {
    const started = openStore(change(s3.url)).check();
    await expect(started).rejects.toThrow(SetupError);
    await expect(started).rejects.toThrow(what);
    await expect(started).rejects.not.toThrow('hush');
  });
});

describe('a server whose files are in an S3 store', () => {
  let school: School;
  let own: TestS3;
  beforeAll(async () => {
    own = await startTestS3();
    school = await createSchool({ S3_URL: own.url });
  });
  afterAll(async () => {
    await school.close();
    await own.close();
  });

  test('[W1] [C6] says that a file is there when the store has it; while it is away it says "busy", and nothing is lost', async () => {
    const { ana, ben } = school;
    const { conversation } = await school.begin(ana, {
      kind: 'study-group',
      title: 'Words',
      people: [ben.account],
    });
    const bytes = Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(1000)]);
    const file: FileRef = {
      hash: createHash('sha256').update(bytes).digest('base64url') as FileRef['hash'],
      name: 'a.pdf',
      type: 'application/pdf',
      size: bytes.length,
    };
    const path = `/api/conversations/${conversation}`;
    const incoming = () => readdirSync(join(school.server.dataDir, 'files', 'incoming'));
    const announce = async () => (await school.ask(ana, 'POST', `${path}/files`, { file })).json;
    const put = async (upload: unknown, offset: number) =>
      fetch(`${school.server.url}${path}/files/${String(upload)}?offset=${offset}`, {
        method: 'PUT',
        headers: { cookie: ana.cookie, 'content-type': 'application/octet-stream' },
        body: Uint8Array.from(bytes.subarray(offset)),
      });
    const get = (headers: Record<string, string> = {}) =>
      fetch(`${school.server.url}${path}/file?hash=${file.hash}`, {
        headers: { cookie: ben.cookie, ...headers },
      });

    await own.close();
    const begun = await announce();
    expect((await put(begun?.['upload'], 0)).status).toBe(503);
    expect(incoming()).toEqual([begun?.['upload']]);
    expect((await get()).status).toBe(204);

    own = await startTestS3(own.port);
    // The whole of it is here and not kept: it is asked for its end once more.
    const again = await announce();
    expect(again).toEqual({ upload: begun?.['upload'], offset: bytes.length - 1 });
    expect((await put(again?.['upload'], bytes.length - 1)).status).toBe(200);
    expect(incoming()).toEqual([]);
    expect(Buffer.from(await (await get()).arrayBuffer()).equals(bytes)).toBe(true);
    const part = await get({ range: 'bytes=9-18' });
    expect(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(9, 19))).toBe(true);

    await own.close();
    expect((await get()).status).toBe(503);
    own = await startTestS3(own.port);
  });
});
