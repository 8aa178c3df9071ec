/** An agent's tab with many live links and messages in all of them, beside a bare page with as many. */
import { chromium, expect, type Browser, type Page } from '@playwright/test';
import { chromiumArgs } from '../e2e/support/browser.ts';
import { openConsole } from '../e2e/support/console-page.ts';
import { findChromium } from '../scripts/find-chromium.mjs';
import { allowAll } from './crowd.ts';
import { installKeys, type } from './keys.ts';
import { withLeftovers, type Leftovers } from './leftovers.ts';
import { servePages, type PageServer } from './page-server.ts';
import { pageMegabytes } from './page-memory.ts';
import { prepare } from './painted.ts';
import { withServer, type Part } from './part.ts';
import { programOf, startPeer } from './programs.ts';
import { inTurns, ratioOf, times } from './rounds.ts';
import { median, percentile, row, shown, type Row } from './statistics.ts';

interface Tab {
  readonly megabytes: number;
  readonly keys: readonly number[];
  /** The share of its time that the page's main thread worked. */
  readonly busy: number;
}

interface Load {
  readonly links: number;
  readonly keys: number;
}

const keyBarMs = 50;

/** While messages arrive in all of them. */
async function measure(browser: Browser, page: Page, { keys }: Load): Promise<Tab> {
  await type(page, 20);
  const inside = await page.context().newCDPSession(page);
  // It counts from here.
  await inside.send('Performance.enable', { timeDomain: 'timeTicks' });
  const metric = async (name: string) => {
    const { metrics } = await inside.send('Performance.getMetrics');
    return metrics.find((one) => one.name === name)?.value ?? Number.NaN;
  };
  const [tasks, began] = [await metric('TaskDuration'), await metric('Timestamp')];
  const taken = await type(page, keys);
  const busy = ((await metric('TaskDuration')) - tasks) / ((await metric('Timestamp')) - began);
  await inside.detach();
  // A browser keeps empty processes ready.
  const megabytes = Math.max(...(await pageMegabytes(browser)));
  return { megabytes, keys: taken, busy };
}

/** A browser of its own, so that its memory is the page's. */
async function withTab(measured: (browser: Browser) => Promise<Tab>): Promise<Tab> {
  const executablePath = findChromium();
  const browser = await chromium.launch({ executablePath, args: chromiumArgs({ mdns: false }) });
  try {
    return await measured(browser);
  } finally {
    await browser.close();
  }
}

function ofParley(leftovers: Leftovers, load: Load): Promise<Tab> {
  return withServer((parley) =>
    withTab(async (browser) => {
      await allowAll(parley, load.links);
      const context = await browser.newContext();
      await prepare(context, installKeys);
      const console = await openConsole(context, parley.url, parley.admin);
      const task = JSON.stringify({ url: parley.url, count: load.links });
      const command = [...programOf('drivers/console-clients.ts'), task];
      const clients = await startPeer(leftovers, { command, isUp: /linked (\d+)/ });
      if (Number(clients.found[1]) !== load.links) throw new Error(`Not all: ${clients.found[0]}.`);
      await expect(console.conversations.first()).toBeVisible();
      await console.open(0);
      await console.linkIs('direct');
      await console.box.focus();
      const tab = await measure(browser, console.page, load);
      await clients.close();
      return tab;
    }),
  );
}

function ofBarePage(leftovers: Leftovers, pages: PageServer, load: Load): Promise<Tab> {
  return withTab(async (browser) => {
    const context = await browser.newContext();
    await prepare(context, installKeys);
    const page = await context.newPage();
    const task = JSON.stringify({ count: load.links });
    const command = [...programOf('peers/simple-peer/clients.ts'), task];
    const clients = await startPeer(leftovers, { command, isUp: /listening on (\d+)/ });
    const query = { server: `ws://127.0.0.1:${clients.found[1]}`, room: String(load.links) };
    await page.goto(await pages.urlOf('simple-peer/page.ts', query));
    await page.waitForFunction(() => window.peerReady, undefined, { timeout: 60_000 });
    await page.locator('textarea').focus();
    const tab = await measure(browser, page, load);
    await clients.close();
    return tab;
  });
}

async function rowsOf(load: Load, rounds: number): Promise<Row[]> {
  const taken = await withLeftovers(async (leftovers) => {
    const pages = await servePages();
    try {
      return await inTurns(
        {
          parley: () => ofParley(leftovers, load),
          bare: () => ofBarePage(leftovers, pages, load),
        },
        rounds,
      );
    } finally {
      await pages.close();
    }
  });
  type Who = keyof typeof taken;
  const of = (who: Who, pick: (tab: Tab) => number) => taken[who].map(pick);
  const both = (pick: (tab: Tab) => number, digits: number, unit: string) => ({
    ratio: ratioOf(of('parley', pick), of('bare', pick)),
    figures: (['parley', 'bare'] as const)
      .map((who) => `${median(of(who, pick)).toFixed(digits)}${unit}`)
      .join(' and '),
  });
  const memory = both((tab) => tab.megabytes, 0, ' MB');
  const p50 = both((tab) => percentile(tab.keys, 0.5), 1, ' ms');
  const p99 = both((tab) => percentile(tab.keys, 0.99), 1, ' ms');
  const busy = both((tab) => tab.busy * 100, 0, ' %');
  const name = (what: string) => `console, ${load.links} links, ${what}`;
  const slowest = percentile(
    taken.parley.flatMap((tab) => tab.keys),
    0.99,
  );
  return [
    row(
      name('memory'),
      `${times(memory.ratio)}: ${memory.figures}`,
      'at most 1.5 ×',
      memory.ratio.median <= 1.5,
    ),
    shown(name('keystroke → paint, p50'), `${times(p50.ratio)}: ${p50.figures}`),
    row(
      name('keystroke → paint, p99'),
      `${times(p99.ratio)}: ${p99.figures}`,
      `at most ${keyBarMs} ms`,
      slowest <= keyBarMs,
    ),
    shown(name('main thread busy'), `${times(busy.ratio)}: ${busy.figures}`),
  ];
}

export const consoleLinks: Part = {
  name: 'console',
  async rows({ quick }) {
    const rows: Row[] = [];
    const sizes = quick ? [5] : [10, 50, 100];
    for (const links of sizes) {
      rows.push(...(await rowsOf({ links, keys: quick ? 30 : 200 }, quick ? 1 : 3)));
    }
    return rows;
  },
};
