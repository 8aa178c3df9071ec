/** A long conversation is opened, from the local replica and from the server; what it takes of memory; and scrolled. */
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { openChat } from '../e2e/support/client-page.ts';
import { fillArchive } from './fill-archive.ts';
import { startServerOf, withPlace, type Place } from './pairs.ts';
import { prepare } from './painted.ts';
import type { Part } from './part.ts';
import { startYWebsocketServer } from './peer-servers.ts';
import { growth, inTurns, ratioOf, times } from './rounds.ts';
import { median, row, shown, type Row } from './statistics.ts';

interface Opened {
  /** From the navigation to the last message, ms. */
  readonly ms: number;
  /** What the page holds afterwards, MB. */
  readonly megabytes: number;
}

/** One who has the conversation in this browser, and who comes with another one each time. */
interface Reader {
  readonly url: string;
  readonly home: BrowserContext;
  newcomer(): Promise<BrowserContext>;
  fill(from: number, to: number): Promise<void>;
}

type Way = 'localParley' | 'localStock' | 'serverParley' | 'serverStock' | 'serverHocuspocus';

type OurSamples = Readonly<Record<'localParley' | 'serverParley', readonly Opened[]>>;

const lastOf = (count: number) => `History ${count - 1}`;

async function seen(page: Page, text: string): Promise<number> {
  const shownAt = await page.waitForFunction(
    (last) =>
      document.querySelector('[role=log]')?.textContent?.includes(last) ? performance.now() : 0,
    text,
    { polling: 'raf', timeout: 120_000 },
  );
  return Number(await shownAt.jsonValue());
}

/** Objects, buffers and the document; not the code, nor what waits to be collected. */
async function heapMegabytes(page: Page): Promise<number> {
  const inside = await page.context().newCDPSession(page);
  await inside.send('HeapProfiler.collectGarbage');
  const { usedSize, embedderHeapUsedSize, backingStorageSize } =
    await inside.send('Runtime.getHeapUsage');
  await inside.detach();
  return (usedSize + embedderHeapUsedSize + backingStorageSize) / 1024 / 1024;
}

/** @param settleMs what follows the first sight of it is part of what a page holds */
async function open(
  context: BrowserContext,
  url: string,
  text: string,
  settleMs: number,
): Promise<Opened> {
  const page = await context.newPage();
  await page.goto(url, { waitUntil: 'commit' });
  const ms = await seen(page, text);
  await page.waitForTimeout(settleMs);
  const megabytes = await heapMegabytes(page);
  await page.close();
  return { ms, megabytes };
}

async function openNew(reader: Reader, text: string, settleMs: number): Promise<Opened> {
  const context = await reader.newcomer();
  const opened = await open(context, reader.url, text, settleMs);
  await context.close();
  return opened;
}

async function ourReader({ browser, parley }: Place, settleMs: number): Promise<Reader> {
  const home = await browser.newContext();
  const client = await openChat(home, parley.url);
  await client.say('The first one');
  await client.isIn('The first one', 'saved', 'delivered', 'read');
  await client.page.close();
  const url = `${parley.url}/chat/`;
  return {
    url,
    home,
    // Who one is stays in localStorage; what was said does not come along.
    newcomer: async () => browser.newContext({ storageState: await home.storageState() }),
    async fill(from, to) {
      await parley.stop();
      await fillArchive(parley, from, to);
      await parley.start();
      const page = await home.newPage();
      await page.goto(url);
      await seen(page, lastOf(to));
      await page.waitForTimeout(settleMs);
      await page.close();
    },
  };
}

async function peerReader(
  place: Place,
  who: 'stock' | 'hocuspocus',
  settleMs: number,
): Promise<Reader> {
  const { browser, pages, leftovers } = place;
  const server =
    who === 'stock'
      ? `ws://127.0.0.1:${(await startYWebsocketServer(leftovers)).port}`
      : await startServerOf('hocuspocus', leftovers);
  const url = await pages.urlOf('history/page.ts', { server, room: 'history', me: who });
  const home = await browser.newContext();
  return {
    url,
    home,
    newcomer: () => browser.newContext(),
    async fill(_from, to) {
      const page = await home.newPage();
      await page.goto(url);
      await page.waitForFunction(() => window.peerReady);
      await page.evaluate((count) => window.benchFill(count), to);
      // Somebody else sees it, so the server has it.
      const other = await browser.newContext();
      const screen = await other.newPage();
      await screen.goto(url);
      await seen(screen, lastOf(to));
      await other.close();
      await page.waitForTimeout(settleMs);
      await page.close();
    },
  };
}

interface Sizes {
  /** How long what follows the first sight of a conversation may take. */
  readonly settleMs: number;
  readonly counts: readonly number[];
  readonly rounds: number;
}

async function openRows(place: Place, { counts, rounds, settleMs }: Sizes): Promise<Row[]> {
  // What is prepared is not measured, and may be prepared side by side.
  const [parley, stock, hocuspocus] = await Promise.all([
    ourReader(place, settleMs),
    peerReader(place, 'stock', settleMs),
    peerReader(place, 'hocuspocus', settleMs),
  ]);
  const [empty, emptyPeer] = await Promise.all([
    open(parley.home, parley.url, 'The first one', settleMs),
    blankPeer(place, settleMs),
  ]);
  const last = counts.at(-1);
  if (last === undefined) throw new Error('No size was asked for.');
  const ours = (text: string) => ({
    localParley: () => open(parley.home, parley.url, text, settleMs),
    serverParley: () => openNew(parley, text, settleMs),
  });
  /** How ours grows; the others are beside it at the last size alone. */
  const taken: { readonly count: number; readonly samples: OurSamples }[] = [];
  let before = 0;
  for (const count of counts.slice(0, -1)) {
    await parley.fill(before, count);
    before = count;
    taken.push({ count, samples: await inTurns(ours(lastOf(count)), rounds) });
  }
  await Promise.all([parley.fill(before, last), stock.fill(0, last), hocuspocus.fill(0, last)]);
  const text = lastOf(last);
  const samples = await inTurns(
    {
      ...ours(text),
      localStock: () => open(stock.home, stock.url, text, settleMs),
      serverStock: () => openNew(stock, text, settleMs),
      serverHocuspocus: () => openNew(hocuspocus, text, settleMs),
    },
    rounds,
  );
  taken.push({ count: last, samples });
  const scrolled = await scrollRow(place.browser, parley, last, settleMs);
  const compared = (name: string, own: Way, other: Way) => {
    const ms = (who: Way) => samples[who].map((one) => one.ms);
    const ratio = ratioOf(ms(own), ms(other));
    const figure = `${times(ratio)}: ${median(ms(own)).toFixed(0)} and ${median(ms(other)).toFixed(0)} ms`;
    return row(`${last} messages, ${name}`, figure, 'at most 0.5 ×', ratio.median <= 0.5);
  };
  const held = (who: Way, blank: number) =>
    median(samples[who].map((one) => one.megabytes)) - blank;
  const own = held('localParley', empty.megabytes);
  const theirs = held('localStock', emptyPeer);
  const grown = (what: (samples: OurSamples) => number) =>
    growth(taken.map((one) => ({ size: one.count, cost: what(one.samples) })))
      .map((each) => each.toFixed(2))
      .join(', ');
  const sizes = counts.join(', ');
  return [
    compared('local → painted, to y-indexeddb', 'localParley', 'localStock'),
    compared('server → painted, to y-websocket', 'serverParley', 'serverStock'),
    compared('server → painted, to Hocuspocus', 'serverParley', 'serverHocuspocus'),
    row(
      `${last} messages, memory for them, to Y.Array<Y.Map>`,
      `${(own / theirs).toFixed(2)} ×: ${own.toFixed(1)} and ${theirs.toFixed(1)} MB; without messages ${empty.megabytes.toFixed(1)} and ${emptyPeer.toFixed(1)} MB`,
      'at most 0.5 ×',
      own <= theirs * 0.5,
    ),
    shown(
      `growth a message at ${sizes}, opening`,
      `local ${grown(({ localParley }) => median(localParley.map(({ ms }) => ms)))}; server ${grown(({ serverParley }) => median(serverParley.map(({ ms }) => ms)))}; 1.00 is linear, less is better`,
    ),
    shown(
      `growth a message at ${sizes}, memory`,
      `${grown(({ localParley }) => median(localParley.map(({ megabytes }) => megabytes)) - empty.megabytes)}; 1.00 is linear`,
    ),
    scrolled,
  ];
}

/** A peer's page without a message, MB. */
async function blankPeer({ browser, pages }: Place, settleMs: number): Promise<number> {
  const context = await browser.newContext();
  const page = await context.newPage();
  // Nobody is there: nothing comes.
  const nowhere = { server: 'ws://127.0.0.1:9', room: 'blank', me: 'stock' };
  await page.goto(await pages.urlOf('history/page.ts', nowhere));
  await page.waitForTimeout(settleMs);
  const megabytes = await heapMegabytes(page);
  await context.close();
  return megabytes;
}

async function scrollRow(
  browser: Browser,
  { url, home }: Reader,
  count: number,
  settleMs: number,
): Promise<Row> {
  const context = await browser.newContext({ storageState: await home.storageState() });
  await prepare(context);
  const page = await context.newPage();
  await page.goto(url);
  await seen(page, lastOf(count));
  await page.waitForTimeout(settleMs);
  const longest = await page.evaluate(async () => {
    const scroller = document.querySelector('[role=log]')!;
    let worst = 0;
    let before = performance.now();
    for (let i = 0; i < 120; i += 1) {
      scroller.scrollTop -= 600;
      await new Promise(requestAnimationFrame);
      worst = Math.max(worst, performance.now() - before);
      before = performance.now();
    }
    return worst;
  });
  const drawn = await page.locator('[role=log] [data-message]').count();
  await context.close();
  return row(
    `${count} messages, scrolling`,
    `longest frame ${longest.toFixed(0)} ms, ${drawn} messages drawn`,
    'no frame over 50 ms; only what is visible is drawn',
    longest <= 50 && drawn < 200,
  );
}

export const history: Part = {
  name: 'history',
  rows: ({ quick }) =>
    withPlace((place) =>
      openRows(
        place,
        quick
          ? { counts: [200, 400], rounds: 1, settleMs: 100 }
          : { counts: [2500, 5000, 10_000], rounds: 5, settleMs: 1500 },
      ),
    ),
};
