/** A client on the chat page and an agent at the console, with a direct link between them. */
import { expect, type Browser } from '@playwright/test';
import { openChat, type ClientPage } from '../e2e/support/client-page.ts';
import { openConsole, type ConsolePage } from '../e2e/support/console-page.ts';
import type { Parley } from '../e2e/support/parley.ts';
import { installCounters } from './frames.ts';
import { installInstruments, prepare, type Writer } from './painted.ts';

export interface ParleyPages {
  readonly client: ClientPage;
  readonly agent: ConsolePage;
  readonly writers: readonly [Writer, Writer];
  /** Enter pressed → the first message on the agent's screen, ms (the list's line counts: it shows the text). */
  readonly firstMessageMs: number;
  /** Enter pressed → both sides say "direct", ms. */
  readonly linkedMs: number;
  close(): Promise<void>;
}

export async function openParleyPages(browser: Browser, parley: Parley): Promise<ParleyPages> {
  const contexts = await Promise.all([browser.newContext(), browser.newContext()]);
  for (const context of contexts) {
    await prepare(context, installInstruments, installCounters);
  }
  const [there, here] = contexts;
  const agent = await openConsole(there!, parley.url, parley.admin);
  const client = await openChat(here!, parley.url);
  await client.box.focus();
  await client.page.keyboard.insertText('mark-first-0;');
  const began = Date.now();
  await client.page.keyboard.press('Enter');
  await agent.page.waitForFunction(() => window.benchPainted.has('mark-first-0;'));
  const firstMessageMs = Date.now() - began;
  await agent.open(0);
  await client.linkIs('direct');
  await agent.linkIs('direct');
  const linkedMs = Date.now() - began;
  await expect(client.messages('mark-first-0;')).toHaveAttribute('data-state', 'read');
  const writer = ({ page, box }: ClientPage | ConsolePage): Writer => ({
    page,
    frame: page,
    focus: () => box.focus(),
  });
  return {
    client,
    agent,
    writers: [writer(client), writer(agent)],
    firstMessageMs,
    linkedMs,
    async close() {
      await Promise.all(contexts.map((context) => context.close()));
    },
  };
}
