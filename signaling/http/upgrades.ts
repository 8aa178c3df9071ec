/** Sends WebSocket upgrades to whoever speaks at their path, and refuses all others before anything is read. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Metrics } from '../metrics.ts';
import { isOwnOrigin } from './same-origin.ts';

export type HandleUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

export interface UpgradeOptions {
  /** By path, like `/session`. */
  readonly endpoints: ReadonlyMap<string, HandleUpgrade>;
  readonly publicUrl: string | undefined;
  readonly isReady: () => boolean;
  readonly metrics: Metrics;
}

const refusals = {
  'not-found': [404, 'Not Found', 'There is no WebSocket here.'],
  'foreign-origin': [403, 'Forbidden', 'Sockets are opened by pages of this server only.'],
  draining: [503, 'Service Unavailable', 'The server is about to stop.'],
} as const;

/**
 * Browsers always send Origin. Programs that are none have no cookie and no page to speak for: they pass without,
 * as what counts on the socket is the ticket, or the topic.
 */
export function createUpgradeRouter(options: UpgradeOptions): HandleUpgrade {
  const { endpoints, publicUrl, isReady, metrics } = options;

  function refuse(socket: Duplex, name: keyof typeof refusals): void {
    metrics.refused('http', name);
    const [status, title, sentence] = refusals[name];
    socket.end(
      `HTTP/1.1 ${status} ${title}\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\n` +
        `Content-Length: ${sentence.length + 1}\r\n\r\n${sentence}\n`,
    );
  }

  return (request, socket, head) => {
    // Until the endpoint takes over, an error of the socket would end the process.
    const ignore = () => socket.destroy();
    socket.on('error', ignore);
    const [path = ''] = (request.url ?? '').split('?', 1);
    const endpoint = endpoints.get(path);
    const { origin, host } = request.headers;
    if (endpoint === undefined) refuse(socket, 'not-found');
    else if (origin !== undefined && !isOwnOrigin(origin, host, publicUrl)) {
      refuse(socket, 'foreign-origin');
    } else if (!isReady()) refuse(socket, 'draining');
    else {
      endpoint(request, socket, head);
      socket.off('error', ignore);
    }
  };
}
