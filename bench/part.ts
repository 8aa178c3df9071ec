/** What a part of the measurements is, and what it may ask for. */
import { chromium, type Browser } from '@playwright/test';
import { chromiumArgs } from '../e2e/support/browser.ts';
import { startParley, type Parley } from '../e2e/support/parley.ts';
import { findChromium } from '../scripts/find-chromium.mjs';
import type { Row } from './statistics.ts';

export interface Run {
  /** Smaller numbers, and no time is judged. Exact figures come out the same as in the full form. */
  readonly quick: boolean;
}

export interface Part {
  /** The word on the command line. */
  readonly name: string;
  rows(run: Run): Promise<Row[]> | Row[];
}

/** A server of its own for each part: none inherits the others' load. */
export async function withServer<T>(
  measure: (parley: Parley) => Promise<T>,
  env: Record<string, string> = {},
): Promise<T> {
  const parley = await startParley(env);
  try {
    return await measure(parley);
  } finally {
    await parley.close();
  }
}

export async function withBrowser<T>(
  measure: (browser: Browser, parley: Parley) => Promise<T>,
): Promise<T> {
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: chromiumArgs({ mdns: false }),
  });
  try {
    return await withServer((parley) => measure(browser, parley));
  } finally {
    await browser.close();
  }
}
