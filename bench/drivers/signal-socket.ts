/** A WebSocket of a signaling client, on an address of its own. */
import { WebSocket } from 'ws';

export interface SignalSocket {
  send(message: object): void;
  /** Called with each message from then on. */
  onMessage(listener: (message: unknown) => void): void;
}

/** Resolves when it is open. */
export async function openSignalSocket(url: string, from: string): Promise<SignalSocket> {
  const socket = new WebSocket(url, { localAddress: from, perMessageDeflate: false });
  const listeners = new Set<(message: unknown) => void>();
  socket.on('message', (data: Buffer) => {
    const message: unknown = JSON.parse(data.toString());
    for (const listener of listeners) listener(message);
  });
  await new Promise<void>((done, fail) => {
    socket.on('open', done);
    socket.on('error', fail);
    socket.on('close', (code) => fail(new Error(`${url} was closed with ${code}.`)));
  });
  return {
    send: (message) => socket.send(JSON.stringify(message)),
    onMessage: (listener) => void listeners.add(listener),
  };
}

/** Resolves with the first message of this type. */
export const typeOf = (message: unknown): unknown =>
  typeof message === 'object' && message !== null && 'type' in message ? message.type : undefined;

export function next(socket: SignalSocket, type: string): Promise<void> {
  return new Promise((done) => {
    socket.onMessage((message) => {
      if (typeOf(message) === type) done();
    });
  });
}
