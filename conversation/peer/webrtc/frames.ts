/**
 * Frames of a direct link (PROTOCOL.md, section 5). One data channel message carries one frame of at most 16 KiB:
 *
 *     1 hello         version (1 byte, 1) • certificate length (2) • certificate • signature (64)
 *     2 certificates  (length (2) • certificate) ...
 *     3 state         Yjs state vector: "this is what I hold"; answered with updates
 *     4 update        Yjs update, V1, as the guard admits it
 *     5 piece         last (1 byte, 0 or 1) • bytes; the pieces in a row are one frame of kind 2, 3 or 4
 *     6 ask           "say what you hold, once you have worked off what I sent"
 *     7 typing        1 byte, 0 or 1; it is about the peer of the hello and nobody else
 *     8 ping          number (4 bytes)
 *     9 pong          the number of the ping
 *
 * Numbers are big-endian. A sender puts the pieces of one frame in a row; only 7, 8 and 9 may come between them.
 */
import { limits } from '../../log/limits.ts';
import { accept, refuse, unreachable, type Result } from '../../protocol/result.ts';

export type Frame =
  | { readonly kind: 'hello'; readonly certificate: Uint8Array; readonly signature: Uint8Array }
  | { readonly kind: 'certificates'; readonly certificates: readonly Uint8Array[] }
  | { readonly kind: 'state'; readonly stateVector: Uint8Array }
  | { readonly kind: 'update'; readonly update: Uint8Array }
  | { readonly kind: 'piece'; readonly last: boolean; readonly bytes: Uint8Array }
  | { readonly kind: 'ask' }
  | { readonly kind: 'typing'; readonly typing: boolean }
  | { readonly kind: 'ping' | 'pong'; readonly number: number };

const kinds = [
  'hello',
  'certificates',
  'state',
  'update',
  'piece',
  'ask',
  'typing',
  'ping',
  'pong',
] as const;
const helloVersion = 1;
const signatureBytes = 64;
const pieceHead = 2;

/** @returns the frame, or why it is none; the parts are views of `bytes`. Never throws. */
export function readFrame(bytes: Uint8Array): Result<Frame, 'malformed'> {
  const kind = kinds[(bytes[0] ?? 0) - 1];
  const body = bytes.subarray(1);
  switch (kind) {
    case undefined:
      return refuse('malformed');
    case 'hello':
      return readHello(body);
    case 'certificates':
      return readCertificates(body);
    case 'state':
      return accept({ kind, stateVector: body });
    case 'update':
      return accept({ kind, update: body });
    case 'piece':
      if (body.length < 2 || (body[0] ?? 2) > 1) return refuse('malformed');
      return accept({ kind, last: body[0] === 1, bytes: body.subarray(1) });
    case 'ask':
      return body.length === 0 ? accept({ kind }) : refuse('malformed');
    case 'typing':
      if (body.length !== 1 || (body[0] ?? 2) > 1) return refuse('malformed');
      return accept({ kind, typing: body[0] === 1 });
    case 'ping':
    case 'pong':
      return body.length === 4 ? accept({ kind, number: readNumber(body) }) : refuse('malformed');
    default:
      return unreachable(kind);
  }
}

/** @returns one message for the data channel, or several where the frame must be cut into pieces. */
export function writeFrame(frame: Frame): Uint8Array<ArrayBuffer>[] {
  const whole = concat(kinds.indexOf(frame.kind) + 1, bodyOf(frame));
  if (whole.length <= limits.pieceBytes) return [whole];
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  const room = limits.pieceBytes - pieceHead;
  for (let at = 0; at < whole.length; at += room) {
    const isLast = at + room >= whole.length;
    const flag = new Uint8Array([isLast ? 1 : 0]);
    pieces.push(concat(kinds.indexOf('piece') + 1, [flag, whole.subarray(at, at + room)]));
  }
  return pieces;
}

function bodyOf(frame: Frame): readonly Uint8Array[] {
  switch (frame.kind) {
    case 'hello': {
      const head = new Uint8Array([helloVersion, ...lengthOf(frame.certificate)]);
      return [head, frame.certificate, frame.signature];
    }
    case 'certificates':
      return frame.certificates.flatMap((bytes) => [new Uint8Array(lengthOf(bytes)), bytes]);
    case 'state':
      return [frame.stateVector];
    case 'update':
      return [frame.update];
    case 'piece':
      return [new Uint8Array([frame.last ? 1 : 0]), frame.bytes];
    case 'ask':
      return [];
    case 'typing':
      return [new Uint8Array([frame.typing ? 1 : 0])];
    case 'ping':
    case 'pong': {
      const body = new Uint8Array(4);
      new DataView(body.buffer).setUint32(0, frame.number);
      return [body];
    }
  }
}

function readHello(body: Uint8Array): Result<Frame, 'malformed'> {
  const length = ((body[1] ?? 0) << 8) | (body[2] ?? 0);
  const isWhole = body[0] === helloVersion && body.length === 3 + length + signatureBytes;
  if (!isWhole || length > limits.certificateBytes) return refuse('malformed');
  const certificate = body.subarray(3, 3 + length);
  return accept({ kind: 'hello', certificate, signature: body.subarray(3 + length) });
}

function readCertificates(body: Uint8Array): Result<Frame, 'malformed'> {
  const certificates: Uint8Array[] = [];
  for (let at = 0; at < body.length;) {
    const length = ((body[at] ?? 0) << 8) | (body[at + 1] ?? 0);
    const end = at + 2 + length;
    const isTooMany = certificates.length >= limits.logsPerConversation;
    if (length === 0 || length > limits.certificateBytes || end > body.length || isTooMany) {
      return refuse('malformed');
    }
    certificates.push(body.subarray(at + 2, end));
    at = end;
  }
  return certificates.length > 0
    ? accept({ kind: 'certificates', certificates })
    : refuse('malformed');
}

function readNumber(body: Uint8Array): number {
  return new DataView(body.buffer, body.byteOffset, body.length).getUint32(0);
}

function lengthOf(bytes: Uint8Array): [number, number] {
  return [bytes.length >> 8, bytes.length & 255];
}

function concat(kind: number, parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const length = parts.reduce((sum, part) => sum + part.length, 1);
  const bytes = new Uint8Array(length);
  bytes[0] = kind;
  let at = 1;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

export interface Assembler {
  /** @returns the frame that this piece completes, undefined while pieces are missing, or a refusal. */
  add(piece: { last: boolean; bytes: Uint8Array }): Result<Frame | undefined, 'malformed'>;
}

/** Puts pieces together again; holds at most `limits.reassemblyBytes`. */
export function createAssembler(): Assembler {
  let parts: Uint8Array[] = [];
  let length = 0;

  return {
    add({ last, bytes }) {
      length += bytes.length;
      if (length > limits.reassemblyBytes) {
        parts = [];
        length = 0;
        return refuse('malformed');
      }
      parts.push(bytes);
      if (!last) return accept(undefined);
      const [first, ...rest] = parts;
      const whole = concat(first?.[0] ?? 0, [first?.subarray(1) ?? new Uint8Array(), ...rest]);
      parts = [];
      length = 0;
      const frame = readFrame(whole);
      const mayBeCut = frame.ok && ['certificates', 'state', 'update'].includes(frame.value.kind);
      return mayBeCut ? frame : refuse('malformed');
    },
  };
}
