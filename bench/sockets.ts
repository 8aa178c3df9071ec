/** Frames and bytes between pages and their servers, as the browser tells them. */
import type { BrowserContext } from '@playwright/test';

export interface SocketTraffic {
  /** Binary frames of pages: what is to be kept or passed on. */
  uploads: number;
  /** Binary frames of the server: what it passes on. */
  passedOn: number;
  framesOut: number;
  framesIn: number;
  bytesOut: number;
  bytesIn: number;
}

const none = { uploads: 0, passedOn: 0, framesOut: 0, framesIn: 0, bytesOut: 0, bytesIn: 0 };

/** Signs of life come when they are due, not because somebody wrote. */
const isSignOfLife = (payload: string | Buffer) =>
  typeof payload === 'string' && /^\{"type":"p[io]ng"/.test(payload);

export interface SocketCounter {
  /** For a context that has no page yet. */
  watch(context: BrowserContext): void;
  sum(): SocketTraffic;
}

export function countSockets(): SocketCounter {
  const all: SocketTraffic[] = [];
  return {
    watch(context) {
      context.on('page', (page) =>
        page.on('websocket', (socket) => {
          const seen = { ...none };
          all.push(seen);
          socket.on('framesent', ({ payload }) => {
            if (isSignOfLife(payload)) return;
            seen.framesOut += 1;
            seen.bytesOut += Buffer.byteLength(payload);
            if (typeof payload !== 'string') seen.uploads += 1;
          });
          socket.on('framereceived', ({ payload }) => {
            if (isSignOfLife(payload)) return;
            seen.framesIn += 1;
            seen.bytesIn += Buffer.byteLength(payload);
            if (typeof payload !== 'string') seen.passedOn += 1;
          });
        }),
      );
    },
    sum: () => all.reduce(add, none),
  };
}

export function together(...counters: readonly SocketCounter[]): Pick<SocketCounter, 'sum'> {
  return { sum: () => counters.map((counter) => counter.sum()).reduce(add, none) };
}

function add(a: SocketTraffic, b: SocketTraffic): SocketTraffic {
  return {
    uploads: a.uploads + b.uploads,
    passedOn: a.passedOn + b.passedOn,
    framesOut: a.framesOut + b.framesOut,
    framesIn: a.framesIn + b.framesIn,
    bytesOut: a.bytesOut + b.bytesOut,
    bytesIn: a.bytesIn + b.bytesIn,
  };
}
