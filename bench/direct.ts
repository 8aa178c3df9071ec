/** Latency and frames of a direct link: Parley beside a bare data channel and beside stock y-webrtc, in one run. */
import type { Browser } from '@playwright/test';
import type { Parley } from '../e2e/support/parley.ts';
import { openBarePages } from './bare-page.ts';
import { sentBy } from './frames.ts';
import { measureLatency, type Writer } from './painted.ts';
import { openParleyPages } from './parley-pages.ts';
import { median, percentile, row, type Row } from './statistics.ts';
import { openStockPages } from './stock.ts';
import { withBrowser, type Part } from './part.ts';

const ms = (value: number) => `${value.toFixed(1)} ms`;

/** @param rounds messages in each direction, of each kind of page; taken in turn, a few at a time */
export async function directRows(browser: Browser, parley: Parley, rounds: number): Promise<Row[]> {
  const bare = await openBarePages(browser, parley.url);
  const pages = await openParleyPages(browser, parley);
  const stock = await openStockPages(browser, parley.url);
  const kinds: Record<'bare' | 'parley' | 'stock', readonly [Writer, Writer]> = {
    bare,
    parley: pages.writers,
    stock: stock.writers,
  };
  const taken = { bare: [] as number[], parley: [] as number[], stock: [] as number[] };
  const sent = { bare: 0, parley: 0, stock: 0 };
  const turns = 5;
  for (let turn = 0; turn < turns; turn += 1) {
    for (const kind of ['bare', 'parley', 'stock'] as const) {
      const [a, b] = kinds[kind];
      const before = kind === 'bare' ? undefined : await sentBy([a, b]);
      taken[kind].push(...(await measureLatency(a, b, rounds / turns, `${kind}${turn}`)));
      if (before !== undefined) sent[kind] += (await sentBy([a, b])).frames - before.frames;
    }
  }
  await pages.close();
  await stock.close();
  const messages = rounds * 2;
  const p50 = median(taken.parley) / median(taken.bare);
  const p99 = percentile(taken.parley, 0.99) / percentile(taken.bare, 0.99);
  const frames = sent.parley / sent.stock;
  return [
    row(
      'typed → painted, direct, p50',
      `${ms(median(taken.parley))} = ${p50.toFixed(2)} × bare (${ms(median(taken.bare))}), stock y-webrtc ${ms(median(taken.stock))}`,
      'at most 1.5 × a bare data channel',
      p50 <= 1.5,
    ),
    row(
      'typed → painted, direct, p99',
      `${ms(percentile(taken.parley, 0.99))} = ${p99.toFixed(2)} × bare (${ms(percentile(taken.bare, 0.99))})`,
      'at most 3 × a bare data channel',
      p99 <= 3,
    ),
    row(
      'frames a message on the direct channel',
      `${(sent.parley / messages).toFixed(2)} = ${frames.toFixed(2)} × stock y-webrtc (${(sent.stock / messages).toFixed(2)})`,
      'at most 0.6 × stock y-webrtc',
      frames <= 0.6,
    ),
    row(
      "a new client's first message on the agent's screen",
      `${pages.firstMessageMs} ms; direct link after ${pages.linkedMs} ms`,
      'not waiting for WebRTC; link within 1 s',
      pages.linkedMs <= 1000,
    ),
  ];
}

export const direct: Part = {
  name: 'direct',
  rows: ({ quick }) =>
    withBrowser((browser, parley) => directRows(browser, parley, quick ? 25 : 200)),
};
