/** A client on the chat page and an agent at the console, with a direct link between them. */
import { expect, type Browser, type BrowserContext } from '@playwright/test';
import { openChat, type ClientPage } from '../e2e/support/client-page.ts';
import { openConsole, type ConsolePage } from '../e2e/support/console-page.ts';
import type { Parley } from '../e2e/support/parley.ts';
import { installCounters } from './frames.ts';
import { installInstruments, prepare, type Writer } from './painted.ts';

export interface ParleyPages {
  readonly client: ClientPage;
  readonly agent: ConsolePage;
  readonly writers: readonly [Writer, Writer];
  close(): Promise<void>;
}

/** As in a browser or a network without WebRTC. */
function removeWebRtc(): void {
  Reflect.deleteProperty(window, 'RTCPeerConnection');
  Reflect.deleteProperty(window, 'webkitRTCPeerConnection');
}

/** @param link how the two reach each other */
export async function openParleyPages(
  browser: Browser,
  parley: Parley,
  { link = 'direct' }: { readonly link?: 'direct' | 'server' } = {},
  onContext: (context: BrowserContext, who: 'client' | 'agent') => void = () => undefined,
): Promise<ParleyPages> {
  const here = await browser.newContext();
  const there = await browser.newContext();
  onContext(here, 'client');
  onContext(there, 'agent');
  const contexts = [here, there];
  for (const context of contexts) {
    await prepare(context, installInstruments, installCounters);
    if (link === 'server') await context.addInitScript(removeWebRtc);
  }
  const agent = await openConsole(there, parley.url, parley.admin);
  const client = await openChat(here, parley.url);
  await client.say('mark-first-0;');
  await agent.page.waitForFunction(() => window.benchPainted.has('mark-first-0;'));
  await agent.open(0);
  await client.linkIs(link);
  await agent.linkIs(link);
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
    async close() {
      await Promise.all(contexts.map((context) => context.close()));
    },
  };
}
