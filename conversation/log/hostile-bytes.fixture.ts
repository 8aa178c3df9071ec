/** How the attacks of `attacks.fixture.ts` are written: by the real Yjs where it can be made to, else by hand. */
import * as encoding from 'lib0/encoding';
// oxlint-disable-next-line no-restricted-imports -- attacks are built with the library they are aimed at
import * as Y from 'yjs';
import { fromBase64Url, type ConversationId, type LogId } from '../protocol/ids.ts';
import { writeInteger } from './bytes.ts';
import { sha256 } from './hash.ts';

export interface Victim {
  readonly log: LogId;
  /** Where the victim's log ends: the position of its next entry. */
  readonly from: number;
  /** Of the victim's log. */
  readonly rootName: string;
  /** Where it is given, forged entries are right in everything but the signature. */
  readonly conversation?: ConversationId;
  /** Hash of the victim's last entry. */
  readonly prev?: Uint8Array;
}

/** What Yjs writes for a change by the victim's client id to the victim's log. */
export function change(
  victim: Victim,
  edit: (array: Y.Array<unknown>, doc: Y.Doc) => void,
  atLeast = 0,
): Uint8Array {
  const doc = new Y.Doc();
  doc.clientID = victim.log;
  const array = doc.getArray<unknown>(victim.rootName);
  const held = Math.max(victim.from, atLeast);
  if (held > 0) array.push(Array.from({ length: held }, (_, seq) => forgedEntry(victim, seq)));
  const before = Y.encodeStateVector(doc);
  edit(array, doc);
  return Y.encodeStateAsUpdate(doc, before);
}

export function fresh(clientID: number, edit: (doc: Y.Doc) => void): Uint8Array {
  const doc = new Y.Doc();
  doc.clientID = clientID;
  edit(doc);
  return Y.encodeStateAsUpdate(doc);
}

/** Form, place and payload hash are right; nobody signed it. */
export function forgedEntry(victim: Victim, seq: number): Uint8Array {
  const payload = new TextEncoder().encode('0123456789abcdef{"text":"forged"}');
  const bytes = new Uint8Array(164 + payload.length);
  bytes[0] = 1;
  bytes[1] = 1;
  if (victim.conversation) bytes.set(fromBase64Url(victim.conversation) ?? [], 2);
  writeInteger(bytes, 18, 4, victim.log);
  writeInteger(bytes, 22, 4, seq);
  writeInteger(bytes, 26, 4, seq + 1);
  if (victim.prev && seq === victim.from) bytes.set(victim.prev, 36);
  bytes.set(sha256(payload), 68);
  bytes.fill(9, 100, 164);
  bytes.set(payload, 164);
  return bytes;
}

export function raw(numbers: readonly number[]): Uint8Array {
  const encoder = encoding.createEncoder();
  for (const number of numbers) encoding.writeVarUint(encoder, number);
  return encoding.toUint8Array(encoder);
}

export function runLengthBomb({ log }: Victim): Uint8Array {
  const encoder = new Y.UpdateEncoderV2();
  encoding.writeVarUint(encoder.restEncoder, 1);
  encoding.writeVarUint(encoder.restEncoder, 1_000_000);
  encoder.writeClient(log);
  encoding.writeVarUint(encoder.restEncoder, 0);
  for (let i = 0; i < 1_000_000; i += 1) {
    encoder.writeInfo(0);
    encoder.writeLen(1);
  }
  encoding.writeVarUint(encoder.restEncoder, 0);
  return encoder.toUint8Array();
}

export function manyLogs(count: number, clock: number): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, count);
  for (let i = 0; i < count; i += 1) {
    for (const number of [1, 200_000 - i, clock, 0, 1]) encoding.writeVarUint(encoder, number);
  }
  encoding.writeVarUint(encoder, 0);
  return encoding.toUint8Array(encoder);
}

export function nestedArrays({ log, rootName }: Victim): Uint8Array {
  const encoder = encoding.createEncoder();
  for (const number of [1, 1, log, 0, 8, 1]) encoding.writeVarUint(encoder, number);
  encoding.writeVarString(encoder, rootName);
  encoding.writeVarUint(encoder, 1);
  for (let i = 0; i < 30_000; i += 1) encoding.writeUint8Array(encoder, new Uint8Array([117, 1]));
  encoding.writeUint8Array(encoder, new Uint8Array([126, 0]));
  return encoding.toUint8Array(encoder);
}

export function awareness(states: readonly (readonly [number, number, string])[]): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, states.length);
  for (const [client, clock, state] of states) {
    encoding.writeVarUint(encoder, client);
    encoding.writeVarUint(encoder, clock);
    encoding.writeVarString(encoder, state);
  }
  return encoding.toUint8Array(encoder);
}

export function join(...parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
