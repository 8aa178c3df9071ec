/** Fifty open conversations in one tab, with messages arriving in all of them: how long a keystroke takes to paint. */
import { expect, type Browser, type Page } from '@playwright/test';
import * as v from 'valibot';
import { meAnswer } from '../conversation/protocol/http.ts';
import { departmentsAnswer } from '../conversation/protocol/http/departments.ts';
import { openConsole, type ConsolePage } from '../e2e/support/console-page.ts';
import type { Parley } from '../e2e/support/parley.ts';
import { ask, becomeVisitor, openSession, signInAs } from '../prove/hostile/people.ts';
import type { Peer } from '../signaling/session/client.fixture.ts';
import { prepare } from './painted.ts';
import { percentile, row, type Row } from './statistics.ts';
import { withBrowser, type Part } from './part.ts';

declare global {
  interface Window {
    benchKeys: number[];
  }
}

const barMs = 50;
/** In all conversations together: a busy morning. */
const messagesPerSecond = 25;
/** A quick typist. */
const keyEveryMs = 60;

/** From the moment the browser had the key to the task after the frame that shows it. */
function installKeys(): void {
  window.benchKeys = [];
  window.addEventListener(
    'keydown',
    (event) => {
      const at = event.timeStamp;
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => window.benchKeys.push(performance.now() - at);
        port2.postMessage(undefined);
      });
    },
    { capture: true },
  );
}

/** The admin of the first start may answer so many at once. */
export async function allowAll(parley: Parley, count: number): Promise<void> {
  const proof = await signInAs(parley.url, parley.admin);
  const headers = { ...proof, origin: parley.url };
  const get = async (path: string): Promise<unknown> =>
    JSON.parse((await ask(parley.url + path, { headers })).text);
  const me = v.parse(meAnswer, await get('/api/me'));
  if (me.kind !== 'account') throw new Error('The admin is not signed in.');
  for (const { id } of v.parse(departmentsAnswer, await get('/api/departments')).departments) {
    const path = `/api/departments/${id}/members/${me.account.id}`;
    const body = JSON.stringify({ position: 'head', capacity: count });
    const { status, text } = await ask(parley.url + path, { method: 'PUT', headers, body });
    if (status !== 200) throw new Error(`The capacity was not changed: ${text}`);
  }
}

/** Says something in one after the other until it is ended. */
function talk(peers: readonly Peer[]): () => number {
  let said = 0;
  const timer = setInterval(() => {
    const peer = peers[said % peers.length];
    said += 1;
    void peer?.say(`Message ${said}: can you have a look at this, please?`);
  }, 1000 / messagesPerSecond);
  return () => {
    clearInterval(timer);
    return said;
  };
}

async function type(page: Page, keys: number): Promise<number[]> {
  await page.evaluate(() => void (window.benchKeys.length = 0));
  for (let key = 0; key < keys; key += 1) {
    await page.keyboard.press('abcdefgh '[key % 9] ?? 'a');
    await page.waitForTimeout(keyEveryMs);
  }
  await page.waitForFunction((count) => window.benchKeys.length >= count, keys);
  return page.evaluate(() => window.benchKeys);
}

/** Clients who each began a conversation. */
export async function openAll(parley: Parley, count: number): Promise<Peer[]> {
  const peers: Peer[] = [];
  for (let n = 0; n < count; n += 1) {
    // Limits count by address.
    const from = `127.0.3.${n + 1}`;
    const session = await openSession(parley.url, await becomeVisitor(parley.url, from), from);
    const peer = await session.start();
    await peer.saved(await peer.say(`Hello, I am number ${n}`));
    peers.push(peer);
  }
  return peers;
}

async function measured(console: ConsolePage, peers: readonly Peer[], keys: number) {
  await console.box.focus();
  await type(console.page, 20);
  const quiet = await type(console.page, keys);
  await console.box.fill('');
  const stop = talk(peers);
  const busy = await type(console.page, keys);
  return { quiet, busy, said: stop() };
}

export async function consoleRows(
  browser: Browser,
  parley: Parley,
  { conversations, keys }: { readonly conversations: number; readonly keys: number },
): Promise<Row[]> {
  await allowAll(parley, conversations);
  const context = await browser.newContext();
  await prepare(context, installKeys);
  const console = await openConsole(context, parley.url, parley.admin);
  const peers = await openAll(parley, conversations);
  await expect(console.conversations).toHaveCount(conversations, { timeout: 60_000 });
  await console.open(0);
  const { quiet, busy, said } = await measured(console, peers, keys);
  for (const { client } of peers) await client.close();
  await context.close();
  const figure = (times: readonly number[]) =>
    `p50 ${percentile(times, 0.5).toFixed(1)} ms, p99 ${percentile(times, 0.99).toFixed(1)} ms`;
  return [
    row(
      `keystroke to paint, ${conversations} open conversations, nobody writes`,
      `${figure(quiet)}, ${keys} keys`,
      `p99 at most ${barMs} ms`,
      percentile(quiet, 0.99) <= barMs,
    ),
    row(
      `keystroke to paint, ${conversations} open conversations, ${messagesPerSecond} messages/s`,
      `${figure(busy)}, ${keys} keys, ${said} messages`,
      `p99 at most ${barMs} ms`,
      percentile(busy, 0.99) <= barMs,
    ),
  ];
}

export const consoleKeys: Part = {
  name: 'console',
  rows: ({ quick }) =>
    withBrowser((browser, parley) =>
      consoleRows(browser, parley, { conversations: 50, keys: quick ? 100 : 500 }),
    ),
};
