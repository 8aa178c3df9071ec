/** A socket that mutants are sent on: what it hears and how it ends goes into the tally. */
import type { WebSocket } from 'ws';
import { closeCodes } from '../../../conversation/protocol/close-codes.ts';
import type { Tally } from './tally.ts';

export interface WatchedSocket {
  isOpen(): boolean;
  /** Resolves with the next message, or when the socket is closed. */
  heard(): Promise<void>;
  /** Resolves when what was sent is handled, as the answer to a ping says, or nobody answers any more. */
  settled(): Promise<void>;
  /** Closes it. */
  end(): Promise<void>;
}

/** By the protocol, or by RFC 6455: what `ws` says of frames that are none (1002), no text (1007) or too large (1009). */
const expected = new Set<number>([
  ...Object.values(closeCodes).map(({ code }) => code),
  1000,
  1002,
  1005,
  1007,
  1009,
]);
/** Whoever sent too much is not answered. */
const patienceMs = 50;

export function watchSocket(
  socket: WebSocket,
  tally: Tally,
  onText: (text: string) => void,
): WatchedSocket {
  let listening: (() => void)[] = [];
  const tell = () => {
    for (const each of listening) each();
    listening = [];
  };
  let isOurs = false;
  let onPong = () => {};
  const closed = new Promise<void>((done) => {
    socket.on('close', (code) => {
      if (!isOurs) {
        tally.answered(`closed ${code}`);
        if (!expected.has(code)) tally.strange(`a socket was closed with ${code}`);
      }
      tell();
      done();
    });
  });
  socket.on('error', () => undefined);
  socket.on('message', (data: Buffer, isBinary) => {
    const text = isBinary ? '' : data.toString();
    const refused = /^\{"type":"(?:refused|error)","code":"([\w-]+)"/.exec(text)?.[1];
    if (refused !== undefined) tally.answered(refused);
    if (text === '{"type":"pong"}') onPong();
    onText(text);
    tell();
  });
  const isOpen = () => socket.readyState === socket.OPEN;
  return {
    isOpen,
    heard: () =>
      new Promise((done) => {
        if (isOpen()) listening.push(done);
        else done();
      }),
    async settled() {
      if (!isOpen()) return;
      socket.send('{"type":"ping"}');
      const patience = new Promise<void>((done) => setTimeout(done, patienceMs));
      const answered = new Promise<void>((done) => (onPong = done));
      await Promise.race([answered, closed, patience]);
    },
    async end() {
      isOurs = true;
      socket.close();
      await closed;
    },
  };
}
