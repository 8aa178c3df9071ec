/** A page as people see it on a phone, a tablet and a desktop, by day and by night. */
import { resolve } from 'node:path';
import { expect, type Page } from '@playwright/test';

const folder = resolve(import.meta.dirname, '../../test-results/screenshots');
const heights = { 375: 740, 768: 900, 1440: 900 } as const;
export type Width = keyof typeof heights;
const every: readonly Width[] = [375, 768, 1440];

/**
 * Pictures for people to look at (test-results/screenshots); what is asserted is that nothing is wider than the
 * window. Afterwards the window is as it was.
 *
 * @param show brings what matters into view, after each change of the window
 */
export async function takeLooks(
  page: Page,
  name: string,
  { widths = every, show }: { widths?: readonly Width[]; show?: () => Promise<void> } = {},
): Promise<void> {
  const before = page.viewportSize();
  for (const width of widths) {
    await page.setViewportSize({ width, height: heights[width] });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await show?.();
      const path = resolve(folder, `${name}-${colorScheme}-${width}.png`);
      // Colours change slowly: the picture is of the end.
      await page.screenshot({ path, animations: 'disabled' });
    }
    const wider = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(wider, `${name} scrolls sideways at ${width} px`).toBeLessThanOrEqual(0);
  }
  await page.emulateMedia({ colorScheme: null });
  if (before !== null) await page.setViewportSize(before);
}
