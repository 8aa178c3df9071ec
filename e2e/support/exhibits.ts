/** The gallery and the console's preview, which are in no build that is shipped: built for the pictures, and served. */
import { createReadStream, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, resolve } from 'node:path';
import { build, loadConfigFromFile, type PluginOption } from 'vite';

export interface Exhibits {
  readonly url: string;
  close(): Promise<void>;
}

const root = resolve(import.meta.dirname, '../..');
const pages = ['dev/gallery.html', 'console/preview/index.html'];
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
};

const isNamed = (plugin: PluginOption, name: string) =>
  typeof plugin === 'object' && plugin !== null && 'name' in plugin && plugin.name === name;

async function buildInto(folder: string): Promise<void> {
  const env = { command: 'build', mode: 'production', isSsrBuild: false } as const;
  const found = await loadConfigFromFile(env, resolve(root, 'vite.config.ts'));
  if (found === null) throw new Error('There is no vite.config.ts.');
  const { config } = found;
  await build({
    ...config,
    configFile: false,
    logLevel: 'warn',
    plugins: (config.plugins ?? []).filter((plugin) => !isNamed(plugin, 'classic-scripts')),
    build: {
      ...config.build,
      outDir: folder,
      emptyOutDir: true,
      rolldownOptions: {
        checks: { pluginTimings: false, ineffectiveDynamicImport: false },
        input: pages.map((page) => resolve(root, 'client', page)),
      },
    },
  });
}

export async function openExhibits(): Promise<Exhibits> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-exhibits-'));
  await buildInto(folder);
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://exhibits');
    const path = resolve(folder, `.${pathname}`);
    const file = path.startsWith(folder) && extname(path) in types ? path : undefined;
    if (file === undefined || !existsSync(file)) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': types[extname(file)] });
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
