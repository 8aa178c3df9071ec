/**
 * The messages of y-webrtc 10 (y-protocols): only our own provider's are read here, and only ours are given to it.
 *
 *     message := 0 • 0 • bytes   state vector       0 • 1 • bytes, 0 • 2 • bytes   update
 *              | 1 • bytes       awareness
 */
import { createByteReader, createByteWriter, varUintLength } from '../../log/varuint.ts';

export type StockMessage =
  | { readonly kind: 'state'; readonly stateVector: Uint8Array }
  | { readonly kind: 'update'; readonly update: Uint8Array }
  | { readonly kind: 'awareness' }
  | { readonly kind: 'none' };

const sync = 0;
const awareness = 1;
const step1 = 0;

/** @throws Error for what y-webrtc 10 does not send. */
export function readStockMessage(bytes: Uint8Array): StockMessage {
  // To a message it does not know y-webrtc answers with an empty one.
  if (bytes.length === 0) return { kind: 'none' };
  const reader = createByteReader(bytes);
  const type = reader.varUint();
  if (type === awareness) return { kind: 'awareness' };
  const subtype = reader.varUint();
  if (type !== sync || subtype > 2) throw new Error(`y-webrtc sent a message of type ${type}.`);
  const body = reader.bytes(reader.varUint());
  if (reader.failed !== undefined)
    throw new Error(`y-webrtc sent a message that is ${reader.failed}.`);
  return subtype === step1
    ? { kind: 'state', stateVector: body }
    : { kind: 'update', update: body };
}

/** "This is what I hold", which y-webrtc answers with what is missing. */
export function writeStockState(stateVector: Uint8Array): Uint8Array<ArrayBuffer> {
  const { length } = stateVector;
  const writer = createByteWriter(2 + varUintLength(length) + length);
  writer.varUint(sync);
  writer.varUint(step1);
  writer.varUint(length);
  writer.bytes(stateVector);
  return new Uint8Array(writer.done());
}
