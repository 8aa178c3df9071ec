/** What pages take, as the operating system says. */
import type { Browser } from '@playwright/test';
import { residentBytesOf } from '../prove/support/process-figures.ts';

/** @returns MB of each process that draws pages; what is only not collected yet does not count */
export async function pageMegabytes(browser: Browser): Promise<number[]> {
  for (const page of browser.contexts().flatMap((context) => context.pages())) {
    const inside = await page.context().newCDPSession(page);
    await inside.send('HeapProfiler.collectGarbage');
    await inside.detach();
  }
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const pages = processInfo.filter(({ type }) => type === 'renderer');
  return pages.map(({ id }) => {
    try {
      return residentBytesOf(id) / 1024 / 1024;
    } catch {
      // It ended meanwhile.
      return 0;
    }
  });
}
