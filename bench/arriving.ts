/** Five hundred messages a second arrive: how long a page cannot answer its person meanwhile. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { signIn } from '../bots/runtime/sign-in.ts';
import { openChat } from '../e2e/support/client-page.ts';
import { openConsole } from '../e2e/support/console-page.ts';
import type { Parley } from '../e2e/support/parley.ts';
import { openSession } from '../prove/hostile/people.ts';
import type { Peer } from '../signaling/session/client.fixture.ts';
import { allowAll, openAll } from './crowd.ts';
import { prepare } from './painted.ts';
import { row, type Row } from './statistics.ts';
import { withBrowser, type Part } from './part.ts';

declare global {
  interface Window {
    benchTasks: number[];
  }
}

const barMs = 100;
const perSecond = 500;
const betweenMs = 20;
const bot = { name: 'bench-bot', shownName: 'Bench' };

/** Chromium reports tasks longer than 50 ms. */
function installTasks(): void {
  window.benchTasks = [];
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) window.benchTasks.push(duration);
  }).observe({ type: 'longtask' });
}

/** Says what is due, in one upload as peers do, or each message in the next conversation. @returns how many in the end */
async function talk(peers: readonly Peer[], seconds: number, atOnce: number): Promise<number> {
  const startedAt = performance.now();
  const total = perSecond * seconds;
  let turn = 0;
  for (let said = 0; said < total;) {
    const due = Math.min(total, Math.floor(((performance.now() - startedAt) / 1000) * perSecond));
    while (said < due) {
      const next = Math.min(due, said + atOnce);
      const texts = Array.from(
        { length: next - said },
        (_, i) => `Message ${said + i + 1} of ${total}: the meter was read today.`,
      );
      await peers[turn % peers.length]?.say(...texts);
      said = next;
      turn += 1;
    }
    await new Promise((again) => setTimeout(again, betweenMs));
  }
  return total;
}

/** Looks rarely and at little: what a test does in the page counts as well. */
async function shown(page: Page, place: string, text: string): Promise<void> {
  await page.waitForFunction(
    ([where, last]) => document.querySelector(where)?.textContent?.includes(last) === true,
    [place, text] as const,
    { polling: 200, timeout: 60_000 },
  );
}

/** @param place where the last message is looked for */
async function measured(
  page: Page,
  name: string,
  peers: readonly Peer[],
  seconds: number,
  atOnce: number,
  place: string,
): Promise<Row> {
  await page.evaluate(() => void (window.benchTasks.length = 0));
  const startedAt = performance.now();
  const total = await talk(peers, seconds, atOnce);
  const said = (performance.now() - startedAt) / 1000;
  await shown(page, place, `Message ${total} of ${total}:`);
  const took = (performance.now() - startedAt) / 1000;
  const tasks = await page.evaluate(() => window.benchTasks);
  const longest = Math.max(0, ...tasks);
  return row(
    `${perSecond} messages/s arrive ${name}`,
    `longest task ${longest === 0 ? 'under 50' : longest.toFixed(0)} ms, ${tasks.length} over 50 ms; ${total} said in ${said.toFixed(1)} s and shown after ${took.toFixed(1)} s`,
    `no task over ${barMs} ms`,
    longest <= barMs,
  );
}

/** A bot may write 20 a second after 200 at once: the programs of one bot share what is said. */
async function openBots(parley: Parley, count: number): Promise<readonly Peer['client'][]> {
  const key = readFileSync(join(parley.dataDir, 'bots.key'), 'utf8').trim();
  const signedIn = await signIn({ server: parley.url, fetch }, key, bot);
  if (!signedIn.ok) throw new Error(signedIn.refusal.message);
  const proof = { authorization: `Bearer ${signedIn.value}` };
  return Promise.all(Array.from({ length: count }, () => openSession(parley.url, proof)));
}

async function inTheWidget(context: BrowserContext, parley: Parley, seconds: number): Promise<Row> {
  const clients = await openBots(parley, Math.ceil((perSecond * seconds) / 200) + 1);
  clients[0]?.send({ type: 'available', available: true });
  await clients[0]?.settled();
  const chat = await openChat(context, parley.url, `?with=${bot.name}`);
  await chat.say('Please tell me everything.');
  const listed = await clients[0]?.next('listed');
  if (listed === undefined) throw new Error('Nobody asked the bot.');
  const peers: Peer[] = [];
  for (const client of clients) peers.push(await client.join(listed.summary.conversation));
  const done = await measured(
    chat.page,
    'in the widget, in one conversation',
    peers,
    seconds,
    100,
    '[role=log]',
  );
  for (const client of clients) await client.close();
  return done;
}

/** Each client writes five a second, as fast as one may. */
async function inTheConsole(
  context: BrowserContext,
  parley: Parley,
  seconds: number,
): Promise<Row> {
  const conversations = perSecond / 5;
  await allowAll(parley, conversations);
  const console = await openConsole(context, parley.url, parley.admin);
  const peers = await openAll(parley, conversations);
  await expect(console.conversations.first()).toBeVisible({ timeout: 60_000 });
  await console.open(0);
  const done = await measured(
    console.page,
    `in the console, in ${conversations} conversations`,
    peers,
    seconds,
    1,
    '[aria-label=Conversations]',
  );
  for (const { client } of peers) await client.close();
  return done;
}

export async function arrivingRows(
  browser: Browser,
  parley: Parley,
  seconds: number,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const measure of [inTheWidget, inTheConsole]) {
    const context = await browser.newContext();
    await prepare(context, installTasks);
    rows.push(await measure(context, parley, seconds));
    await context.close();
  }
  return rows;
}

export const arriving: Part = {
  name: 'arriving',
  rows: ({ quick }) =>
    withBrowser((browser, parley) => arrivingRows(browser, parley, quick ? 2 : 5)),
};
