/** What is sent to one peer, and when it is taken for one that does not read. */
import type { FromServer } from '../../conversation/protocol/session.ts';
import { sessionLimits } from './session-limits.ts';

/** The part of a WebSocket that is used; `ws` fits. */
export interface OutboundSocket {
  readonly readyState: number;
  readonly OPEN: number;
  /** Bytes that were sent and not yet taken by the network. */
  readonly bufferedAmount: number;
  send(data: string | Uint8Array, sent: () => void): void;
}

export interface Outbound {
  send(message: FromServer): void;
  /** Resolves when the frame was handed to the network, or cannot be any more. */
  sendFrame(frame: Uint8Array): Promise<void>;
}

/** @param onSlow called whenever more than the limit waits to be read. */
export function createOutbound(socket: OutboundSocket, onSlow: () => void): Outbound {
  function write(data: string | Uint8Array, sent: () => void): void {
    // With a fault or without: the socket's own events say what became of it.
    socket.send(data, sent);
    if (socket.bufferedAmount > sessionLimits.unsentBytes) onSlow();
  }

  return {
    send(message) {
      if (socket.readyState === socket.OPEN) write(JSON.stringify(message), () => undefined);
    },
    sendFrame(frame) {
      if (socket.readyState !== socket.OPEN) return Promise.resolve();
      return new Promise((resolve) => {
        write(frame, resolve);
      });
    },
  };
}
