/** `npm run e2e -- …`: the browser tests against the built server; arguments go to Playwright. */
import { build } from './build.mjs';
import { findChromium } from './find-chromium.mjs';
import { runTool } from './processes.mjs';

/** @returns the exit code */
export async function runBrowserTests(args, env = {}) {
  let browser;
  try {
    browser = findChromium();
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
  return runTool('playwright', ['test', '--config', 'e2e/playwright.config.ts', ...args], {
    env: { ...process.env, ...env, CHROMIUM: browser },
  });
}

if (process.argv[1] === import.meta.filename) {
  process.exitCode = build() ? await runBrowserTests(process.argv.slice(2)) : 1;
}
