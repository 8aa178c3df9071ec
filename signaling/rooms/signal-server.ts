/** The WebSockets of `/signal` (PROTOCOL.md, section 4). */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { closeCodes } from '../../conversation/protocol/close-codes.ts';
import type { Clock } from '../clock.ts';
import { createSocketCount, type SocketLimits } from '../socket-count.ts';
import { socketParts } from '../socket-parts.ts';
import { subnetOf } from '../subnet.ts';
import type { Rooms } from './rooms.ts';
import {
  createSignalConnection,
  signalLimits,
  type SignalConnection,
  type SignalConnectionOptions,
  type SignalLimits,
} from './signal-connection.ts';

/** A description has at most 16 KiB; a subscription to 1024 topics takes 26 kB. */
const messageBytes = 64 * 1024;
/** Proxies close what is silent for a minute; half of that, with room for one lost answer. */
const heartbeatMs = 25_000;
/** On closing: how long a peer has to answer before its socket is destroyed. */
const farewellMs = 1_000;
/** As for sessions: each peer has one of either. */
const socketLimits: SocketLimits = { all: 20_000, perNetwork: 1_000 };

export interface SignalServer {
  /** Takes an upgrade request that is meant for `/signal`. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  connectionCount(): number;
  /** Closes every socket with `serviceRestart`. Resolves when all are gone. */
  close(): Promise<void>;
}

export interface SignalServerOptions {
  readonly rooms: Rooms;
  readonly clock: Clock;
  readonly limits?: SignalLimits;
  readonly sockets?: SocketLimits;
  /** The sender's address, by the settings for trusted proxies. */
  readonly addressOf?: (request: IncomingMessage) => string;
  /** Left out where whoever calls `handleUpgrade` has checked it. */
  readonly isAllowedOrigin?: (origin: string | undefined, host: string | undefined) => boolean;
  /** Counts what was refused, by name. */
  readonly onRefused?: (
    name: Parameters<SignalConnectionOptions['onRefused']>[0] | 'limit',
  ) => void;
  /** A fault of ours while a message was handled: it ends that socket alone. */
  readonly onFault?: (error: unknown) => void;
}

export function createSignalServer(options: SignalServerOptions): SignalServer {
  const { rooms, clock } = options;
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: true,
    maxPayload: messageBytes,
    perMessageDeflate: false,
    ...socketParts,
  });
  const alive = new WeakSet<WebSocket>();
  const connections = new Map<WebSocket, SignalConnection>();
  /** Those that held no topic at the last beat. */
  let idle = new Set<WebSocket>();
  const places = createSocketCount(options.sockets ?? socketLimits);
  let cancelBeat = clock.after(heartbeatMs, beat);

  function beat(): void {
    const wasIdle = idle;
    idle = new Set();
    for (const [socket, connection] of connections) {
      if (!alive.delete(socket)) socket.terminate();
      else if (connection.holdsTopics()) socket.ping();
      else if (wasIdle.has(socket)) connection.endAsSilent();
      else {
        idle.add(socket);
        socket.ping();
      }
    }
    cancelBeat = clock.after(heartbeatMs, beat);
  }

  function accept(socket: WebSocket): void {
    alive.add(socket);
    const connection = createSignalConnection({
      rooms,
      socket,
      clock,
      limits: options.limits ?? signalLimits,
      onRefused: options.onRefused ?? (() => undefined),
    });
    connections.set(socket, connection);
    socket.on('pong', () => alive.add(socket));
    // Too large, not UTF-8, bad framing: ws closes the socket itself.
    socket.on('error', () => options.onRefused?.('malformed'));
    socket.on('close', () => {
      connections.delete(socket);
      connection.closed();
    });
    socket.on('message', (data: Buffer, isBinary: boolean) => {
      alive.add(socket);
      try {
        if (isBinary) connection.receiveBinary();
        else connection.receive(data.toString('utf8'));
      } catch (error) {
        options.onFault?.(error);
        socket.terminate();
      }
    });
  }

  return {
    handleUpgrade(request, socket, head) {
      const { origin, host } = request.headers;
      if (options.isAllowedOrigin?.(origin, host) === false) {
        socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
        return;
      }
      const address = options.addressOf?.(request) ?? request.socket.remoteAddress ?? '';
      const leave = places.take(subnetOf(address));
      if (leave === undefined) {
        options.onRefused?.('limit');
        socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n');
        return;
      }
      socket.once('close', leave);
      server.handleUpgrade(request, socket, head, accept);
    },
    connectionCount: () => server.clients.size,
    async close() {
      cancelBeat();
      const { code, reason } = closeCodes.serviceRestart;
      const gone = [...server.clients].map(
        (socket) => new Promise((resolve) => socket.once('close', resolve)),
      );
      for (const socket of server.clients) socket.close(code, reason);
      const cancel = clock.after(farewellMs, () => {
        for (const socket of server.clients) socket.terminate();
      });
      await Promise.all(gone);
      cancel();
      server.close();
    },
  };
}
