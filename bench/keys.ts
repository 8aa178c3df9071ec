/** From a key to its paint. */
import type { Page } from '@playwright/test';

declare global {
  interface Window {
    benchKeys: number[];
  }
}

/** A quick typist. */
const keyEveryMs = 60;

/** For `prepare`: from the moment the browser had the key to the task after the frame that shows it. */
export function installKeys(): void {
  window.benchKeys = [];
  window.addEventListener(
    'keydown',
    (event) => {
      const at = event.timeStamp;
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => window.benchKeys.push(performance.now() - at);
        port2.postMessage(undefined);
      });
    },
    { capture: true },
  );
}

export async function type(page: Page, keys: number): Promise<number[]> {
  await page.evaluate(() => void (window.benchKeys.length = 0));
  for (let key = 0; key < keys; key += 1) {
    await page.keyboard.press('abcdefgh '[key % 9] ?? 'a');
    await page.waitForTimeout(keyEveryMs);
  }
  await page.waitForFunction((count) => window.benchKeys.length >= count, keys);
  return page.evaluate(() => window.benchKeys);
}
