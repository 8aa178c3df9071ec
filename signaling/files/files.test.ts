import { createHash, randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { FileRef, FileType } from '../../conversation/protocol/file.ts';
import { pieceBytes } from '../../conversation/protocol/http/files.ts';
import type { ConversationId } from '../../conversation/protocol/ids.ts';
import { createSchool, type School, type SchoolPerson } from '../conversations/school.fixture.ts';
import type { Asked } from '../server.fixture.ts';

/** A header, and noise. */
function png(size: number, width = 10, height = 10): Buffer {
  const head = Buffer.from('89504e470d0a1a0a0000000d494844520000000000000000', 'hex');
  head.writeUInt32BE(width, 16);
  head.writeUInt32BE(height, 20);
  return Buffer.concat([head, randomBytes(size)]).subarray(0, size);
}
const refOf = (bytes: Uint8Array, name = 'a.png', type: FileType = 'image/png'): FileRef => ({
  hash: createHash('sha256').update(bytes).digest('base64url') as FileRef['hash'],
  name,
  type,
  size: bytes.length,
});

let school: School;
let conversation: string;
beforeAll(async () => {
  school = await createSchool({ FILE_LIMIT_MB: '1', FILES_PER_DAY_MB: '2' });
});
afterAll(() => school.close());
beforeEach(async () => {
  const group = await school.begin(school.ana, {
    kind: 'study-group',
    title: 'Words',
    people: [school.ben.account],
  });
  conversation = group.conversation;
});

const announce = (who: SchoolPerson, file: unknown) =>
  school.ask(who, 'POST', `/api/conversations/${conversation}/files`, { file });

async function put(
  who: SchoolPerson,
  upload: string,
  offset: number,
  bytes: Uint8Array,
  headers: Record<string, string> = {},
): Promise<Pick<Asked, 'status' | 'json'>> {
  const url = `${school.server.url}/api/conversations/${conversation}/files/${upload}?offset=${offset}`;
  const response = await fetch(url, {
    method: 'PUT',
    headers: { cookie: who.cookie, 'content-type': 'application/octet-stream', ...headers },
    body: Uint8Array.from(bytes),
  });
  const text = await response.text();
  return { status: response.status, json: text === '' ? undefined : JSON.parse(text) };
}

async function send(who: SchoolPerson, bytes: Uint8Array, file = refOf(bytes)): Promise<number> {
  const upload = uploadOf(await announce(who, file));
  let status = 200;
  for (let at = 0; at < bytes.length && status === 200; at += pieceBytes) {
    ({ status } = await put(who, upload, at, bytes.subarray(at, at + pieceBytes)));
  }
  return status;
}
const uploadOf = ({ json }: Pick<Asked, 'json'>) => String(json?.['upload']);

const get = (who: SchoolPerson | undefined, file: FileRef, headers: Record<string, string> = {}) =>
  fetch(`${school.server.url}/api/conversations/${conversation}/file?hash=${file.hash}`, {
    headers: { ...(who === undefined ? {} : { cookie: who.cookie }), ...headers },
  });

const askAddress = (who: SchoolPerson, hash: string) =>
  school.ask(who, 'POST', `/api/conversations/${conversation}/file/address`, { hash });

const onDisk = (folder = '') => readdirSync(join(school.server.dataDir, 'files', folder));

test('[C6] a file comes in pieces, is kept when it is whole, and is given to who takes part', async () => {
  const { ana, ben, teacher } = school;
  const bytes = png(pieceBytes * 2 + 100);
  const file = refOf(bytes);
  expect((await get(ben, file)).status).toBe(204);
  expect(await send(ana, bytes)).toBe(200);
  expect(onDisk('incoming')).toEqual([]);

  const got = await get(ben, file);
  expect(Buffer.from(await got.arrayBuffer()).equals(bytes)).toBe(true);
  expect(Object.fromEntries(got.headers)).toMatchObject({
    'content-type': 'image/png',
    'content-disposition': 'attachment',
    'content-security-policy': expect.stringContaining('sandbox'),
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
  });
  // Who is not in the group, and who is not signed in.
  expect((await get(teacher, file)).status).toBe(404);
  expect((await get(undefined, file)).status).toBe(401);
  // Sending it once more costs nothing.
  expect((await announce(ben, file)).json).toEqual({ offset: bytes.length });
});

test('an interrupted one is gone on with where it stopped', async () => {
  const { ana, ben } = school;
  const bytes = png(1000);
  const file = refOf(bytes);
  const upload = uploadOf(await announce(ana, file));
  expect((await put(ana, upload, 0, bytes.subarray(0, 400))).json).toEqual({ upload, offset: 400 });
  expect((await announce(ana, file)).json).toEqual({ upload, offset: 400 });
  // A piece that is sent again changes nothing; one that leaves a gap is refused.
  expect((await put(ana, upload, 300, bytes.subarray(300, 500))).json).toEqual({
    upload,
    offset: 500,
  });
  expect((await put(ana, upload, 900, bytes.subarray(900))).status).toBe(409);
  // It is nobody else's.
  expect((await put(ben, upload, 500, bytes.subarray(500))).status).toBe(409);
  expect((await put(ana, upload, 500, bytes.subarray(500))).json).toEqual({ offset: 1000 });
  expect((await get(ben, file)).status).toBe(200);
});

test('a range of it is given out, so that a film can be wound', async () => {
  const { ana, ben } = school;
  const bytes = png(1000);
  await send(ana, bytes);
  const part = await get(ben, refOf(bytes), { range: 'bytes=10-19' });
  expect([part.status, part.headers.get('content-range')]).toEqual([206, 'bytes 10-19/1000']);
  expect(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(10, 20))).toBe(true);
  expect((await get(ben, refOf(bytes), { range: 'bytes=1000-' })).status).toBe(416);
  expect((await get(ben, refOf(bytes), { range: 'bytes=-5' })).headers.get('content-length')).toBe(
    '5',
  );
});

test.each([
  ['an SVG that is called a picture', '<svg onload="alert(1)"/>', 'a.png', 'image/png'],
  ['a page that is called a PDF', '<html><script>1</script>', 'a.pdf', 'application/pdf'],
  ['a program that is called a text', 'MZ\u0000\u0001', 'a.txt', 'text/plain'],
] as const)('[V-75] %s is refused, and nothing of it stays', async (_, text, name, type) => {
  const bytes = Buffer.from(text);
  const upload = uploadOf(await announce(school.ana, refOf(bytes, name, type)));
  expect(await put(school.ana, upload, 0, bytes)).toMatchObject({
    status: 409,
    json: { error: { message: expect.stringContaining('not what its name says') } },
  });
  expect(onDisk('incoming')).toEqual([]);
});

test('[V-75] a picture that claims billions of pixels is refused', async () => {
  const bomb = png(1000, 60_000, 60_000);
  const upload = uploadOf(await announce(school.ana, refOf(bomb)));
  expect(await put(school.ana, upload, 0, bomb)).toMatchObject({
    status: 413,
    json: { error: { message: expect.stringContaining('more pixels') } },
  });
  expect(onDisk('incoming')).toEqual([]);
});

test('content that is not what its hash says is refused, and nothing of it stays', async () => {
  const bytes = png(100);
  const file = { ...refOf(bytes), hash: refOf(png(100)).hash };
  expect(await send(school.ana, bytes, file)).toBe(409);
  expect(onDisk('incoming')).toEqual([]);
});

test.each([
  ['a type that is not sent', { name: 'a.svg', type: 'image/svg+xml' }, 400],
  ['a name with a path', { name: '../../a.png' }, 400],
  ['a name with a line in it', { name: 'a\u0000\r\n.png' }, 400],
  ['one that is too large', { size: 1024 * 1024 + 1 }, 413],
])('[W9] %s is refused before anything of it comes', async (_, change, status) => {
  const answered = await announce(school.ana, { ...refOf(png(100)), ...change });
  expect(answered.status).toBe(status);
  expect(onDisk('incoming')).toEqual([]);
});

test('[V-71] [W8] one person sends so much a day, over all conversations', async () => {
  const dora = await school.customer('dora');
  await school.enrol(dora);
  const path = `/api/conversations/${conversation}/people`;
  await school.ask(school.ana, 'POST', path, { people: [dora.account] });
  const most = png(1024 * 1024);
  expect(await send(dora, most)).toBe(200);
  expect(await send(dora, png(1024 * 1024 - 50))).toBe(200);
  expect(await announce(dora, refOf(png(100)))).toMatchObject({
    status: 413,
    json: { error: { message: 'One sends at most 2 MB a day.' } },
  });
  expect((await announce(school.ben, refOf(png(100)))).status).toBe(200);
  // What is there already is not sent.
  expect((await announce(dora, refOf(most))).status).toBe(200);
});

test('[V-70] [W9] a piece of another size or form than was agreed on is refused', async () => {
  const { ana } = school;
  const bytes = png(1000);
  const upload = uploadOf(await announce(ana, refOf(bytes)));
  const refused = async (...piece: [number, Uint8Array, Record<string, string>?]) =>
    (await put(ana, upload, ...piece)).status;
  expect(await refused(0, png(pieceBytes + 1))).toBe(413);
  expect(await refused(0, png(1001))).toBe(409);
  expect(await refused(0, new Uint8Array())).toBe(409);
  expect(await refused(0, bytes, { 'content-type': 'text/plain' })).toBe(415);
  expect(await refused(-1, bytes)).toBe(400);
  expect((await put(ana, 'A'.repeat(22), 0, bytes)).status).toBe(409);
  expect(onDisk('incoming')).toEqual([]);
});

test('what is begun can be given up', async () => {
  const { ana, ben } = school;
  const bytes = png(1000);
  const upload = uploadOf(await announce(ana, refOf(bytes)));
  await put(ana, upload, 0, bytes.subarray(0, 100));
  const path = `/api/conversations/${conversation}/files/${upload}`;
  // By nobody else.
  await school.ask(ben, 'DELETE', path);
  expect(onDisk('incoming')).toEqual([upload]);
  expect((await school.ask(ana, 'DELETE', path)).status).toBe(204);
  expect(onDisk('incoming')).toEqual([]);
  expect((await put(ana, upload, 100, bytes.subarray(100))).status).toBe(409);
});

test('[U8] nothing is sent into a closed conversation, and a deleted one has no files', async () => {
  const { ana, ben, ask } = school;
  const bytes = png(1000);
  await send(ana, bytes);
  const client = await school.connect(ana);
  const id = conversation as ConversationId;
  await client.join(id);
  client.send({ type: 'close', conversation: id });
  await expect
    .poll(async () => (await announce(ana, refOf(png(10)))).json)
    .toMatchObject({ error: { message: 'This conversation is closed.' } });
  expect((await get(ben, refOf(bytes))).status).toBe(200);
  expect((await ask(ana, 'DELETE', `/api/conversations/${conversation}`)).status).toBe(204);
  expect((await get(ben, refOf(bytes))).status).toBe(204);
  expect((await get(ana, refOf(bytes))).status).toBe(204);
});

test('[V-05] a PDF is shown from an address that works for a minute, without any right of a page; nothing else is', async () => {
  const { ana, ben, teacher } = school;
  const bytes = Buffer.from('%PDF-1.4 and so on');
  const file = refOf(bytes, 'a.pdf', 'application/pdf');
  expect((await askAddress(ben, file.hash)).status).toBe(204);
  await send(ana, bytes, file);
  expect((await askAddress(teacher, file.hash)).status).toBe(404);
  const path = String((await askAddress(ben, file.hash)).json?.['path']);
  const shown = await fetch(`${school.server.url}${path}`);
  expect(await shown.text()).toBe('%PDF-1.4 and so on');
  expect(Object.fromEntries(shown.headers)).toMatchObject({
    'content-type': 'application/pdf',
    'content-disposition': 'inline',
    'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, no-store',
  });
  const other = await fetch(`${school.server.url}/api/shown-files/${'A'.repeat(22)}`);
  expect(other.status).toBe(404);

  const picture = png(100);
  await send(ana, picture);
  expect((await askAddress(ben, refOf(picture).hash)).status).toBe(409);
});
