/**
 * Pictures of every part in every state, and of the main pages, compared with those in e2e/pictures.
 * After a wanted change they are made anew: npm run e2e -- pictures --update-snapshots; then look at each.
 */
import type { BrowserContext, Page } from '@playwright/test';
import { seriousViolations } from './support/axe.ts';
import { openExhibits, type Exhibits } from './support/exhibits.ts';
import { createChatView } from './support/chat-view.ts';
import { dress, noon, sameLook } from './support/same-look.ts';
import { expect, test } from './support/test.ts';

/** Many pictures each, and a slow machine takes seconds for one. */
test.describe.configure({ timeout: 240_000 });

let exhibits: Exhibits | undefined;
// One build for all of them.
test.describe.configure({ mode: 'default' });
test.beforeAll(async () => {
  exhibits = await openExhibits();
});
test.afterAll(() => exhibits?.close());

async function open(context: BrowserContext, address: string): Promise<Page> {
  const page = await context.newPage();
  await page.clock.setFixedTime(noon);
  await page.goto(`${exhibits?.url}${address}`);
  return page;
}

/** Emoji and scripts that the font lacks are each machine's own: those sections are for people. */
const sections = [
  'Colours',
  'Controls',
  'Fields',
  'Notices',
  'Headers of the widget',
  'Composers',
  'Tickets',
  'Toasts',
  'Files to attach',
  'Files on their way',
  'Voice messages',
  'Before the chat',
  'Own conversations',
  'Labels and priorities',
  'Notes',
];

/** In the dark the others have the same boxes, and colours that these have too. */
const coloured = ['Colours', 'Controls', 'Notices', 'Toasts', 'Labels and priorities', 'Notes'];

for (const scheme of ['light', 'dark'] as const) {
  test(`the parts look as they did, and none has a serious barrier, ${scheme}`, async ({
    person,
  }) => {
    const page = await open(await person(sameLook(768, scheme)), '/dev/gallery.html');
    await dress(page);
    for (const section of sections) {
      const heading = page.getByRole('heading', { name: section, exact: true });
      const all = page.locator('section', { has: heading });
      if (scheme === 'dark' && !coloured.includes(section)) continue;
      await expect.soft(all).toHaveScreenshot(`part-${fileName(section)}-${scheme}.png`);
    }
    expect(await seriousViolations(page)).toEqual([]);
  });
}

const fileName = (words: string) => words.toLowerCase().replaceAll(' ', '-');

/** Of the console, with a peer and a server that follow a script. */
const pages: readonly Scene[] = [
  { name: 'list', address: '?state=busy', ready: 'Priya Raman', widths: [375, 1440] },
  { name: 'empty', address: '?state=empty', ready: 'Nobody is waiting', widths: [1440] },
  { name: 'offline', address: '?state=offline', ready: 'Priya Raman', widths: [768] },
  {
    name: 'archive',
    address: '?path=/console/archive',
    ready: 'Priya Raman',
    widths: [375, 768, 1440],
  },
  {
    name: 'people',
    address: '?path=/console/people',
    ready: 'Ben Okafor',
    widths: [375, 768, 1440],
  },
  {
    name: 'archive-broken',
    address: '?state=broken&path=/console/archive',
    ready: 'cannot be reached',
    widths: [768],
  },
  {
    name: 'departments',
    address: '?path=/console/departments',
    ready: 'Departments',
    widths: [375],
  },
  {
    name: 'replies',
    address: '?path=/console/replies',
    ready: 'Canned replies',
    widths: [375, 1440],
  },
];

/** Address, what is there once it is drawn, and what is done before the picture is taken. */
interface Scene {
  readonly name: string;
  readonly address: string;
  readonly ready: string;
  readonly widths: readonly (375 | 768 | 1440)[];
  readonly act?: (page: Page) => Promise<void>;
}

const scenes: readonly Scene[] = [
  ...pages,
  {
    name: 'conversation',
    address: '?state=busy',
    ready: 'Anna Weber',
    widths: [375, 768, 1440],
    act: async (page) => {
      await page.getByRole('link', { name: /Anna Weber/ }).click();
      await expect(page.getByText('It is 4471-22.')).toBeVisible();
    },
  },
  {
    name: 'palette',
    address: '?state=busy',
    ready: 'Anna Weber',
    widths: [375, 1440],
    act: async (page) => {
      await page.keyboard.press('Control+k');
      await expect(page.getByRole('combobox')).toBeFocused();
    },
  },
  {
    name: 'keys',
    address: '?state=busy',
    ready: 'Anna Weber',
    widths: [768],
    act: async (page) => {
      await page.keyboard.press('?');
      await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
    },
  },
];

for (const scheme of ['light', 'dark'] as const) {
  test(`the pages of the console look as they did, and none has a serious barrier, ${scheme}`, async ({
    person,
  }) => {
    test.slow();
    const found: string[] = [];
    for (const { name, address, ready, widths, act } of scenes) {
      // The dark ones have the same boxes.
      for (const width of scheme === 'light' ? widths : widths.slice(-1)) {
        const context = await person(sameLook(width, scheme));
        const page = await open(context, `/console/preview/index.html${address}`);
        await expect(page.getByText(ready).first()).toBeVisible();
        await act?.(page);
        await dress(page);
        await expect.soft(page).toHaveScreenshot(`console-${name}-${width}-${scheme}.png`);
        // In between the same elements stand as at the widths around it.
        if (width === widths[0] || width === widths.at(-1)) {
          found.push(...(await seriousViolations(page)).map((one) => `${name}: ${one}`));
        }
        await context.close();
      }
    }
    expect(found).toEqual([]);
  });
}

test('the chat looks as it did: as a page, floating, as a sidebar, on the whole screen', async ({
  parley,
  person,
}) => {
  for (const [mode, width] of [
    ['page', 375],
    ['page', 1440],
    ['floating', 768],
    ['floating', 375],
    ['sidebar', 768],
    ['full', 768],
  ] as const) {
    const scheme = mode === 'sidebar' ? 'dark' : 'light';
    const page = await (await person(sameLook(width, scheme))).newPage();
    if (mode === 'page') await page.goto(`${parley.url}/chat/`);
    else {
      const body = `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width">
        <body style="margin:0;background:#7a8b99">
        <script src="${parley.url}/embed.js" async data-mode="${mode}" data-theme="${scheme}"></script>`;
      await page.route(`${parley.url}/host`, (route) =>
        route.fulfill({ contentType: 'text/html', body }),
      );
      await page.goto(`${parley.url}/host`);
      await page.getByRole('button', { name: 'Open chat', exact: true }).click();
    }
    const chat = createChatView(mode === 'page' ? page : page.frameLocator('iframe'));
    await expect(chat.box).toBeVisible();
    await chat.linkIs('server');
    await dress(page);
    await expect.soft(page).toHaveScreenshot(`chat-${mode}-${width}-${scheme}.png`);
    await page.close();
  }
});
