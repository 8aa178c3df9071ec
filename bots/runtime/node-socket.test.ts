import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocketServer, type WebSocket } from 'ws';
import { nodeSocketLimits, openNodeSocket } from './node-socket.ts';
import { installNodeGlobals } from './node-webrtc.ts';

let server: WebSocketServer;
let url: string;
beforeEach(async () => {
  server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: true });
  await once(server, 'listening');
  url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  for (const socket of server.clients) socket.terminate();
  server.close();
});

/** y-webrtc's sockets are those of the global scope. */
function openGlobalSocket(): () => void {
  const globals = installNodeGlobals({ onFault: () => undefined });
  try {
    const socket = new globalThis.WebSocket(url);
    return () => socket.close();
  } finally {
    globals.restore();
  }
}

function openSessionSocket(): () => void {
  const socket = openNodeSocket(url);
  socket.addEventListener('error', () => undefined);
  return () => socket.close();
}

const tooMuch: readonly (readonly [string, number, (socket: WebSocket) => void])[] = [
  ['too large', 1009, (socket) => socket.send('x'.repeat(nodeSocketLimits.maxPayload + 1))],
  [
    'sent a byte at a time',
    1008,
    (socket) => {
      for (let n = 0; n < 2 * nodeSocketLimits.maxFragments; n += 1) {
        socket.send('x', { fin: false });
      }
    },
  ],
];
const kinds = [
  ['session', openSessionSocket],
  ['signaling', openGlobalSocket],
] as const;

test.each(kinds.flatMap(([kind, open]) => tooMuch.map((it) => [kind, ...it, open] as const)))(
  '[V-74] [W8] a bot ends a %s socket whose message is %s',
  async (_kind, _what, code, send, open) => {
    const connected = once(server, 'connection');
    const close = open();
    const [socket] = (await connected) as [WebSocket];
    socket.on('error', () => undefined);
    expect(socket.extensions).toBe('');
    const closed = once(socket, 'close');
    send(socket);
    expect(((await closed) as [number])[0]).toBe(code);
    close();
  },
);
