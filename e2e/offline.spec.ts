/** The chat as an installed page: it opens without a network, and what is written there goes out later [L14]. */
import { isKept } from './support/kept.ts';
import { expect, test } from './support/test.ts';

test('[L14] installed, offline, reloaded: the conversation is there, and what is written goes out once', async ({
  person,
  client,
  agent,
  expectedErrors,
}) => {
  expectedErrors.push(/net::ERR_INTERNET_DISCONNECTED|Failed to fetch|WebSocket connection/);
  const context = await person();
  const visitor = await client({ context });
  await visitor.say('Is anybody there?');
  const console = await agent();
  await console.open();
  await console.say('Yes, good day.');
  await visitor.sees('Yes, good day.', 'them');
  await isKept(visitor.page);

  await context.setOffline(true);
  await visitor.page.reload();
  await visitor.sees('Is anybody there?', 'me');
  await visitor.sees('Yes, good day.', 'them');
  await visitor.linkIs('offline');
  await visitor.say('Written on a train');
  await visitor.isIn('Written on a train', 'sending');
  // Parts that nobody used before the network went.
  await visitor.page.getByRole('button', { name: 'Record a voice message' }).click();
  await expect(visitor.page.getByRole('dialog', { name: 'Voice message' })).toBeVisible();
  await visitor.page.keyboard.press('Escape');
  await visitor.page.reload();
  await visitor.isIn('Written on a train', 'sending');
  await expect(console.messages('Written on a train')).toHaveCount(0);

  await context.setOffline(false);
  await console.sees('Written on a train', 'them');
  await visitor.isIn('Written on a train', 'saved', 'delivered', 'read');
  await console.say('Where are you going?');
  await visitor.sees('Where are you going?', 'them');
  await console.sees('Written on a train', 'them');

  // Pages and their parts, and nothing that anybody said.
  const paths = await visitor.page.evaluate(async () => {
    const found: string[] = [];
    for (const name of await caches.keys()) {
      const kept = await (await caches.open(name)).keys();
      found.push(...kept.map(({ url }) => new URL(url).pathname));
    }
    return found;
  });
  expect(paths.filter((path) => path !== '/chat/' && !path.startsWith('/assets/'))).toEqual([]);
});

test('[L14] offline, the page speaks the language that it was asked for', async ({
  person,
  parley,
  expectedErrors,
}) => {
  expectedErrors.push(/net::ERR_INTERNET_DISCONNECTED|Failed to fetch|WebSocket connection/);
  const context = await person({ locale: 'de-DE' });
  const page = await context.newPage();
  await page.goto(`${parley.url}/chat/`);
  await isKept(page);
  await context.setOffline(true);
  await page.reload();
  await expect(page.getByRole('textbox', { name: 'Nachricht' })).toBeVisible();
  // One that was never loaded here.
  await page.goto(`${parley.url}/chat/?lang=ar`);
  await expect(page.getByRole('textbox', { name: 'الرسالة' })).toBeVisible();
});

test('[L14] the page can be installed', async ({ person, parley }) => {
  const context = await person();
  const page = await context.newPage();
  await page.goto(`${parley.url}/chat/`);
  await isKept(page);
  const devTools = await context.newCDPSession(page);
  const { errors } = await devTools.send('Page.getAppManifest');
  expect(errors).toEqual([]);
  const { installabilityErrors } = await devTools.send('Page.getInstallabilityErrors');
  // Nobody installs anything in a window that keeps nothing.
  expect(installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito')).toEqual([]);

  const answer = await page.request.get(`${parley.url}/chat/manifest.webmanifest`);
  expect(answer.headers()['content-type']).toContain('application/manifest+json');
  const manifest = (await answer.json()) as {
    readonly start_url: string;
    readonly scope: string;
    readonly icons: readonly {
      readonly src: string;
      readonly sizes: string;
      readonly purpose: string;
    }[];
  };
  expect(manifest.start_url.startsWith(manifest.scope)).toBe(true);
  expect(manifest.icons.map(({ purpose }) => purpose)).toContain('maskable');
  const sizes = await page.evaluate(
    (icons) =>
      Promise.all(
        icons.map(async ({ src }) => {
          const image = new Image();
          image.src = src;
          await image.decode();
          return `${image.naturalWidth}x${image.naturalHeight}`;
        }),
      ),
    manifest.icons.filter(({ sizes }) => sizes !== 'any'),
  );
  expect(sizes).toEqual(
    manifest.icons.filter(({ sizes }) => sizes !== 'any').map(({ sizes }) => sizes),
  );

  const colours = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')].map(
      ({ media, content }) => [media, content],
    ),
  );
  for (const [media = '', content] of colours) {
    const colorScheme = media.includes('dark') ? 'dark' : 'light';
    await page.emulateMedia({ colorScheme });
    const header = page.locator('.chat-header');
    const painted = await header.evaluate((it) => getComputedStyle(it).backgroundColor);
    const hex = painted.match(/\d+/g)?.map((part) => Number(part).toString(16).padStart(2, '0'));
    expect(`#${hex?.join('')}`).toBe(content);
  }
});
