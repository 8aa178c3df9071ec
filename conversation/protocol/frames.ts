/**
 * Binary frames of `/session` (PROTOCOL.md, section 3.2): log entries on their way to or from the archive.
 *
 *     frame := kind (1 byte, always 1: entries) • conversation (16 bytes) • Yjs update, V1, as the guard admits it
 */
import { fromBase64Url, toBase64Url, type ConversationId } from './ids.ts';
import { accept, refuse, type Result } from './result.ts';

const entriesKind = 1;
const headBytes = 17;

export interface EntriesFrame {
  readonly conversation: ConversationId;
  /** Not checked here: the guard reads it. */
  readonly update: Uint8Array;
}

export function writeEntriesFrame(conversation: ConversationId, update: Uint8Array): Uint8Array {
  const id = fromBase64Url(conversation);
  if (id === undefined) throw new Error('A conversation id is base64url.');
  const frame = new Uint8Array(headBytes + update.length);
  frame[0] = entriesKind;
  frame.set(id, 1);
  frame.set(update, headBytes);
  return frame;
}

export function readEntriesFrame(frame: Uint8Array): Result<EntriesFrame, 'malformed'> {
  if (frame.length <= headBytes || frame[0] !== entriesKind) return refuse('malformed');
  return accept({
    conversation: toBase64Url(frame.subarray(1, headBytes)) as ConversationId,
    update: frame.subarray(headBytes),
  });
}
