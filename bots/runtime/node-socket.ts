/** The bots' door to ws: WebSockets to our own server. */
import { WebSocket } from 'ws';
import type { SocketLike } from '../../conversation/peer/session-link.ts';

/** What a server may send; ours sends far less (limits.ts), and without this ws takes 100 MiB. */
export const nodeSocketLimits = {
  maxPayload: 4 * 1024 * 1024,
  perMessageDeflate: false,
  // A byte at a time, a message costs a hundred times its size.
  maxFragments: 1024,
  maxBufferedChunks: 16 * 1024,
  handshakeTimeout: 10_000,
} as const;

export function openNodeSocket(url: string): SocketLike {
  const socket = new WebSocket(url, nodeSocketLimits);
  socket.binaryType = 'arraybuffer';
  return socket;
}
