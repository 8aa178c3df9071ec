/**
 * Makes `docs/screenshot.png`, the README's picture: a conversation in the console beside the same one on the
 * demo page.
 *
 *     PORT=8099 DATA_DIR=/tmp/parley-picture npm start        # prints the admin's password
 *     ADMIN_PASSWORD=… npx tsx scripts/screenshot.ts http://127.0.0.1:8099
 *
 * It adds an agent and leaves conversations behind, so give it a data folder of its own.
 */
import { resolve } from 'node:path';
import { chromium, type Browser, type BrowserContext } from '@playwright/test';
import { adminApi } from '../e2e/support/admin-api.ts';
import { chromiumArgs } from '../e2e/support/browser.ts';
import { openChat, openDemo } from '../e2e/support/client-page.ts';
import { openConsole } from '../e2e/support/console-page.ts';
import { findChromium } from './find-chromium.mjs';
import { root } from './processes.mjs';

const picture = resolve(root, 'docs/screenshot.png');
const desk = { width: 1020, height: 720 };
const demo = { width: 500, height: 720 };

const [url] = process.argv.slice(2);
const password = process.env['ADMIN_PASSWORD'];
if (url === undefined || password === undefined) {
  throw new Error('Usage: ADMIN_PASSWORD=… npx tsx scripts/screenshot.ts http://127.0.0.1:8099');
}

const browser = await chromium.launch({
  executablePath: findChromium(),
  args: chromiumArgs({ mdns: false }),
});
try {
  await compose(browser, ...(await talk(browser, url, password)));
} finally {
  await browser.close();
}

/** @returns the two windows, photographed. */
async function talk(from: Browser, at: string, adminPassword: string): Promise<[Buffer, Buffer]> {
  const person = (viewport = demo): Promise<BrowserContext> =>
    from.newContext({ viewport, colorScheme: 'light', locale: 'en-GB', deviceScaleFactor: 1 });

  const admin = await adminApi(at, { username: 'admin', password: adminPassword });
  const mara = await admin.createAgent(`mara-${Date.now()}`, 'Mara Lindqvist');
  const agent = await openConsole(await person(desk), at, mara);

  for (const text of ['Is the night tariff still available?', '¿Puedo pagar con tarjeta?']) {
    const other = await openChat(await person(), at);
    await other.say(text);
    await agent.conversations.filter({ hasText: text }).waitFor();
  }
  const client = await openDemo(await person(), at);
  await client.say('Good morning! My bill is much higher than last year.');
  await agent.open('much higher');
  await agent.sees(/much higher/);
  await agent.linkIs('direct');
  await client.linkIs('direct');
  await agent.say('Good morning! Let me look at your meter readings.');
  await client.sees(/meter readings/);
  await agent.say('In March somebody wrote down 28,114 kWh. Can you read me the meter?');
  await client.sees(/28,114/);
  await client.say('It says 23,490 now.');
  await agent.sees(/23,490/);
  await agent.say('Then the 8 in March was a 3. I have corrected it: you get 142 € back.');
  await client.sees(/142/);
  await client.say('That was quick. Thank you!');
  await agent.sees(/That was quick/);
  await client.isIn('That was quick. Thank you!', 'read', 'delivered');
  await agent.box.pressSequentially('You are wel');
  await client.status.filter({ hasText: 'Mara Lindqvist is typing' }).waitFor();
  return [await agent.page.screenshot(), await client.page.screenshot()];
}

/** Both windows on one quiet background. */
async function compose(from: Browser, left: Buffer, right: Buffer): Promise<void> {
  const page = await from.newPage({ viewport: { width: 1600, height: 800 } });
  const image = (bytes: Buffer, { width }: { width: number }) =>
    `<img width="${width}" src="data:image/png;base64,${bytes.toString('base64')}">`;
  await page.setContent(`<!doctype html><style>
    body { margin: 0; display: flex; gap: 28px; justify-content: center; align-items: center;
      height: 100vh; background: linear-gradient(120deg, #e8e4dd, #dfe5f3); }
    img { display: block; border-radius: 12px;
      box-shadow: 0 0 0 1px rgb(60 48 32 / 10%), 0 18px 48px rgb(60 48 32 / 20%); }
  </style>${image(left, desk)}${image(right, demo)}`);
  await page.screenshot({ path: picture });
}
