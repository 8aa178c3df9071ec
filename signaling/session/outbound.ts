/** What is sent to one peer, and when it is taken for one that does not read. */
import type { FromServer } from '../../conversation/protocol/session.ts';
import type { Clock } from '../clock.ts';
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
  /** Resolves when nothing waits any more, or nobody is left to read it. */
  flushed(): Promise<void>;
  /** The socket is gone. */
  close(): void;
}

/** What waits for all readers together. */
export interface UnsentBytes {
  total: number;
}

export interface OutboundOptions {
  readonly clock: Clock;
  readonly unsent: UnsentBytes;
  /** Too much waits to be read, or for too long. May be called again. */
  readonly onSlow: () => void;
}

export function createOutbound(socket: OutboundSocket, options: OutboundOptions): Outbound {
  const { clock, unsent, onSlow } = options;
  let counted = 0;
  let taken = 0;
  let waiting = 0;
  let cancelLook: (() => void) | undefined;
  let onEmpty: (() => void)[] = [];
  let isClosed = false;

  function count(): void {
    const now = isClosed ? 0 : socket.bufferedAmount;
    unsent.total += now - counted;
    counted = now;
  }

  /** With much waiting everywhere, whoever has more than an ordinary share of it is in the way of the others. */
  function isTooMuch(): boolean {
    if (counted > sessionLimits.unsentBytes) return true;
    return (
      unsent.total > sessionLimits.unsentBytesOfAll && counted > sessionLimits.unsentBytesOfMany
    );
  }

  /** Something waits: by the next look the network must have taken some of it. */
  function lookLater(): void {
    const before = taken;
    cancelLook = clock.after(sessionLimits.unreadMs, () => {
      cancelLook = undefined;
      count();
      if (counted === 0) return;
      if (taken === before) onSlow();
      else lookLater();
    });
  }

  function write(data: string | Uint8Array, sent: () => void): void {
    waiting += 1;
    // With a fault or without: the socket's own events say what became of it.
    socket.send(data, () => {
      taken += 1;
      waiting -= 1;
      count();
      if (waiting === 0) empty();
      sent();
    });
    count();
    if (isTooMuch()) onSlow();
    else if (counted > 0 && cancelLook === undefined && !isClosed) lookLater();
  }

  function empty(): void {
    for (const resolve of onEmpty) resolve();
    onEmpty = [];
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
    flushed() {
      if (waiting === 0 || isClosed) return Promise.resolve();
      return new Promise((resolve) => {
        onEmpty.push(resolve);
      });
    },
    close() {
      isClosed = true;
      cancelLook?.();
      count();
      empty();
    },
  };
}
