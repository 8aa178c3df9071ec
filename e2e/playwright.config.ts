import { defineConfig } from '@playwright/test';
import { chromiumArgs } from './support/browser.ts';

/** Run by `npm run e2e` (scripts/e2e.mjs), which builds, and finds the browser. */
export default defineConfig({
  testDir: '.',
  outputDir: '../test-results',
  workers: 2,
  // Every test has a server, a data folder and browser contexts of its own.
  fullyParallel: true,
  retries: 0,
  forbidOnly: true,
  timeout: 90_000,
  // One set for all machines: support/same-look.ts makes them alike, but for the edges of letters and curves.
  snapshotPathTemplate: '{testDir}/pictures/{arg}{ext}',
  expect: { timeout: 10_000, toHaveScreenshot: { maxDiffPixelRatio: 0.01 } },
  reporter: 'list',
  use: {
    browserName: 'chromium',
    headless: true,
    viewport: { width: 1280, height: 800 },
    screenshot: 'only-on-failure',
    trace: 'off',
    actionTimeout: 10_000,
    navigationTimeout: 15_000,
    launchOptions: {
      ...(process.env['CHROMIUM'] ? { executablePath: process.env['CHROMIUM'] } : {}),
      args: chromiumArgs({ mdns: false }),
    },
  },
});
