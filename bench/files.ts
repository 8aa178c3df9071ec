/** 25 MB from page to page beside a bare data channel, in one run; and what that takes of memory. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import type { Parley } from '../e2e/support/parley.ts';
import { openBarePages } from './bare-page.ts';
import { pageMegabytes } from './page-memory.ts';
import { openParleyPages } from './parley-pages.ts';
import { median, row, type Row } from './statistics.ts';
import { withBrowser, type Part } from './part.ts';

const megabyte = 1024 * 1024;
const fileBytes = 25 * megabyte;

/** As fast as the channel takes it, with the usual back-pressure. @returns MB/s, as the receiver sees it */
async function bareRate(from: Page, to: Page, chunk: number): Promise<number> {
  const arrived = to.evaluate(
    (size) =>
      new Promise<number>((resolve) => {
        let got = 0;
        let began = 0;
        window.bareBytes.onmessage = ({ data }) => {
          if (got === 0) began = performance.now();
          got += data instanceof ArrayBuffer ? data.byteLength : 0;
          if (got >= size) resolve(size / 1024 / 1024 / ((performance.now() - began) / 1000));
        };
      }),
    fileBytes,
  );
  await from.evaluate(
    async ([size, length]) => {
      const channel = window.bareBytes;
      const bytes = new Uint8Array(length);
      channel.bufferedAmountLowThreshold = 256 * 1024;
      for (let sent = 0; sent < size; sent += length) {
        if (channel.bufferedAmount > 1024 * 1024) {
          await new Promise((resolve) => (channel.onbufferedamountlow = resolve));
        }
        channel.send(bytes);
      }
    },
    [fileBytes, chunk] as const,
  );
  return arrived;
}

/** From the press of the button to the file that was checked, hash and store included. */
async function parleyRate(to: Page, name: string): Promise<number> {
  const figure = to.getByRole('log').locator('.file').filter({ hasText: name });
  return figure.evaluate(
    (element, size) =>
      new Promise<number>((resolve, reject) => {
        const began = performance.now();
        const done = () => resolve(size / 1024 / 1024 / ((performance.now() - began) / 1000));
        const watch = new MutationObserver(() => {
          if (element.getAttribute('data-coming') !== 'done') return;
          watch.disconnect();
          done();
        });
        watch.observe(element, { attributes: true });
        const button = element.querySelector<HTMLButtonElement>('button[aria-label^="Save"]');
        if (button === null) return reject(new Error('There is no button.'));
        button.click();
      }),
    fileBytes,
  );
}

export async function fileRows(browser: Browser, parley: Parley, rounds: number): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-bench-'));
  const bare = await openBarePages(browser, parley.url);
  const pages = await openParleyPages(browser, parley);
  const { client, agent } = pages;
  // The link is measured, not the server beside it.
  await client.page.context().route(/\/api\/conversations\/[^/]+\/files/, (route) => route.abort());
  agent.page.on('download', (download) => void download.cancel());
  const rates = { bare: [] as number[], parley: [] as number[] };
  const sizes: string[] = [];
  const memory: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const name = `file-${round}.zip`;
    writeFileSync(join(folder, name), randomBytes(fileBytes));
    await client.page.getByLabel('Files to attach').setInputFiles(join(folder, name));
    await client.page.getByRole('button', { name: 'Send', exact: true }).click();
    await agent.page.getByRole('button', { name: `Save ${name}` }).waitFor();
    const both = [];
    for (const chunk of [16 * 1024, 64 * 1024]) {
      both.push(await bareRate(bare[0].page, bare[1].page, chunk));
    }
    // The better one is the bar.
    rates.bare.push(Math.max(...both));
    sizes.push(both.map((rate) => rate.toFixed(0)).join('/'));
    rates.parley.push(await parleyRate(agent.page, name));
    memory.push((await pageMegabytes(browser)).reduce((sum, each) => sum + each, 0));
  }
  await pages.close();
  rmSync(folder, { recursive: true, force: true });
  console.error(`bare, with 16/64 KiB: ${sizes.join(', ')} MB/s`);
  const share = median(rates.parley) / median(rates.bare);
  // The first one also loads code.
  const [, second = 0] = memory;
  const last = memory.at(-1) ?? 0;
  const grown = (last - second) / Math.max(1, rounds - 2);
  return [
    row(
      '25 MB from browser to browser',
      `${median(rates.parley).toFixed(0)} MB/s = ${share.toFixed(2)} × bare (${median(rates.bare).toFixed(0)} MB/s)`,
      'at least 0.6 × a bare data channel',
      share >= 0.6,
    ),
    row(
      'memory of the pages, after each file',
      `${memory.map((each) => each.toFixed(0)).join(', ')} MB: ${grown.toFixed(1)} MB more a file`,
      'flat: less than a tenth of a file each',
      grown < fileBytes / megabyte / 10,
    ),
  ];
}

export const files: Part = {
  name: 'files',
  rows: ({ quick }) => withBrowser((browser, parley) => fileRows(browser, parley, quick ? 3 : 6)),
};
