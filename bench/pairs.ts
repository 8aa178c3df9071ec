/** Two pages that chat with each other the way of a peer of Parley's. */
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from '@playwright/test';
import type { Parley } from '../e2e/support/parley.ts';
import { installCounters } from './frames.ts';
import { withLeftovers, type Leftovers } from './leftovers.ts';
import { servePages, type PageServer } from './page-server.ts';
import { installInstruments, prepare, type Writer } from './painted.ts';
import { withBrowser } from './part.ts';
import type {} from './peers/chat-page.ts';
import { startOwnServer, startYWebrtcServer } from './peer-servers.ts';

/** What the pages that are compared have in common. */
export interface Place {
  readonly browser: Browser;
  readonly parley: Parley;
  readonly pages: PageServer;
  readonly leftovers: Leftovers;
}

export async function withPlace<T>(measure: (place: Place) => Promise<T>): Promise<T> {
  return withLeftovers((leftovers) =>
    withBrowser(async (browser, parley) => {
      const pages = await servePages();
      try {
        return await measure({ browser, parley, pages, leftovers });
      } finally {
        await pages.close();
      }
    }),
  );
}

export interface Pair {
  readonly writers: readonly [Writer, Writer];
  close(): Promise<void>;
}

export type Peer = 'y-webrtc' | 'socket.io' | 'hocuspocus';

/** @returns where its pages find it */
export async function startServerOf(peer: Peer | 'peerjs', leftovers: Leftovers): Promise<string> {
  switch (peer) {
    case 'y-webrtc':
      return `ws://127.0.0.1:${(await startYWebrtcServer(leftovers)).port}`;
    case 'hocuspocus': {
      const env = { DATABASE: join(leftovers.folder(), 'documents.sqlite') };
      return `ws://127.0.0.1:${(await startOwnServer(leftovers, 'hocuspocus/server.ts', env)).port}`;
    }
    case 'socket.io':
    case 'peerjs':
      return `http://127.0.0.1:${(await startOwnServer(leftovers, `${peer}/server.ts`)).port}`;
  }
}

/** Both can reach each other when this comes back. */
export async function openPair(
  { browser, pages, leftovers }: Place,
  peer: Peer,
  onContext: (context: BrowserContext) => void = () => undefined,
): Promise<Pair> {
  const server = await startServerOf(peer, leftovers);
  const url = await pages.urlOf(`${peer}/page.ts`, { server, room: 'bench' });
  const opened = await Promise.all(
    [0, 1].map(async () => {
      const context = await browser.newContext();
      onContext(context);
      await prepare(context, installInstruments, installCounters);
      const page = await context.newPage();
      await page.goto(url);
      return page;
    }),
  );
  await Promise.all(opened.map((page) => page.waitForFunction(() => window.peerReady)));
  const [a, b] = opened.map(writerOn) as [Writer, Writer];
  return {
    writers: [a, b],
    async close() {
      await Promise.all(opened.map((page) => page.context().close()));
    },
  };
}

/** The text box of a plain page. */
export const writerOn = (page: Page): Writer => ({
  page,
  frame: page,
  focus: () => page.locator('textarea').focus(),
});
