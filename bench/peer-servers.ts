/** The servers of those that Parley is measured against. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Leftovers } from './leftovers.ts';
import { programOf, startPeer, type StartedPeer } from './programs.ts';

const require = createRequire(import.meta.url);

export interface PeerServer extends StartedPeer {
  readonly port: number;
}

/** Of bench/peers; each says `listening on <port>`. */
export async function startOwnServer(
  leftovers: Leftovers,
  path: string,
  env: Readonly<Record<string, string>> = {},
): Promise<PeerServer> {
  const command = programOf(join('peers', path));
  const started = await startPeer(leftovers, { command, env, isUp: /listening on (\d+)/ });
  return { ...started, port: Number(started.found[1]) };
}

/** A program of a package, which takes its port from the environment. */
async function startPackaged(
  leftovers: Leftovers,
  entry: string,
  program: string,
  env: Readonly<Record<string, string>>,
): Promise<PeerServer> {
  const port = await freePort();
  const started = await startPeer(leftovers, {
    command: [process.execPath, join(dirname(require.resolve(entry)), program)],
    env: { PORT: String(port), HOST: '127.0.0.1', ...env },
    isUp: /running/,
  });
  return { ...started, port };
}

/** y-webrtc's own signaling server. */
export const startYWebrtcServer = (leftovers: Leftovers): Promise<PeerServer> =>
  startPackaged(leftovers, 'y-webrtc', '../bin/server.js', {});

/** y-websocket's own server, which keeps documents in y-leveldb. */
export const startYWebsocketServer = (leftovers: Leftovers): Promise<PeerServer> =>
  startPackaged(leftovers, 'y-websocket', '../bin/server.cjs', {
    YPERSISTENCE: leftovers.folder(),
  });

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('No port was free.');
  return address.port;
}
