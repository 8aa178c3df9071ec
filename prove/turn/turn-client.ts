/** A TURN client over UDP that asks for anything. */
import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import {
  attributes,
  errorCodeOf,
  longTermKey,
  methods,
  peerAddress,
  readStun,
  valueOf,
  writeStun,
  type Attribute,
  type Method,
  type StunMessage,
} from './stun.ts';

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

export interface TurnClient {
  /** @returns 0 for success, else the error code. */
  ask(method: Method, extra: readonly Attribute[]): Promise<number>;
  /** CreatePermission for this address. @returns as `ask` */
  permit(address: Buffer, port: number): Promise<number>;
  bind(channel: number, address: Buffer, port: number): Promise<number>;
  /** Sends without asking; nobody says what became of it. */
  send(address: Buffer, port: number, data: string): void;
  close(): void;
}

const answerMs = 1_000;
const tries = 5;
export const udp: Attribute = {
  type: attributes.requestedTransport,
  value: Buffer.from([17, 0, 0, 0]),
};

export function createTurnClient(host: string, port: number, who: Credentials): TurnClient {
  const socket = createSocket('udp4');
  const waiting = new Map<string, (message: StunMessage) => void>();
  let realm = '';
  let nonce: Buffer = Buffer.alloc(0);
  socket.on('message', (data) => {
    const message = readStun(data);
    if (message !== undefined) waiting.get(message.transaction.toString('hex'))?.(message);
  });

  async function exchange(bytes: Buffer, transaction: Buffer): Promise<StunMessage> {
    const id = transaction.toString('hex');
    for (let attempt = 0; attempt < tries; attempt += 1) {
      const answered = new Promise<StunMessage | undefined>((done) => {
        const timer = setTimeout(() => done(undefined), answerMs);
        waiting.set(id, (message) => {
          clearTimeout(timer);
          done(message);
        });
      });
      socket.send(bytes, port, host);
      const message = await answered;
      waiting.delete(id);
      if (message !== undefined) return message;
    }
    throw new Error('The TURN server does not answer.');
  }

  function request(
    method: Method,
    make: (transaction: Buffer) => readonly Attribute[],
  ): Promise<StunMessage> {
    const transaction = randomBytes(12);
    const proof: Attribute[] =
      realm === ''
        ? []
        : [
            { type: attributes.username, value: Buffer.from(who.username) },
            { type: attributes.realm, value: Buffer.from(realm) },
            { type: attributes.nonce, value: nonce },
          ];
    const list = [...make(transaction), ...proof];
    const key = realm === '' ? undefined : longTermKey(who.username, realm, who.password);
    const message = { method: methods[method], transaction, attributes: list };
    return exchange(writeStun({ ...message, kind: 'request' }, key), transaction);
  }

  /** The first answer brings realm and nonce; a nonce that became old brings the next one. */
  async function askWith(
    method: Method,
    make: (transaction: Buffer) => readonly Attribute[],
  ): Promise<number> {
    let answer = await request(method, make);
    const isNew = realm === '';
    const isChallenge = () => {
      const code = errorCodeOf(answer);
      return code === 438 || (code === 401 && isNew);
    };
    if (isChallenge()) {
      realm = valueOf(answer, attributes.realm)?.toString() ?? '';
      nonce = valueOf(answer, attributes.nonce) ?? Buffer.alloc(0);
      answer = await request(method, make);
    }
    return answer.kind === 'success' ? 0 : (errorCodeOf(answer) ?? -1);
  }

  return {
    ask: (method, extra) => askWith(method, () => extra),
    permit: (address, to) =>
      askWith('createPermission', (transaction) => [peerAddress(address, to, transaction)]),
    bind: (channel, address, to) =>
      askWith('channelBind', (transaction) => {
        const number = Buffer.alloc(4);
        number.writeUInt16BE(channel, 0);
        return [
          { type: attributes.channelNumber, value: number },
          peerAddress(address, to, transaction),
        ];
      }),
    send(address, to, data) {
      const transaction = randomBytes(12);
      const list = [
        peerAddress(address, to, transaction),
        { type: attributes.data, value: Buffer.from(data) },
      ];
      const message = { method: methods.send, transaction, attributes: list };
      socket.send(writeStun({ ...message, kind: 'indication' }), port, host);
    },
    close: () => socket.close(),
  };
}
