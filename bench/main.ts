/** `npm run bench [-- --quick] [-- <part>...]`: every bar, measured in one run, as a table. */
import { spawnSync } from 'node:child_process';
import { chromium } from '@playwright/test';
import { chromiumArgs } from '../e2e/support/browser.ts';
import { startParley, type Parley } from '../e2e/support/parley.ts';
import { arrivingRows } from './arriving.ts';
import { botRows } from './bots.ts';
import { consoleRows } from './console.ts';
import { directRows } from './direct.ts';
import { fileRows } from './files.ts';
import { guardRows } from './guard.ts';
import { historyRows } from './history.ts';
import { sizeRows } from './sizes.ts';
import { listRows } from './lists.ts';
import { printTable, row, type Row } from './statistics.ts';

const words = process.argv.slice(2);
const quick = words.includes('--quick');
const parts = words.filter((word) => !word.startsWith('--'));
const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** A server of its own for each part: none inherits the others' load. */
async function withServer(measure: (parley: Parley) => Promise<Row[]>): Promise<Row[]> {
  const parley = await startParley();
  try {
    return await measure(parley);
  } finally {
    await parley.close();
  }
}

async function withBrowser(
  measure: (browser: Awaited<ReturnType<typeof chromium.launch>>, parley: Parley) => Promise<Row[]>,
): Promise<Row[]> {
  const browser = await chromium.launch({ executablePath, args: chromiumArgs({ mdns: false }) });
  try {
    return await withServer((parley) => measure(browser, parley));
  } finally {
    await browser.close();
  }
}

/** On one core, in a process of its own, as the bar says. */
function archiveRows(): Row[] {
  const done = spawnSync(
    'taskset',
    ['-c', '0', process.execPath, '--import', 'tsx', 'bench/archive.ts', quick ? '2048' : '8192'],
    { encoding: 'utf8' },
  );
  const figures = [...done.stdout.matchAll(/^(.*?)\s{2,}(\d+) entries\/s/gm)];
  if (figures.length === 0) throw new Error(`The archive was not measured: ${done.stderr}`);
  return figures.map(([, name, perSecond]) =>
    row(
      `archive, ${name}`,
      `${perSecond} verified, fsynced entries/s on one core`,
      'at least 2000',
      Number(perSecond) >= 2000,
    ),
  );
}

const all: Record<string, () => Promise<Row[]> | Row[]> = {
  sizes: sizeRows,
  guard: () => guardRows(quick ? 2000 : 20_000),
  archive: archiveRows,
  direct: () => withBrowser((browser, parley) => directRows(browser, parley, quick ? 25 : 200)),
  files: () => withBrowser((browser, parley) => fileRows(browser, parley, quick ? 3 : 6)),
  history: () =>
    withBrowser((browser, parley) => historyRows(browser, parley, quick ? 2000 : 10_000)),
  console: () =>
    withBrowser((browser, parley) =>
      consoleRows(browser, parley, { conversations: 50, keys: quick ? 100 : 500 }),
    ),
  arriving: () => withBrowser((browser, parley) => arrivingRows(browser, parley, quick ? 2 : 5)),
  lists: () =>
    withServer((parley) =>
      listRows(parley, {
        accounts: quick ? 1000 : 10_000,
        conversations: quick ? 10_000 : 100_000,
      }),
    ),
  bots: () => withServer((parley) => botRows(parley, quick ? 20 : 200)),
};

const unknown = parts.filter((part) => !(part in all));
if (unknown.length > 0) {
  console.error(`There is no part "${unknown[0]}"; the parts are ${Object.keys(all).join(', ')}.`);
  process.exit(1);
}
const rows: Row[] = [];
for (const part of parts.length > 0 ? parts : Object.keys(all)) {
  console.error(`measuring: ${part}`);
  rows.push(...(await all[part]!()));
}
printTable(rows);
