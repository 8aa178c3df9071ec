/** The row "Bad input" of files, each with what it comes to; afterwards nothing is left of any of them. */
import { createHash, randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { FileRef } from '../../conversation/protocol/file.ts';
import { safeFileName } from '../../conversation/protocol/file.ts';
import type { ConversationId, ParticipantId } from '../../conversation/protocol/ids.ts';
import { createSchool, type School } from '../conversations/school.fixture.ts';
import type { FileStore } from './file-store.ts';
import { createFiles } from './files.ts';
import { createFolderFileStore } from './folder-file-store.ts';

let school: School;
let conversation: ConversationId;
let participant: ParticipantId;
beforeAll(async () => {
  school = await createSchool({ FILE_LIMIT_MB: '1' });
  ({ conversation } = await school.begin(school.ana, { kind: 'study-group', title: 'Words' }));
  const row = await school.database
    .selectFrom('participants')
    .select('id')
    .where('conversation', '=', conversation)
    .where('account', '=', school.ana.account)
    .executeTakeFirstOrThrow();
  participant = row.id;
});
afterAll(() => school.close());

const folder = () => join(school.server.dataDir, 'files');
const incoming = () => readdirSync(join(folder(), 'incoming'));
afterEach(() => expect(incoming()).toEqual([]));

const hashOf = (bytes: Uint8Array) =>
  createHash('sha256').update(bytes).digest('base64url') as FileRef['hash'];
const announce = (file: object) =>
  school.ask(school.ana, 'POST', `/api/conversations/${conversation}/files`, { file });
const put = async (upload: string, bytes: Uint8Array) => {
  const address = `/api/conversations/${conversation}/files/${upload}?offset=0`;
  const response = await fetch(`${school.server.url}${address}`, {
    method: 'PUT',
    headers: { cookie: school.ana.cookie, 'content-type': 'application/octet-stream' },
    body: Uint8Array.from(bytes),
  });
  return { status: response.status, json: JSON.parse(await response.text()) as unknown };
};
const text = (content: string) => Buffer.from(content);
const bomb = () => {
  const head = Buffer.from('89504e470d0a1a0a0000000d494844520000ea600000ea60', 'hex');
  return Buffer.concat([head, randomBytes(100)]);
};
const longName = `../../${'../'.repeat(60)}\u0000\r\n\u202e${'long '.repeat(60)}.png`;

describe('[W9] bad input is refused with a clear message', () => {
  test.each([
    ['a file too large', { size: 2 ** 21 }, 413, 'A file has at most 1 MB.'],
    ['of a forbidden type', { name: 'a.exe', type: 'application/x-msdownload' }, 400, ''],
    ['an SVG', { name: 'a.svg', type: 'image/svg+xml' }, 400, ''],
    ['a type that its name does not say', { name: 'a.png', type: 'application/pdf' }, 400, 'name'],
    ['a name of 300 characters with ../ and controls', { name: longName }, 400, 'plain name'],
  ])('[V-06] [V-76] %s, before anything of it comes', async (_, change, status, message) => {
    const bytes = text('x');
    const file = { hash: hashOf(bytes), name: 'a.png', type: 'image/png', size: 1, ...change };
    expect(await announce(file)).toMatchObject({
      status,
      json: { error: { message: expect.stringContaining(message) } },
    });
  });

  test.each([
    ['a lying name: a page as a picture', text('<html>'), 'a.png', 409, 'not what its name says'],
    ['an SVG with script as a picture', text('<svg onload="a()"/>'), 'a.png', 409, 'not what'],
    ['a program as a text', Buffer.from([77, 90, 0, 1]), 'a.txt', 409, 'not what its name says'],
    ['a picture bomb', bomb(), 'a.png', 413, 'more pixels than can be shown'],
  ] as const)('[V-06] [V-75] %s, with its first piece', async (_, bytes, name, status, message) => {
    const type = name === 'a.txt' ? 'text/plain' : 'image/png';
    const file = { hash: hashOf(bytes), name, type, size: bytes.length };
    const begun = await announce(file);
    expect(await put(String(begun.json?.['upload']), bytes)).toMatchObject({
      status,
      json: { error: { message: expect.stringContaining(message) } },
    });
  });

  test('[V-76] such a name is made plain where the file is chosen', () => {
    const made = safeFileName(longName);
    expect(made).toMatch(/^[a-z_ .]{1,120}$/);
    expect(made).not.toContain('/');
    expect(made.endsWith('.png')).toBe(true);
  });
});

describe('of what breaks nothing is left', () => {
  let now = 1_800_000_000_000;
  const filesOn = (store: FileStore) =>
    createFiles({
      database: school.database,
      store,
      limits: { fileBytes: 2 ** 20, dayBytes: 2 ** 24 },
      now: () => now,
      randomBytes,
    });
  const bytes = text('a text of some length');
  const file: FileRef = { hash: hashOf(bytes), name: 'a.txt', type: 'text/plain', size: 21 };
  const begin = async (files: ReturnType<typeof filesOn>) => {
    const begun = await files.announce(conversation, participant, file);
    if (!begun.ok || begun.value.upload === undefined) throw new Error('It was not begun.');
    return begun.value.upload;
  };

  test('[V-70] a broken upload that nobody goes on with goes after a day', async () => {
    const files = filesOn(await createFolderFileStore(folder()));
    const upload = await begin(files);
    await files.receive(upload, participant, 0, bytes.subarray(0, 10));
    now += 86_400_000;
    await files.sweep();
    expect(incoming()).toEqual([upload]);
    now += 1;
    await files.sweep();
  });

  test('[V-71] [W8] on a full disk nothing is begun, and what was begun is given up with a clear refusal', async () => {
    const store = await createFolderFileStore(folder());
    const isWithoutRoom = filesOn({ ...store, hasRoom: async () => false });
    const refused = await isWithoutRoom.announce(conversation, participant, file);
    expect(refused).toEqual({ ok: false, refusal: 'no-room' });

    const full = filesOn({
      ...store,
      async receive(key, offset, piece) {
        await store.receive(key, offset, piece.subarray(0, 3));
        throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
      },
    });
    const upload = await begin(full);
    const answered = await full.receive(upload, participant, 0, bytes);
    expect(answered).toEqual({ ok: false, refusal: 'no-room' });
  });
});
