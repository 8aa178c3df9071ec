/** W1, W3: a page that the browser freezes in the background loses nothing, and says nothing twice. */
import { existsSync } from 'node:fs';
import { chromium, expect, type CDPSession } from '@playwright/test';
import { adminApi } from '../../e2e/support/admin-api.ts';
import { chromiumArgs } from '../../e2e/support/browser.ts';
import type { ChatView } from '../../e2e/support/chat-view.ts';
import { openChat, type ClientPage } from '../../e2e/support/client-page.ts';
import { openConsole } from '../../e2e/support/console-page.ts';
import { startParley } from '../../e2e/support/parley.ts';
import type { Finding, Part } from '../finding.ts';

const promises = ['W2', 'W3'];
const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
/** Longer than a link and shorter than a session is believed in; longer than both. */
const shortMs = [8_000];
const longMs = [2_000, 8_000, 70_000, 300_000];
const backMs = 40_000;

export const part: Part = {
  name: 'frozen',
  async prove({ long }, report) {
    for (const forMs of long ? longMs : shortMs) report(await freeze(forMs));
  },
};

async function freeze(forMs: number): Promise<Finding> {
  const test = `the client's page is frozen for ${forMs / 1000} s in the middle of the conversation`;
  const faults = '1 freeze while both speak';
  if (!existsSync(executablePath)) {
    const because = `${executablePath} is not there; set CHROMIUM to a Chromium`;
    return { promises, test, iterations: 0, faults, result: { state: 'skipped', because } };
  }
  const parley = await startParley();
  const browser = await chromium.launch({ executablePath, args: chromiumArgs({ mdns: false }) });
  try {
    const visitor = await openChat(await browser.newContext(), parley.url);
    await visitor.say('before');
    const desk = await openConsole(await browser.newContext(), parley.url, parley.admin);
    await desk.open();
    await desk.sees('before', 'them');
    await visitor.linkIs('direct');
    const devtools = await visitor.page.context().newCDPSession(visitor.page);

    await sayAndFreeze(visitor, devtools);
    await desk.say('said to a frozen page');
    // As long as a freeze lasts: nothing tells when it is time.
    await new Promise((done) => setTimeout(done, forMs));
    await desk.say('and once more');
    await devtools.send('Page.setWebLifecycleState', { state: 'active' });
    const began = performance.now();

    const said = ['before', 'just before it froze', 'said to a frozen page', 'and once more'];
    const missing = await firstMissing([visitor, desk], said);
    if (missing !== undefined) {
      const because = `"${missing}" is not there once on each screen ${backMs / 1000} s later`;
      return {
        promises,
        test,
        iterations: said.length,
        faults,
        result: { state: 'broken', because },
      };
    }
    const api = await adminApi(parley.url, parley.admin);
    const [conversation] = await api.archived();
    const { quarantined } = await api.verdicts(conversation?.conversation ?? '');
    const tookMs = Math.round(performance.now() - began);
    const result =
      quarantined === 0
        ? ({ state: 'held', note: `everything once on both screens after ${tookMs} ms` } as const)
        : ({ state: 'broken', because: `${quarantined} entries were quarantined` } as const);
    return { promises, test, iterations: said.length, faults, result };
  } finally {
    await browser.close();
    await parley.close();
  }
}

/** What was typed last must not need another turn of the page. */
async function sayAndFreeze(visitor: ClientPage, devtools: CDPSession): Promise<void> {
  await visitor.say('just before it froze');
  await devtools.send('Page.setWebLifecycleState', { state: 'frozen' });
}

/** @returns the first text that is not on every screen exactly once. */
async function firstMissing(
  views: readonly ChatView[],
  said: readonly string[],
): Promise<string | undefined> {
  const giveUpAt = performance.now() + backMs;
  for (const text of said) {
    for (const view of views) {
      const timeout = Math.max(1, giveUpAt - performance.now());
      const isThere = await expect(view.messages(text))
        .toHaveCount(1, { timeout })
        .then(
          () => true,
          () => false,
        );
      if (!isThere) return text;
    }
  }
  return undefined;
}
