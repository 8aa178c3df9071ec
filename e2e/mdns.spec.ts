import { chromium } from '@playwright/test';
import { chromiumArgs } from './support/browser.ts';
import { openChat } from './support/client-page.ts';
import { openConsole } from './support/console-page.ts';
import { test } from './support/test.ts';

test('a browser that hides local addresses behind mDNS names still gets every message', async ({
  parley,
}) => {
  const executablePath = process.env['CHROMIUM'];
  const browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: chromiumArgs({ mdns: true }),
  });
  try {
    const visitor = await openChat(await browser.newContext(), parley.url);
    await visitor.say('Hidden address');
    const console = await openConsole(await browser.newContext(), parley.url, parley.admin);
    await console.open();
    await console.say('Found you');
    await visitor.sees('Found you', 'them');
    // Where nothing answers mDNS there is no direct way, and the server is one.
    await visitor.linkIs('direct', 'server');
  } finally {
    await browser.close();
  }
});
