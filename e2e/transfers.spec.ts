/** Files straight from browser to browser, while the server takes none of them. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Download, Page } from '@playwright/test';
import { expect, test } from './support/test.ts';

declare global {
  interface Window {
    /** Of this page, the oldest first. */
    connections: RTCPeerConnection[];
  }
}

/** 25 MB: as large as a file may be. */
const bytes = randomBytes(25 * 1024 * 1024);
const hashOf = (content: Uint8Array) => createHash('sha256').update(content).digest('hex');

let folder: string;
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-e2e-'));
  writeFileSync(join(folder, 'big.zip'), bytes);
});
test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function downloaded(download: Promise<Download>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of await (await download).createReadStream()) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Nothing that this person sends gets to the server. */
const blockUploads = (context: BrowserContext) =>
  context.route(/\/api\/conversations\/[^/]+\/files/, (route) => route.abort());

const keepConnections = (context: BrowserContext) =>
  context.addInitScript(() => {
    window.connections = [];
    const Base = RTCPeerConnection;
    window.RTCPeerConnection = class extends Base {
      constructor(config?: RTCConfiguration) {
        super(config);
        window.connections.push(this);
      }
    };
  });

/** As a cable that is pulled: the page's peer has to notice, and to make another connection. */
const cut = (page: Page) =>
  page.evaluate(() => {
    for (const connection of window.connections.splice(0)) connection.close();
  });

test('[L3] 25 MB go from browser to browser while the server takes nothing', async ({
  person,
  client,
  agent,
  expectedErrors,
}) => {
  expectedErrors.push(/Failed to load resource/);
  const context = await person();
  await blockUploads(context);
  const visitor = await client({ context });
  await visitor.say('Here it comes');
  const desk = await agent();
  await desk.open();
  await visitor.linkIs('direct');
  await visitor.page.getByLabel('Files to attach').setInputFiles(join(folder, 'big.zip'));
  await visitor.page.getByRole('button', { name: 'Send', exact: true }).click();
  const got = downloaded(desk.page.waitForEvent('download'));
  await desk.log.getByRole('button', { name: 'Save big.zip' }).click();
  expect(hashOf(await got)).toBe(hashOf(bytes));
  // The writer sees how far it went, and that the server still lacks it.
  await expect(visitor.log.getByRole('progressbar')).toHaveAttribute('value', '1');
  await expect(visitor.log.getByText('Waiting for the server')).toBeVisible();
});

test('[L3] a transfer that is cut three times ends with the right file', async ({
  person,
  client,
  agent,
  expectedErrors,
}) => {
  expectedErrors.push(/Failed to load resource/);
  const context = await person();
  await blockUploads(context);
  await keepConnections(context);
  const visitor = await client({ context });
  await visitor.say('Here it comes');
  const desk = await agent();
  await desk.open();
  await visitor.linkIs('direct');
  await visitor.page.getByLabel('Files to attach').setInputFiles(join(folder, 'big.zip'));
  await visitor.page.getByRole('button', { name: 'Send', exact: true }).click();
  const got = downloaded(desk.page.waitForEvent('download', { timeout: 60_000 }));
  await desk.log.getByRole('button', { name: 'Save big.zip' }).click();
  const figure = desk.log.locator('.file');
  const stops: number[] = [];
  while (stops.length < 3) {
    const before = stops.at(-1) ?? 0;
    const at = await figure.evaluate(
      (element, from) =>
        new Promise<number>((resolve) => {
          const look = () => {
            const share = element.querySelector('progress')?.value ?? 0;
            if (share > from) resolve(share);
            else requestAnimationFrame(look);
          };
          look();
        }),
      before,
    );
    await cut(visitor.page);
    stops.push(at);
  }
  expect(hashOf(await got)).toBe(hashOf(bytes));
  expect(stops.every((at) => at < 1)).toBe(true);
});

test('[L3] the writer pauses, goes on and gives up; the reader waits for it', async ({
  person,
  client,
  agent,
}) => {
  const context = await person();
  // A slow way to the server, and no direct one.
  await context.addInitScript(() => Reflect.deleteProperty(window, 'RTCPeerConnection'));
  let pieces = 0;
  let pass: () => void = () => undefined;
  await context.route(/\/api\/conversations\/[^/]+\/files\/[^/]+\?offset=/, async (route) => {
    pieces += 1;
    if (pieces === 3) await new Promise<void>((resolve) => (pass = resolve));
    // It was given up meanwhile, where the writer paused.
    await route.continue().catch(() => undefined);
  });
  const visitor = await client({ context });
  await visitor.say('Here it comes');
  const desk = await agent();
  await desk.open();
  writeFileSync(
    join(folder, 'small.zip'),
    Buffer.concat([Buffer.from('PK\x03\x04'), bytes.subarray(0, 2_000_000)]),
  );
  await visitor.page.getByLabel('Files to attach').setInputFiles(join(folder, 'small.zip'));
  await visitor.page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect.poll(() => pieces).toBe(3);
  await visitor.log.getByRole('button', { name: 'Pause small.zip' }).click();
  await expect(visitor.log.getByText(/^Paused at \d+%$/)).toBeVisible();
  await desk.log.getByRole('button', { name: 'Save small.zip' }).click();
  await expect(desk.log.getByText('On its way…')).toBeVisible();
  pass();
  const got = downloaded(desk.page.waitForEvent('download'));
  await visitor.log.getByRole('button', { name: 'Resume small.zip' }).click();
  expect((await got).length).toBe(2_000_004);
  await expect(visitor.log.getByText('2.0 MB')).toBeVisible();

  pieces = 2;
  writeFileSync(
    join(folder, 'other.zip'),
    Buffer.concat([Buffer.from('PK\x03\x04'), bytes.subarray(9, 1_000_000)]),
  );
  await visitor.page.getByLabel('Files to attach').setInputFiles(join(folder, 'other.zip'));
  await visitor.page.getByRole('button', { name: 'Send', exact: true }).click();
  await visitor.log.getByRole('button', { name: 'Cancel other.zip' }).click();
  pass();
  await expect(visitor.log.getByRole('progressbar')).toHaveCount(0);
});

test('[L3] a PDF opens in a tab of its own, without any right of a page', async ({
  client,
  agent,
  expectedErrors,
}) => {
  // Chromium asks for a picture of the tab.
  expectedErrors.push(/favicon\.ico/);
  const visitor = await client();
  await visitor.say('The bill');
  writeFileSync(join(folder, 'bill.pdf'), '%PDF-1.4\n%%EOF\n');
  await visitor.page.getByLabel('Files to attach').setInputFiles(join(folder, 'bill.pdf'));
  await visitor.page.getByRole('button', { name: 'Send', exact: true }).click();
  const desk = await agent();
  await desk.open();
  const shown = desk.page
    .context()
    .waitForEvent('response', (response) => response.url().includes('/api/shown-files/'));
  await desk.log.getByRole('button', { name: 'Open bill.pdf' }).click();
  const headers = await (await shown).allHeaders();
  expect(headers['content-disposition']).toBe('inline');
  expect(headers['content-security-policy']).toContain('sandbox');
  expect(headers['content-type']).toBe('application/pdf');
});
