/**
 * Frames of the channel for files (PROTOCOL.md, section 5.1). Whoever opened the channel asks, the other side gives:
 *
 *     1 want   number (4) • SHA-256 of the file (32) • first byte (4) • how many (4)
 *     2 stop   number (4): nothing more of it
 *     3 bytes  number (4) • the next bytes of what was asked for
 *     4 none   number (4): not here, or not now
 *
 * Numbers are big-endian. The number names a question; it grows by one with each of a channel, from 1.
 */
import type { FileHash } from '../../protocol/file.ts';
import { mostFileBytes } from '../../protocol/file.ts';
import { fromBase64Url, toBase64Url } from '../../protocol/ids.ts';
import { accept, refuse, type Result } from '../../protocol/result.ts';
import { fileLimits } from './file-limits.ts';

export interface Want {
  readonly kind: 'want';
  readonly number: number;
  readonly hash: FileHash;
  readonly from: number;
  readonly length: number;
}
export type FileFrame =
  | Want
  | { readonly kind: 'stop' | 'none'; readonly number: number }
  | { readonly kind: 'bytes'; readonly number: number; readonly bytes: Uint8Array<ArrayBuffer> };

const kinds = ['want', 'stop', 'bytes', 'none'] as const;
export const frameHead = 5;
const wantBytes = frameHead + 32 + 8;

/** @returns the frame, or why it is none; `bytes` are a view. Never throws. */
export function readFileFrame(message: Uint8Array<ArrayBuffer>): Result<FileFrame, 'malformed'> {
  if (message.length < frameHead || message.length > fileLimits.messageBytes) {
    return refuse('malformed');
  }
  const view = new DataView(message.buffer, message.byteOffset, message.length);
  const kind = kinds[view.getUint8(0) - 1];
  const number = view.getUint32(1);
  if (number === 0) return refuse('malformed');
  switch (kind) {
    case 'want': {
      if (message.length !== wantBytes) return refuse('malformed');
      const hash = toBase64Url(message.subarray(frameHead, frameHead + 32)) as FileHash;
      const from = view.getUint32(frameHead + 32);
      const length = view.getUint32(frameHead + 36);
      const isFine =
        length > 0 && length <= fileLimits.rangeBytes && from + length <= mostFileBytes;
      return isFine ? accept({ kind, number, hash, from, length }) : refuse('malformed');
    }
    case 'stop':
    case 'none':
      return message.length === frameHead ? accept({ kind, number }) : refuse('malformed');
    case 'bytes':
      return message.length > frameHead
        ? accept({ kind, number, bytes: message.subarray(frameHead) })
        : refuse('malformed');
    default:
      return refuse('malformed');
  }
}

export function writeFileFrame(frame: FileFrame): Uint8Array<ArrayBuffer> {
  const body = bodyOf(frame);
  const message = new Uint8Array(frameHead + body.length);
  message[0] = kinds.indexOf(frame.kind) + 1;
  new DataView(message.buffer).setUint32(1, frame.number);
  message.set(body, frameHead);
  return message;
}

function bodyOf(frame: FileFrame): Uint8Array {
  switch (frame.kind) {
    case 'want': {
      const hash = fromBase64Url(frame.hash);
      if (hash?.length !== 32) throw new RangeError('The hash of a file has 32 bytes.');
      const body = new Uint8Array(40);
      body.set(hash);
      const view = new DataView(body.buffer);
      view.setUint32(32, frame.from);
      view.setUint32(36, frame.length);
      return body;
    }
    case 'bytes':
      return frame.bytes;
    case 'stop':
    case 'none':
      return new Uint8Array();
  }
}
