import { expect, test } from 'vitest';
import type { FileType } from '../../conversation/protocol/file.ts';
import { pixelsOf } from './pixels.ts';

const hex = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));
const webp = '52494646 00000000 57454250';

test.each<[string, FileType, string]>([
  ['PNG', 'image/png', '89504e470d0a1a0a 0000000d 49484452 00000280 000001e0'],
  ['GIF', 'image/gif', '474946383961 8002 e001'],
  ['JPEG', 'image/jpeg', 'ffd8 ffe0 0004 0000 ffc4 0003 00 ffc0 0011 08 01e0 0280'],
  ['progressive JPEG', 'image/jpeg', 'ffd8 ffc2 0011 08 01e0 0280'],
  ['lossy WebP', 'image/webp', `${webp} 56503820 00000000 000000 9d012a 8002 e001`],
  ['lossless WebP', 'image/webp', `${webp} 5650384c 00000000 2f 7fc27700`],
  ['extended WebP', 'image/webp', `${webp} 56503858 0a000000 00000000 7f0200 df0100`],
  [
    'AVIF',
    'image/avif',
    `0000001c 66747970 61766966 00000000 00000014 69737065 00000000 00000280 000001e0 ${'00'.repeat(20)}`,
  ],
])('the size of a %s is read from its header', (_, type, head) => {
  expect(pixelsOf(hex(head), type)).toEqual({ width: 640, height: 480 });
});

test.each<[string, FileType, string]>([
  ['a PNG that is cut', 'image/png', '89504e470d0a1a0a 0000000d 49484452 000002'],
  ['a JPEG without a frame', 'image/jpeg', 'ffd8 ffda 0004 0000'],
  ['a JPEG whose segment goes nowhere', 'image/jpeg', 'ffd8 ffe0 0000 ffe0 0000'],
  ['a JPEG of noise', 'image/jpeg', 'ffd8ff 00112233'],
  ['a WebP of another kind', 'image/webp', `${webp} 41414141`],
  ['an AVIF without a size', 'image/avif', '0000001c 66747970 61766966'],
  ['nothing', 'image/gif', ''],
])('%s has no size', (_, type, head) => {
  expect(pixelsOf(hex(head), type)).toBeUndefined();
});
