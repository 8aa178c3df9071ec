/** What makes a picture the same on every machine: one font, one moment, one language, nothing that moves. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { BrowserContextOptions, Page } from '@playwright/test';

const font = (weight: 400 | 600) =>
  readFileSync(
    resolve(import.meta.dirname, `../pictures/font/inter-latin-${weight}-normal.woff2`),
  ).toString('base64');

/** Browsers draw with the fonts of their machine; pictures are drawn with one that comes along. */
const style = `
${([400, 600] as const)
  .map(
    (weight) => `@font-face {
  font-family: 'Same Everywhere';
  font-weight: ${weight === 400 ? '1 500' : '501 1000'};
  src: url(data:font/woff2;base64,${font(weight)}) format('woff2');
}`,
  )
  .join('\n')}
:root { --font: 'Same Everywhere' !important; --mono: 'Same Everywhere' !important; }
*, ::before, ::after { scrollbar-width: none !important; }
`;

export const noon = new Date('2026-03-16T12:00:00Z');

/** @param width of the window, px */
export function sameLook(width: number, colorScheme: 'light' | 'dark'): BrowserContextOptions {
  return {
    viewport: { width, height: width < 600 ? 720 : 800 },
    colorScheme,
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    // The font is put into pages that allow none from elsewhere.
    bypassCSP: true,
  };
}

/** Call it after the page is there; frames are dressed as well. */
export async function dress(page: Page): Promise<void> {
  // Nothing is pointed at.
  await page.mouse.move(0, 0);
  for (const frame of page.frames()) {
    await frame.addStyleTag({ content: style });
    await frame.evaluate(() => document.fonts.ready.then(() => undefined));
  }
}
