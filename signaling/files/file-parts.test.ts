import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { FileRef } from '../../conversation/protocol/file.ts';
import { byteRange } from './byte-range.ts';
import { describeFileStore } from './file-store.contract.ts';
import { createFolderFileStore } from './folder-file-store.ts';
import { isOfType } from './sniff.ts';

describeFileStore('a folder', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-files-'));
  return {
    store: await createFolderFileStore(folder),
    close: async () => rmSync(folder, { recursive: true, force: true }),
  };
});

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
