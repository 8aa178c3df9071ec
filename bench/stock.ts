/** Two pages that chat over stock y-webrtc and its own signaling server. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { build } from 'vite';
import { installCounters } from './frames.ts';
import { installInstruments, prepare, type Writer } from './painted.ts';

async function bundle(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    define: { global: 'globalThis', 'process.env.NODE_ENV': '"production"' },
    build: {
      write: false,
      lib: {
        entry: resolve(import.meta.dirname, 'stock-page.ts'),
        formats: ['iife'],
        name: 'stock',
      },
    },
  });
  const [first] = Array.isArray(built) ? built : [built];
  if (first === undefined || !('output' in first)) throw new Error('Vite did not build.');
  return first.output[0].code;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('No port was free.');
  return address.port;
}

export interface Stock {
  readonly writers: readonly [Writer, Writer];
  close(): Promise<void>;
}

/** @param origin any page of a secure context, such as one on loopback */
export async function openStockPages(browser: Browser, origin: string): Promise<Stock> {
  const port = await freePort();
  const entry = createRequire(import.meta.url).resolve('y-webrtc');
  const program = join(dirname(entry), '../bin/server.js');
  const server = spawn(process.execPath, [program], {
    env: { ...process.env, PORT: String(port), HOST: '127.0.0.1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(server.stdout, 'data');
  const code = await bundle();
  const pages = await Promise.all(
    [0, 1].map(async () => {
      const context = await browser.newContext({ bypassCSP: true });
      await prepare(context, installInstruments, installCounters);
      const page = await context.newPage();
      await page.goto(`${origin}/healthz`);
      await page.addScriptTag({ content: code });
      await page.evaluate((url) => window.openStock(url, 'bench'), `ws://127.0.0.1:${port}`);
      return page;
    }),
  );
  await Promise.all(pages.map((page) => page.waitForFunction(() => window.stockLinked)));
  const [a, b] = pages.map(writerOn) as [Writer, Writer];
  return {
    writers: [a, b],
    async close() {
      await Promise.all(pages.map((page) => page.context().close()));
      server.kill();
      await once(server, 'exit');
    },
  };
}

const writerOn = (page: Page): Writer => ({
  page,
  frame: page,
  focus: () => page.locator('textarea').focus(),
});
