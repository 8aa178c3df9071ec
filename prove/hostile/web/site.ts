/** A small web site on this machine, whose pages a test writes. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Site {
  /** Like `http://evil.localhost:1234`: browsers take every name under localhost for this machine, and for a secure one. */
  readonly origin: string;
  /** The same pages, as a neighbour of our server: another origin of the same site, so cookies are sent along. */
  readonly neighbour: string;
  /** Sets what a path answers with. */
  put(path: string, html: string): void;
  /** What was asked for. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

export async function openSite(name: string): Promise<Site> {
  const pages = new Map<string, string>();
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    asked.push(path);
    const html = pages.get(path.split('?', 1)[0] ?? '');
    response.writeHead(html === undefined ? 404 : 200, { 'content-type': 'text/html' });
    response.end(html);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://${name}.localhost:${port}`,
    neighbour: `http://127.0.0.1:${port}`,
    put: (path, html) => void pages.set(path, `<!doctype html><meta charset="utf-8">${html}`),
    asked,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
