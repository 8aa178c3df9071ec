/** STUN messages (RFC 8489) and TURN's attributes (RFC 8656): as much as it takes to ask for what is forbidden. */
import { createHash, createHmac } from 'node:crypto';

export const methods = {
  binding: 0x001,
  allocate: 0x003,
  refresh: 0x004,
  send: 0x006,
  data: 0x007,
  createPermission: 0x008,
  channelBind: 0x009,
  connect: 0x00a,
} as const;
export type Method = keyof typeof methods;

export const attributes = {
  username: 0x0006,
  messageIntegrity: 0x0008,
  errorCode: 0x0009,
  channelNumber: 0x000c,
  xorPeerAddress: 0x0012,
  data: 0x0013,
  realm: 0x0014,
  nonce: 0x0015,
  xorRelayedAddress: 0x0016,
  requestedAddressFamily: 0x0017,
  requestedTransport: 0x0019,
} as const;

export interface Attribute {
  readonly type: number;
  readonly value: Buffer;
}

export interface StunMessage {
  readonly method: number;
  readonly kind: 'request' | 'indication' | 'success' | 'error';
  readonly transaction: Buffer;
  readonly attributes: readonly Attribute[];
}

const cookie = Buffer.from([0x21, 0x12, 0xa4, 0x42]);
const kinds = ['request', 'indication', 'success', 'error'] as const;

/** @param key signs the message; an indication has none */
export function writeStun(message: StunMessage, key?: Buffer): Buffer {
  const body = Buffer.concat(message.attributes.map(writeAttribute));
  if (key === undefined) return Buffer.concat([header(message, body.length), body]);
  // The integrity is over everything before it, under a header that counts it (RFC 8489, section 14.5).
  const signed = Buffer.concat([header(message, body.length + 24), body]);
  const integrity = createHmac('sha1', key).update(signed).digest();
  const last = writeAttribute({ type: attributes.messageIntegrity, value: integrity });
  return Buffer.concat([signed, last]);
}

function header({ method, kind, transaction }: StunMessage, length: number): Buffer {
  const bits = kinds.indexOf(kind);
  const type = (method & 0xf) | ((method & 0x70) << 1) | ((bits & 1) << 4) | ((bits & 2) << 7);
  const head = Buffer.alloc(4);
  head.writeUInt16BE(type, 0);
  head.writeUInt16BE(length, 2);
  return Buffer.concat([head, cookie, transaction]);
}

function writeAttribute({ type, value }: Attribute): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(type, 0);
  head.writeUInt16BE(value.length, 2);
  return Buffer.concat([head, value, Buffer.alloc((4 - (value.length % 4)) % 4)]);
}

/** @returns undefined for what is no STUN message. */
export function readStun(bytes: Buffer): StunMessage | undefined {
  if (bytes.length < 20 || !bytes.subarray(4, 8).equals(cookie)) return undefined;
  const type = bytes.readUInt16BE(0);
  const kind = kinds[((type >> 4) & 1) | ((type >> 7) & 2)];
  if (kind === undefined || type > 0x3fff) return undefined;
  const method = (type & 0xf) | ((type >> 1) & 0x70);
  const found: Attribute[] = [];
  for (let at = 20; at + 4 <= bytes.length;) {
    const length = bytes.readUInt16BE(at + 2);
    found.push({ type: bytes.readUInt16BE(at), value: bytes.subarray(at + 4, at + 4 + length) });
    at += 4 + length + ((4 - (length % 4)) % 4);
  }
  return { method, kind, transaction: bytes.subarray(8, 20), attributes: found };
}

export function valueOf(message: StunMessage, type: number): Buffer | undefined {
  return message.attributes.find((attribute) => attribute.type === type)?.value;
}

/** `401`, `403` and so on; undefined where the message is no error. */
export function errorCodeOf(message: StunMessage): number | undefined {
  const value = valueOf(message, attributes.errorCode);
  return value === undefined ? undefined : (value[2] ?? 0) * 100 + (value[3] ?? 0);
}

/** The key of the long-term credential mechanism (RFC 8489, section 9.2.2). */
export function longTermKey(username: string, realm: string, password: string): Buffer {
  return createHash('md5').update(`${username}:${realm}:${password}`).digest();
}

/** @param address 4 or 16 bytes */
export function peerAddress(address: Buffer, port: number, transaction: Buffer): Attribute {
  const mask = Buffer.concat([cookie, transaction]);
  const value = Buffer.alloc(4 + address.length);
  value[1] = address.length === 4 ? 1 : 2;
  value.writeUInt16BE(port ^ 0x2112, 2);
  address.forEach((byte, at) => (value[4 + at] = byte ^ (mask[at] ?? 0)));
  return { type: attributes.xorPeerAddress, value };
}
