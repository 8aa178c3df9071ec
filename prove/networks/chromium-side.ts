/** A client or an agent in Chromium, inside the laboratory. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from '@playwright/test';
import * as v from 'valibot';
import { chromiumArgs } from '../../e2e/support/browser.ts';
import { openChat } from '../../e2e/support/client-page.ts';
import { openConsole, type Credentials } from '../../e2e/support/console-page.ts';
import type { HomeName } from './internet.ts';
import type { Lab } from './lab.ts';
import { shownSight, type AnsweringSide, type Side } from './side.ts';
import { sightExpression } from './sight-on-page.ts';

export interface BrowserPlace {
  readonly lab: Lab;
  readonly home: HomeName;
  readonly url: string;
}

interface OpenBrowser {
  readonly browser: Browser;
  close(): Promise<void>;
}

/** Local addresses stay behind mDNS names, as in the browsers of visitors. */
async function openBrowser({ lab, home, url }: BrowserPlace): Promise<OpenBrowser> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-browser-'));
  const starter = join(folder, 'browser');
  const program = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
  writeFileSync(starter, `#!/bin/sh\nexec ${lab.inside(home).join(' ')} ${program} "$@"\n`);
  chmodSync(starter, 0o755);
  // Cryptography and WebRTC are for secure origins; TLS is none of this laboratory's business.
  const secure = `--unsafely-treat-insecure-origin-as-secure=${url}`;
  const clean = () => rmSync(folder, { recursive: true, force: true });
  try {
    const browser = await chromium.launch({
      executablePath: starter,
      args: [...chromiumArgs({ mdns: true }), secure],
    });
    return {
      browser,
      async close() {
        await browser.close();
        clean();
      },
    };
  } catch (error) {
    clean();
    throw error;
  }
}

export async function openClientInChromium(place: BrowserPlace): Promise<Side> {
  const opened = await openBrowser(place);
  const close = () => opened.close();
  try {
    const context = await opened.browser.newContext();
    const chat = await openChat(context, place.url);
    await chat.box.waitFor();
    return { say: (text) => chat.say(text), look: () => look(chat.page), close };
  } catch (error) {
    await close();
    throw error;
  }
}

export async function openAgentInChromium(
  place: BrowserPlace,
  who: Credentials,
): Promise<AnsweringSide> {
  const opened = await openBrowser(place);
  const close = () => opened.close();
  try {
    const context = await opened.browser.newContext();
    const desk = await openConsole(context, place.url, who);
    return {
      take: () => desk.open(),
      say: (text) => desk.say(text),
      look: () => look(desk.page),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function look(page: Page) {
  const seen: unknown = JSON.parse(await page.evaluate<string>(sightExpression));
  return v.parse(shownSight, seen);
}
