/** A session that stops reading at the TCP level, and goes on asking. */
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { WebSocket } from 'ws';
import { protocolVersion } from '../../../conversation/protocol/version.ts';
import type { LightClient } from '../../support/light-client.ts';

export interface PausedReader {
  stopReading(): void;
  /** Asks for the whole history, and says something else besides. */
  ask(): void;
  /** The network said so while we wrote; nothing was read. */
  isGone(): boolean;
}

/** Takes the place of `client` in its conversation. */
export async function pausedReader(
  url: string,
  from: string,
  client: LightClient,
): Promise<PausedReader> {
  const { ticket, joining } = await client.handOver();
  const socket = new WebSocket(`${url.replace('http', 'ws')}/session`, {
    localAddress: from,
    perMessageDeflate: false,
  });
  let isGone = false;
  socket.on('error', () => (isGone = true));
  socket.on('close', () => (isGone = true));
  let raw: Socket | undefined;
  socket.on('upgrade', (response) => {
    raw = response.socket;
  });
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'hello', version: protocolVersion, ticket }));
  await once(socket, 'message');
  return {
    stopReading() {
      socket.send(JSON.stringify({ ...joining, type: 'join', have: [] }));
      raw?.pause();
    },
    ask() {
      const { conversation } = joining;
      if (socket.readyState !== socket.OPEN) return;
      for (let n = 0; n < 4; n += 1) {
        socket.send(JSON.stringify({ type: 'sync', conversation, have: [] }), () => undefined);
      }
      socket.send(JSON.stringify({ type: 'ping' }), () => undefined);
    },
    isGone: () => isGone || raw?.destroyed === true,
  };
}
