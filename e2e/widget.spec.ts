/** What a site may set, and what its pages may call. */
import type { Page } from '@playwright/test';
import * as v from 'valibot';
import { siteAnswer, sitesAnswer } from '../conversation/protocol/http/sites.ts';
import type { WidgetSettings } from '../conversation/protocol/http/widget-settings.ts';
import { createChatView } from './support/chat-view.ts';
import { signIn } from './support/console-page.ts';
import { expect, test } from './support/test.ts';

const wide = { viewport: { width: 1440, height: 900 } };

/** A page of a site with this script tag. */
async function openHost(
  page: Page,
  url: string,
  attributes = '',
  more = '',
  lang = 'en',
): Promise<void> {
  await page.route(`${url}/host`, (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: `<!doctype html><html lang="${lang}"><meta name="viewport" content="width=device-width">
        <title>Shop</title><body style="margin:0;min-height:150vh"><h1>Shop</h1>${more}
        <script src="${url}/embed.js" async ${attributes}></script>`,
    }),
  );
  await page.goto(`${url}/host`);
}

const open = (page: Page) => page.getByRole('button', { name: 'Open chat', exact: true });
const panelBox = async (page: Page) => {
  const panel = page.getByRole('dialog');
  await expect(panel).toBeVisible();
  await expect(panel).toHaveCSS('opacity', '1');
  await expect(panel).toHaveCSS('transform', 'none');
  const box = await panel.boundingBox();
  return box && [box.x, box.y, box.width, box.height].map(Math.round);
};

test('[L5] floating, as a sidebar, or on the whole screen; on a phone all are on the whole screen', async ({
  parley,
  person,
}) => {
  const page = await (await person(wide)).newPage();
  await openHost(page, parley.url, 'data-edge-side="40" data-edge-bottom="60"');
  const launcher = await open(page).boundingBox();
  expect([launcher?.x, launcher?.y]).toEqual([1440 - 40 - 56, 900 - 60 - 56]);
  await open(page).click();
  expect(await panelBox(page)).toEqual([1440 - 40 - 380, 900 - 60 - 72 - 640, 380, 640]);

  const other = await (await person(wide)).newPage();
  await openHost(other, parley.url, 'data-mode="sidebar" data-position="start"');
  await open(other).click();
  expect(await panelBox(other)).toEqual([0, 0, 420, 900]);
  // The box is at the lower end of a sidebar: nothing lies over it.
  await expect(other.getByRole('button', { name: 'Close chat', exact: true }).first()).toBeHidden();
  await createChatView(other.frameLocator('iframe')).box.fill('Hello');
  await other.frameLocator('iframe').getByRole('button', { name: 'Close chat' }).click();
  await expect(open(other)).toBeFocused();

  const whole = await (await person(wide)).newPage();
  await openHost(whole, parley.url, 'data-mode="full"');
  await open(whole).click();
  expect(await panelBox(whole)).toEqual([0, 0, 1440, 900]);

  for (const mode of ['floating', 'sidebar', 'full']) {
    const phone = await (await person({ viewport: { width: 375, height: 700 } })).newPage();
    await openHost(phone, parley.url, `data-mode="${mode}" data-edge-side="200"`);
    await open(phone).click();
    expect(await panelBox(phone)).toEqual([0, 0, 375, 700]);
  }
});

test('[L5] what the server keeps of a site comes with the script, and the page’s own words win', async ({
  parley,
  person,
}) => {
  const admin = await (await person()).newPage();
  await admin.goto(`${parley.url}/console/`);
  await signIn(admin, parley.admin);
  await expect(admin.getByRole('switch', { name: 'Available' })).toBeVisible();
  const { sites } = v.parse(
    sitesAnswer,
    await (await admin.request.get(`${parley.url}/api/sites`)).json(),
  );
  const [main] = sites;
  const added = await admin.request.post(`${parley.url}/api/sites`, { data: { name: 'Shop' } });
  const { site: shop } = v.parse(siteAnswer, await added.json());
  const title = `Help & "more" </script><script>document.title='broken'</script>`;
  const widget: WidgetSettings = {
    mode: 'sidebar',
    accent: '#8a2be2',
    title,
    greeting: 'Hi there!',
  };
  const change = (id: string | undefined, body: object) =>
    admin.request.patch(`${parley.url}/api/sites/${id}`, { data: { widget: body } });
  await change(shop.id, widget);
  await change(main?.id, { launcher: 'hidden' });

  // Named in the address, or, as on older pages, in the attribute alone.
  for (const src of [`embed.js?site=${shop.id}`, `embed.js" data-site="${shop.id}`]) {
    const page = await (await person(wide)).newPage();
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    await page.route(`${parley.url}/host`, (route) =>
      route.fulfill({
        contentType: 'text/html',
        body: `<!doctype html><title>Shop</title><script src="${parley.url}/${src}" async data-position="start"></script>`,
      }),
    );
    await page.goto(`${parley.url}/host`);
    await expect(open(page)).toHaveCSS('background-color', 'rgb(138, 43, 226)');
    expect(requests.filter((url) => url.includes('/api/'))).toEqual([]);
    await open(page).click();
    expect(await panelBox(page)).toEqual([0, 0, 420, 900]);
    await expect(page.getByRole('dialog')).toHaveAttribute('aria-label', title);
    await expect(page.frameLocator('iframe').getByText('Hi there!')).toBeVisible();
    expect(await page.title()).toBe('Shop');
  }
  // The default site's is for pages that name none.
  const plain = await (await person(wide)).newPage();
  await openHost(plain, parley.url);
  await plain.waitForFunction(() => 'Parley' in window);
  await expect(open(plain)).toHaveCount(0);
});

test('the page’s own button opens the chat, and has the focus again afterwards', async ({
  parley,
  person,
}) => {
  const page = await (await person()).newPage();
  const button = '<button data-parley-open><b>Talk to us</b></button>';
  await openHost(page, parley.url, 'data-launcher="hidden"', button);
  await page.waitForFunction(() => 'Parley' in window);
  await page.getByText('Talk to us').click();
  const chat = createChatView(page.frameLocator('iframe'));
  await expect(chat.box).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Talk to us' })).toBeFocused();
  await expect(page.getByRole('dialog')).toBeHidden();
});

/** docs/widget.md: before the script. */
const collector = `<script>
  window.Parley = window.Parley || new Proxy([], { get: (calls, name) => name === 'calls' ? calls :
    (...args) => { const call = { name, args }; calls.push(call);
      return () => call.undo ? call.undo() : (call.off = true); } });
</script>`;

test('a page may call before anything is loaded, and take that back', async ({
  parley,
  person,
  expectedErrors,
}) => {
  expectedErrors.push(/Parley\.(setTable|shout|on|identify): /);
  const page = await (await person()).newPage();
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  const script = `<script>
    window.heard = [];
    window.early = Parley;
    Parley.on('open', () => heard.push('open'));
    window.undoClose = Parley.on('close', () => heard.push('close'));
    Parley.on('open', () => heard.push('never'))();
    Parley.shout();
    Parley.on('whisper', () => undefined);
    Parley.setTable('Devices', { columns: [], rows: [] });
    Parley.identify(7);
    Parley.open();
  </script>`;
  await openHost(page, parley.url, '', collector + script);
  await expect(page.getByRole('dialog')).toBeVisible();
  const heard = () => page.evaluate<string[]>('heard');
  expect(await heard()).toEqual(['open']);
  expect(said.filter((text) => text.startsWith('Parley')).join('\n')).toMatch(
    /shout: there is nothing.*\n.*on: the events are.*\n.*setTable: columns must be.*\n.*identify: the token/,
  );
  await page.evaluate('Parley.close(); early.open(); undoClose(); Parley.close(); Parley.toggle()');
  await expect.poll(heard).toEqual(['open', 'close', 'open', 'open']);
  await expect(page.getByRole('dialog')).toBeVisible();
});

test('what waits is on the launcher, in the tab’s title and told to the page, while the chat is closed', async ({
  parley,
  person,
  agent,
}) => {
  const desk = await agent();
  const page = await (await person()).newPage();
  await openHost(page, parley.url);
  await page.waitForFunction(() => 'Parley' in window);
  await page.evaluate(`window.heard = [];
    for (const name of ['unread', 'started']) Parley.on(name, (count) => heard.push(name + count));`);
  await open(page).click();
  const chat = createChatView(page.frameLocator('iframe'));
  await chat.say('Is anybody there?');
  await chat.isIn('Is anybody there?', 'saved', 'delivered', 'read');
  await page.getByRole('button', { name: 'Close chat', exact: true }).first().click();
  await desk.open();
  await desk.say('Yes!');
  await expect(page).toHaveTitle('(1) Shop');
  await expect(open(page)).toHaveAccessibleDescription('Unread messages: 1');
  // On the next page too, whose title is another one.
  await page.reload();
  await expect(page).toHaveTitle('(1) Shop');
  await page.evaluate("document.title = 'Basket'");
  await desk.say('What is it about?');
  await expect(page).toHaveTitle('(2) Basket');
  await open(page).click();
  await chat.sees('What is it about?');
  await expect(page).toHaveTitle('Basket');
});

test('[L14] launcher and chat speak the page’s language from the first word, and say nothing where the visitor did nothing', async ({
  parley,
  person,
}) => {
  const page = await (await person()).newPage();
  const requests: string[] = [];
  page.on('request', (request) => requests.push(new URL(request.url()).pathname));
  await openHost(page, parley.url, '', '', 'de');
  await page.waitForFunction(() => 'Parley' in window);
  expect(requests).toEqual(['/host', '/embed.js']);
  expect(await page.evaluate(() => [localStorage.length, sessionStorage.length])).toEqual([0, 0]);
  await page.getByRole('button', { name: 'Chat öffnen', exact: true }).click();
  const frame = page.frameLocator('iframe');
  await expect(frame.getByRole('textbox', { name: 'Nachricht' })).toBeVisible();
  await expect(frame.locator('html')).toHaveAttribute('lang', 'de');
  await expect(frame.getByText('Guten Tag! Wie können wir Ihnen helfen?')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Chat schließen', exact: true })).toBeVisible();

  // What the script says goes before the page; without either it is the browser's.
  const other = await (await person({ locale: 'fr-CA' })).newPage();
  await openHost(other, parley.url, 'data-lang="ar"');
  await other.getByRole('button', { name: 'فتح المحادثة' }).click();
  await expect(other.frameLocator('iframe').locator('html')).toHaveAttribute('dir', 'rtl');
  const third = await (await person({ locale: 'fr-CA' })).newPage();
  await openHost(third, parley.url, '', '', '');
  await third.getByRole('button', { name: 'Ouvrir le chat' }).click();
  await expect(third.frameLocator('iframe').locator('html')).toHaveAttribute('lang', 'fr');
});
