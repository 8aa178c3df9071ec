/** The peers' pages, bundled when they are first asked for and served on loopback, a secure context. */
import { createServer } from 'node:http';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { build } from 'vite';

async function bundle(entry: string): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    define: { global: 'globalThis', 'process.env.NODE_ENV': '"production"' },
    build: { write: false, lib: { entry, formats: ['iife'], name: 'page' } },
  });
  const [first] = Array.isArray(built) ? built : [built];
  if (first === undefined || !('output' in first)) throw new Error(`Vite did not build ${entry}.`);
  return first.output[0].code;
}

export interface PageServer {
  /** @param path of a page in bench/peers; bundled before this comes back, so that no page waits for it */
  urlOf(path: string, query: Readonly<Record<string, string>>): Promise<string>;
  close(): Promise<void>;
}

export async function servePages(): Promise<PageServer> {
  const scripts = new Map<string, Promise<string>>();
  const scriptOf = (path: string) => {
    const known = scripts.get(path);
    if (known !== undefined) return known;
    const made = bundle(resolve(import.meta.dirname, 'peers', path));
    scripts.set(path, made);
    return made;
  };
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const script = scripts.get(pathname.slice(1).replace(/\.js$/, ''));
    if (script === undefined) {
      response.writeHead(404).end();
    } else if (pathname.endsWith('.js')) {
      response.setHeader('content-type', 'text/javascript');
      void script.then((code) => response.end(code));
    } else {
      response.setHeader('content-type', 'text/html');
      response.end(
        `<!doctype html><title>${pathname}</title><body><script src="${pathname}.js"></script>`,
      );
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('There is no port.');
  return {
    async urlOf(path, query) {
      await scriptOf(path);
      return `http://127.0.0.1:${address.port}/${path}?${new URLSearchParams(query)}`;
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
