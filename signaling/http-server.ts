/** The listening socket, and how it is given up again. */
import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Config } from './config.ts';
import type { HandleUpgrade } from './http/upgrades.ts';
import { SetupError } from './setup-error.ts';

/** Slow or silent senders do not keep a connection (OWASP, Denial of Service). */
const timeouts = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 5_000,
} as const;

/** An answer that nobody takes: bytes must go either way this often. WebSockets have a heartbeat of their own. */
const idleMs = 30_000;

/**
 * Requests of one connection whose answers are not on their way yet. Browsers send one after the other; whoever sends
 * hundreds and reads nothing has hundreds of answers waiting in our memory.
 */
const mostAtOnce = 16;

/** How long requests that were begun may take to end once the server stops. */
const lastRequestsMs = 2_000;

export interface HttpServer {
  /**
   * @returns the port.
   * @throws SetupError where HOST or PORT cannot be had.
   */
  listen(
    at: Pick<Config, 'host' | 'port'>,
    onRequest: RequestListener,
    onUpgrade: HandleUpgrade,
  ): Promise<number>;
  /** Takes no new connections. */
  stop(): void;
  /** Resolves when all connections are gone; sockets that were upgraded are ended by their owners before. */
  close(): Promise<void>;
}

export function createHttpServer(): HttpServer {
  const server = createServer({ ...timeouts, maxHeaderSize: 16_384 });
  server.setTimeout(idleMs);
  let closed: Promise<void> | undefined;
  const waiting = new WeakMap<Socket, number>();

  /** @returns false, and hangs up, where too many answers wait on this connection. */
  function isAdmitted({ socket }: IncomingMessage, response: ServerResponse): boolean {
    const count = (waiting.get(socket) ?? 0) + 1;
    if (count > mostAtOnce) {
      socket.destroy();
      return false;
    }
    waiting.set(socket, count);
    response.once('close', () => waiting.set(socket, (waiting.get(socket) ?? 1) - 1));
    return true;
  }

  function stop(): Promise<void> {
    closed ??= new Promise((done) => server.close(() => done()));
    return closed;
  }

  return {
    async listen({ host, port }, onRequest, onUpgrade) {
      server.on('request', (request, response) => {
        if (isAdmitted(request, response)) onRequest(request, response);
      });
      server.on('upgrade', onUpgrade);
      server.listen({ host, port });
      try {
        await once(server, 'listening');
      } catch (error) {
        throw explained(error, host, port);
      }
      return (server.address() as AddressInfo).port;
    },
    stop: () => void stop(),
    async close() {
      const timer = setTimeout(() => server.closeAllConnections(), lastRequestsMs);
      await stop();
      clearTimeout(timer);
    },
  };
}

function explained(error: unknown, host: string, port: number): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'EADDRINUSE':
      return new SetupError(
        `PORT is "${port}", and another program is using it; stop that one, or choose another port.`,
      );
    case 'EACCES':
      return new SetupError(
        `PORT is "${port}", which this user may not use; choose one from 1024 on.`,
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EINVAL':
      return new SetupError(
        `HOST is "${host}", which is no address of this machine; use 127.0.0.1 for this machine alone or 0.0.0.0 for all networks.`,
      );
    default:
      return error;
  }
}
