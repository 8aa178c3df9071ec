/** The `test` of every spec here: a server of its own, contexts that are watched, and nothing left behind. */
import {
  expect,
  test as base,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
} from '@playwright/test';
import { adminApi, type AdminApi } from './admin-api.ts';
import { openConsole, type ConsolePage, type Credentials } from './console-page.ts';
import { openChat, openDemo, type ClientPage } from './client-page.ts';
import { isBuilt, startParley, type Parley } from './parley.ts';

interface Fixtures {
  parley: Parley;
  api: AdminApi;
  /** A new browser context, as another person's browser; its pages are watched for errors. */
  person: (options?: BrowserContextOptions) => Promise<BrowserContext>;
  /** A client in a browser of their own (or in `context`), on the full page. */
  client: (options?: { context?: BrowserContext; query?: string }) => Promise<ClientPage>;
  /** A client on the demo page with the chat opened. */
  demoClient: () => Promise<ClientPage>;
  /** Signs in at the console in a browser of their own; by default as the admin, available. */
  agent: (options?: AgentOptions) => Promise<ConsolePage>;
  /** Messages that a test expects on the pages' consoles, besides the network's while the server is away. */
  expectedErrors: RegExp[];
}

interface AgentOptions {
  readonly context?: BrowserContext;
  readonly who?: Credentials;
  readonly available?: boolean;
}

/** What Chromium itself writes to the console when a request or a socket fails. */
const networkErrors =
  /net::ERR_|WebSocket connection to|Failed to load resource|Failed to fetch|error occurred when fetching the script/;

export const test = base.extend<Fixtures>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the wanted fixtures from the pattern
  parley: async ({}, use) => {
    if (!isBuilt()) throw new Error('There is no build; run these tests with "npm run e2e".');
    const parley = await startParley();
    await use(parley);
    await parley.close();
  },

  api: async ({ parley }, use) => use(await adminApi(parley.url, parley.admin)),

  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the wanted fixtures from the pattern
  expectedErrors: async ({}, use) => use([]),

  person: async ({ browser, parley, expectedErrors }, use, testInfo) => {
    const contexts: BrowserContext[] = [];
    const errors: string[] = [];
    const isExpected = (text: string) =>
      (parley.wasStopped() && networkErrors.test(text)) ||
      expectedErrors.some((pattern) => pattern.test(text));
    await use(async (options) => {
      const context = await browser.newContext(options);
      contexts.push(context);
      watch(context, (text) => {
        if (!isExpected(text)) errors.push(text);
      });
      return context;
    });
    for (const context of contexts) await context.close();
    if (testInfo.status !== testInfo.expectedStatus && parley.output() !== '') {
      await testInfo.attach('server', { body: parley.output(), contentType: 'text/plain' });
    }
    expect(errors, 'errors on the pages').toEqual([]);
  },

  client: async ({ parley, person }, use) => {
    await use(async ({ context, query } = {}) =>
      openChat(context ?? (await person()), parley.url, query),
    );
  },

  demoClient: async ({ parley, person }, use) => {
    await use(async () => openDemo(await person(), parley.url));
  },

  agent: async ({ parley, person }, use) => {
    await use(async ({ context, who = parley.admin, available = true } = {}) =>
      openConsole(context ?? (await person()), parley.url, who, { available }),
    );
  },
});

function watch(context: BrowserContext, onError: (text: string) => void): void {
  const name = (page: Page | null) => (page === null ? '' : new URL(page.url()).pathname);
  context.on('weberror', (error) => {
    onError(`${name(error.page())}: ${error.error().stack ?? error.error().message}`);
  });
  context.on('console', (message) => {
    if (message.type() !== 'error') return;
    onError(`${name(message.page())}: ${message.text()} (${message.location().url})`);
  });
}

export { expect };
