/** Looks for what keeps people with a screen reader, a keyboard or weak eyes out (axe-core, WCAG 2.2 A and AA). */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  readonly id: string;
  readonly impact: string | null;
  readonly help: string;
  readonly nodes: readonly {
    readonly target: readonly unknown[];
    readonly failureSummary?: string;
  }[];
}

const levels = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']";

/** @returns a sentence for each serious or critical violation. */
export async function seriousViolations(page: Page): Promise<string[]> {
  return violationsOf(page, levels);
}

/** The same in the light and in the dark, where only the colours are others. */
export async function seriousInBothSchemes(page: Page): Promise<string[]> {
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  const light = await violationsOf(page, levels);
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  const dark = await violationsOf(page, "{ type: 'rule', values: ['color-contrast'] }");
  return [...light.map((one) => `light: ${one}`), ...dark.map((one) => `dark: ${one}`)];
}

/** @param runOnly of axe, as a script's text */
async function violationsOf(page: Page, runOnly: string): Promise<string[]> {
  // In the frames as well: the widget is one. What CSP forbids to a page, the browser's own tools may do.
  const found: string[] = [];
  for (const frame of page.frames()) {
    if (!(await frame.evaluate(() => 'axe' in globalThis))) await frame.evaluate(source);
    const violations = (await frame.evaluate(
      `axe.run(document, { runOnly: ${runOnly}, iframes: false })
        .then(({ violations }) => violations)`,
    )) as readonly Violation[];
    for (const { id, impact, help, nodes } of violations) {
      if (impact !== 'serious' && impact !== 'critical') continue;
      const where = nodes.map(({ target }) => target.join(' ')).join(', ');
      found.push(`${new URL(frame.url()).pathname}: ${id} (${impact}): ${help}: ${where}`);
    }
  }
  return found;
}
