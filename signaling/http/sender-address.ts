/** The sender's address of a request that Express does not see, by the same rule (X-Forwarded-For). */
import type { IncomingMessage } from 'node:http';
import type { Express } from 'express';

type Trust = (address: string, distance: number) => boolean;

/** @returns the nearest address that is not a trusted proxy's. */
export function createSenderAddress(app: Express): (request: IncomingMessage) => string {
  const trust = app.get('trust proxy fn') as Trust;
  return (request) => {
    const forwarded = [request.headers['x-forwarded-for'] ?? []].flat().join(',').split(',');
    const path = [request.socket.remoteAddress ?? '', ...forwarded.toReversed()]
      .map((address) => address.trim())
      .filter((address) => address !== '');
    const sender = path.findIndex((address, distance) => !trust(address, distance));
    return path[sender] ?? path.at(-1) ?? '';
  };
}
