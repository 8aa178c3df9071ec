/** Frames that no honest program sends; each row, sent to an honest peer, ends the link and changes nothing. */
import { limits } from '../../log/limits.ts';

export const framed = (kind: number, ...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 1));
  bytes[0] = kind;
  let at = 1;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
};

/** A frame in pieces where it is too large for one message. */
export function cut(frame: Uint8Array): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < frame.length; at += 16_000) {
    const isLast = at + 16_000 >= frame.length;
    pieces.push(framed(5, Uint8Array.of(isLast ? 1 : 0), frame.subarray(at, at + 16_000)));
  }
  return frame.length <= limits.pieceBytes ? [frame] : pieces;
}

const thrice = <Value>(value: Value) => [value, value, value];

export const malformedFrames: readonly (readonly [
  title: string,
  messages: readonly (Uint8Array | string)[],
])[] = [
  ['text', thrice('{"type":"hello"}')],
  ['nothing', thrice(new Uint8Array(0))],
  ['an unknown kind', thrice(framed(99))],
  ['a message above 16 KiB', thrice(framed(4, new Uint8Array(20_000)))],
  ['another hello', thrice(framed(1, new Uint8Array(300)))],
  ['a piece of nothing', thrice(framed(5, Uint8Array.of(1)))],
  [
    'pieces without end',
    Array.from({ length: 60 }, () => framed(5, Uint8Array.of(0), new Uint8Array(16_000))),
  ],
  ['typing of three values', thrice(framed(7, Uint8Array.of(2)))],
  ['a pong to no ping', thrice(framed(9, Uint8Array.of(255, 255, 255, 255)))],
  ['certificates of no length', thrice(framed(2, Uint8Array.of(0, 0)))],
  ['an update that is none', thrice(framed(4, new Uint8Array(1000).fill(255)))],
  ['a state vector that is none', thrice(framed(3, new Uint8Array(100).fill(255)))],
];
