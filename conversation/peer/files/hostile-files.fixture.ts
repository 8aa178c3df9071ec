/** Messages on the channel for files that no honest program sends. */
import { mostFileBytes } from '../../protocol/file.ts';
import { fileLimits } from './file-limits.ts';

function message(kind: number, number: number, ...rest: number[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(5 + rest.length);
  bytes[0] = kind;
  new DataView(bytes.buffer).setUint32(1, number);
  bytes.set(rest, 5);
  return bytes;
}

function want(from: number, length: number): Uint8Array<ArrayBuffer> {
  const bytes = message(1, 1, ...Array.from({ length: 40 }, () => 0));
  const view = new DataView(bytes.buffer);
  view.setUint32(37, from);
  view.setUint32(41, length);
  return bytes;
}

export const malformedFileFrames: readonly (readonly [string, Uint8Array<ArrayBuffer>])[] = [
  ['nothing', new Uint8Array(0)],
  ['an unknown kind', message(9, 1)],
  ['a kind without a number', Uint8Array.of(2, 0)],
  ['a question without a number', message(2, 0)],
  ['a question that is cut', want(0, 1).subarray(0, 44)],
  ['a question with something behind it', message(1, 1, ...Array.from({ length: 41 }, () => 0))],
  ['a question for nothing', want(0, 0)],
  ['a question for more than a range', want(0, fileLimits.rangeBytes + 1)],
  ['a question beyond the largest file', want(mostFileBytes, 1)],
  ['a question whose end is beyond all numbers', want(2 ** 32 - 1, fileLimits.rangeBytes)],
  ['no bytes', message(3, 1)],
  [
    'a message that is too long',
    message(3, 1, ...Array.from({ length: fileLimits.messageBytes - 4 }, () => 0)),
  ],
  ['a stop with something behind it', message(2, 1, 0)],
  ['a none with something behind it', message(4, 1, 0)],
];
