/** The bots' door to ws: WebSockets to our own server. */
import { WebSocket } from 'ws';
import type { SocketLike } from '../../conversation/peer/session-link.ts';

/** The server's frames are far smaller (limits.ts); without this ws takes 100 MiB. */
const largestFrameBytes = 4 * 1024 * 1024;

export function openNodeSocket(url: string): SocketLike {
  const socket = new WebSocket(url, {
    maxPayload: largestFrameBytes,
    perMessageDeflate: false,
    // A byte at a time, a message costs a hundred times its size.
    maxFragments: 1024,
    maxBufferedChunks: 16 * 1024,
    handshakeTimeout: 10_000,
  });
  socket.binaryType = 'arraybuffer';
  return socket;
}
