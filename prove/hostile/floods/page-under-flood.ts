/** An agent's page in Chromium whose links are flooded, while an honest client writes to it over a link of its own. */
import type { Browser } from '@playwright/test';
import { adminApi } from '../../../e2e/support/admin-api.ts';
import { openConsole } from '../../../e2e/support/console-page.ts';
import type { Parley } from '../../../e2e/support/parley.ts';
import { becomeVisitor, eventually } from '../people.ts';
import { openPeer } from './guests.ts';

export interface PageUnderFlood {
  /** Writes for so long. @returns ms until the page showed each text; Infinity for those that it never did. */
  measure(forMs: number): Promise<number[]>;
  close(): Promise<void>;
}

const everyMs = 300;
const patienceMs = 10_000;

/** `installNodeGlobals` must have been called. */
export async function openPageUnderFlood(
  parley: Parley,
  browser: Browser,
): Promise<PageUnderFlood> {
  const { url, admin } = parley;
  await (await adminApi(url, admin)).setDepartment({ agentCapacity: 200 });
  const context = await browser.newContext();
  const console = await openConsole(context, url, admin);
  const from = '127.0.1.9';
  const peer = openPeer(url, await becomeVisitor(url, from), true, from);
  const conversation = peer.start();
  conversation.say('hello');
  await console.open(0);
  await console.sees('hello', 'them');
  await eventually(
    'there is a direct link to the page',
    () => conversation.link() === 'direct' || undefined,
    60_000,
  );
  return {
    async measure(forMs) {
      const until = Date.now() + forMs;
      const waits: number[] = [];
      while (Date.now() < until) {
        const next = new Promise((done) => setTimeout(done, everyMs));
        const began = performance.now();
        const text = `still here ${Date.now()}`;
        conversation.say(text);
        const shown = console.page.waitForFunction(isShown, text, { timeout: patienceMs });
        waits.push(
          await shown.then(
            () => performance.now() - began,
            () => Infinity,
          ),
        );
        await next;
      }
      return waits;
    },
    async close() {
      await peer.close();
      await context.close();
    },
  };
}

/** Runs in the page, at every frame that it draws: a page that is busy draws none. */
function isShown(text: string): boolean {
  const last = [...document.querySelectorAll('[role=log] [data-message]')].at(-1);
  return last?.textContent?.includes(text) === true;
}
