import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { FileRef } from '../../conversation/protocol/file.ts';
import { byteRange } from './byte-range.ts';
import { createFolderFileStore } from './folder-file-store.ts';
import { isOfType } from './sniff.ts';

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-files-'));
  try {
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
const key = () => randomBytes(16).toString('base64url');

test('a folder keeps what is whole, and forgets what is dropped', () =>
  inFolder(async (folder) => {
    const store = await createFolderFileStore(folder);
    const [one, other] = [key(), key()];
    await store.receive(one, 0, Buffer.from('hello '));
    await store.receive(one, 6, Buffer.from('world'));
    await store.receive(other, 0, Buffer.from('x'));
    expect(await store.received(one)).toBe(11);
    await store.keep(one);
    await store.drop(other);
    expect(readdirSync(join(folder, 'incoming'))).toEqual([]);
    expect(Buffer.concat(await store.read(one).toArray()).toString()).toBe('hello world');
    expect(Buffer.concat(await store.read(one, { first: 6, last: 7 }).toArray()).toString()).toBe(
      'wo',
    );
    await store.delete(one);
    await store.delete(one);
    expect(await store.received(one)).toBe(0);
  }));

test('[V-76] no key leads out of the folder', () =>
  inFolder(async (folder) => {
    const store = await createFolderFileStore(folder);
    writeFileSync(join(folder, 'secret'), 'x');
    expect(() => store.read('../secret')).toThrow(RangeError);
    expect(() => store.readReceived('../secret')).toThrow(RangeError);
    await expect(store.receive('../secret', 0, Buffer.from('y'))).rejects.toThrow(RangeError);
  }));

test.each([
  [undefined, undefined],
  ['bytes=0-', { first: 0, last: 99 }],
  ['bytes=90-200', { first: 90, last: 99 }],
  ['bytes=-10', { first: 90, last: 99 }],
  ['bytes=-1000', { first: 0, last: 99 }],
  ['bytes=100-', 'unsatisfiable'],
  ['bytes=-0', 'unsatisfiable'],
  ['bytes=5-2', undefined],
  ['bytes=0-1,5-6', undefined],
  ['bytes=-', undefined],
  ['items=0-1', undefined],
  [`bytes=${'9'.repeat(40)}-`, undefined],
])('of 100 bytes %s asks for %o', (header, expected) => {
  expect(byteRange(header, 100)).toEqual(expected);
});

const ftyp = (brand: string) => Buffer.from(`\0\0\0\u0018ftyp${brand}`, 'latin1');
test.each([
  ['image/jpeg', Buffer.from('ffd8ffe0', 'hex'), true],
  ['image/gif', Buffer.from('GIF89a'), true],
  ['image/webp', Buffer.from('RIFF0000WEBP'), true],
  ['image/webp', Buffer.from('RIFF0000WAVE'), false],
  ['image/avif', ftyp('avif'), true],
  ['video/mp4', ftyp('avif'), false],
  ['video/mp4', ftyp('isom'), true],
  ['audio/mpeg', Buffer.from('fffb9000', 'hex'), true],
  ['audio/mpeg', Buffer.from('ffd8ffe0', 'hex'), false],
  ['application/zip', Buffer.from('504b0304', 'hex'), true],
  ['text/plain', Buffer.from('Grüße\n'), true],
  ['text/plain', Buffer.from('Grüße').subarray(0, 3), true],
  ['text/plain', Buffer.from('fffe4100', 'hex'), false],
  ['application/pdf', new Uint8Array(), false],
] as const)('a %s that begins so: %o', (type, head, expected) => {
  expect(isOfType(head, type satisfies FileRef['type'])).toBe(expected);
});

test('the hash that a browser makes is the one that the server makes', async () => {
  const bytes = randomBytes(100);
  const made = Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('base64url');
  expect(made).toBe(createHash('sha256').update(bytes).digest('base64url'));
});
