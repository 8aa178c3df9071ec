/** A stranger opens the page and says something at once: until it stands on the other screen, and until the link is direct. */
import type { BrowserContext, Page } from '@playwright/test';
import { openConsole } from '../e2e/support/console-page.ts';
import { allowAll } from './crowd.ts';
import { startServerOf, withPlace, type Place } from './pairs.ts';
import { installInstruments, prepare } from './painted.ts';
import type { Part } from './part.ts';
import { inTurns, ratioOf, times } from './rounds.ts';
import { median, row, type Row } from './statistics.ts';

declare global {
  interface Window {
    benchWords: string;
  }
}

/** Milliseconds since the page was asked for. */
interface Opened {
  readonly first: number;
  readonly linked: number;
}

/** For `prepare`: types as soon as there is a text box, and presses Enter. */
function installFirstWords(): void {
  const watch = new MutationObserver(() => {
    const box = document.querySelector('textarea');
    if (box === null || window.benchWords === undefined) return;
    watch.disconnect();
    box.focus();
    box.value = window.benchWords;
    box.dispatchEvent(new InputEvent('input', { bubbles: true }));
    box.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }),
    );
  });
  watch.observe(document, { childList: true, subtree: true });
}

/** A stranger in a browser that was never here. */
async function stranger(place: Place, words: string): Promise<BrowserContext> {
  const context = await place.browser.newContext();
  await prepare(context, installFirstWords);
  await context.addInitScript((text) => void (window.benchWords = text), words);
  return context;
}

async function opened(
  context: BrowserContext,
  url: string,
  words: string,
  screen: Page,
  isLinked: () => boolean,
): Promise<Opened> {
  const page = await context.newPage();
  const polling = { polling: 5, timeout: 30_000 };
  const painted = screen.waitForFunction((text) => window.benchPainted.get(text), words, polling);
  await page.goto(url, { waitUntil: 'commit' });
  const linked = await page.waitForFunction(isLinked, undefined, polling).then(() =>
    // The clock is looked at in the page that was waited for.
    page.evaluate(() => performance.now()),
  );
  const began = await page.evaluate(() => performance.timeOrigin);
  const first = Number(await (await painted).jsonValue()) - began;
  await context.close();
  return { first, linked };
}

const peerIsReady = () => window.peerReady;
const parleyIsDirect = () => document.querySelector('[role=log][data-link=direct]') !== null;

async function openScreen(place: Place, url: string): Promise<Page> {
  const context = await place.browser.newContext();
  await prepare(context, installInstruments);
  const page = await context.newPage();
  await page.goto(url);
  return page;
}

async function openingRows(place: Place, rounds: number): Promise<Row[]> {
  const { browser, parley, pages, leftovers } = place;
  await allowAll(parley, rounds + 1);
  const agent = await browser.newContext();
  await prepare(agent, installInstruments);
  const console = await openConsole(agent, parley.url, parley.admin);
  const stockServer = await startServerOf('y-webrtc', leftovers);
  const peerServer = await startServerOf('peerjs', leftovers);
  const measure = {
    async parley(round: number) {
      const words = `mark-parley-${round};`;
      const context = await stranger(place, words);
      return opened(context, `${parley.url}/chat/`, words, console.page, parleyIsDirect);
    },
    async stock(round: number) {
      const words = `mark-stock-${round};`;
      const url = await pages.urlOf('y-webrtc/page.ts', { server: stockServer, room: `r${round}` });
      const screen = await openScreen(place, url);
      const done = await opened(await stranger(place, words), url, words, screen, peerIsReady);
      await screen.context().close();
      return done;
    },
    async peerjs(round: number) {
      const words = `mark-peerjs-${round};`;
      const query = { server: peerServer, me: `a${round}` };
      const screen = await openScreen(place, await pages.urlOf('peerjs/page.ts', query));
      await screen.waitForFunction(peerIsReady);
      const callers = { server: peerServer, me: `b${round}`, other: `a${round}` };
      const url = await pages.urlOf('peerjs/page.ts', callers);
      const done = await opened(await stranger(place, words), url, words, screen, peerIsReady);
      await screen.context().close();
      return done;
    },
  };
  // The first one warms the servers up.
  for (const one of Object.values(measure)) await one(rounds);
  const taken = await inTurns(measure, rounds);
  await agent.close();
  return [
    ...rowsOf('page opened → first message on the other screen', 'first', taken, 0.5),
    ...rowsOf('page opened → direct link', 'linked', taken, 1.1),
  ];
}

function rowsOf(
  name: string,
  what: keyof Opened,
  taken: Readonly<Record<'parley' | 'stock' | 'peerjs', readonly Opened[]>>,
  most: number,
): Row[] {
  const of = (who: keyof typeof taken) => taken[who].map((one) => one[what]);
  const ms = (who: keyof typeof taken) => `${median(of(who)).toFixed(0)} ms`;
  return (['stock', 'peerjs'] as const).map((peer) => {
    const ratio = ratioOf(of('parley'), of(peer));
    return row(
      `${name}, to ${peer === 'stock' ? 'y-webrtc' : 'PeerJS'}`,
      `${times(ratio)}: ${ms('parley')} and ${ms(peer)}`,
      `at most ${most} ×`,
      ratio.median <= most,
    );
  });
}

export const opening: Part = {
  name: 'opening',
  rows: ({ quick }) => withPlace((place) => openingRows(place, quick ? 2 : 15)),
};
