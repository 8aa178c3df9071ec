/** Chromium for as long as a test needs it. */
import { chromium, type Browser } from '@playwright/test';
import { chromiumArgs } from '../../e2e/support/browser.ts';

export async function withChromium<Value>(
  work: (browser: Browser) => Promise<Value>,
): Promise<Value> {
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: chromiumArgs({ mdns: false }),
  });
  try {
    return await work(browser);
  } finally {
    await browser.close();
  }
}
