import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Config } from './config.ts';
import { SetupError } from './setup-error.ts';

/** Slow or silent senders do not keep a connection (OWASP, Denial of Service). */
const timeouts = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 5_000,
} as const;

/**
 * @returns the server and the port it listens on.
 * @throws SetupError where HOST or PORT cannot be had.
 */
export async function listen(
  { host, port }: Pick<Config, 'host' | 'port'>,
  listener: RequestListener,
): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer({ ...timeouts, maxHeaderSize: 16_384 }, listener);
  server.listen({ host, port });
  try {
    await once(server, 'listening');
  } catch (error) {
    throw explained(error, host, port);
  }
  return { server, port: (server.address() as AddressInfo).port };
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
