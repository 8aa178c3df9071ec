/** How a site shows the chat, set in the console. */
import { seriousViolations } from './support/axe.ts';
import { signIn } from './support/console-page.ts';
import { expect, test } from './support/test.ts';

test('[L5] an admin sets how the chat looks, sees it at once, and the site’s pages show it', async ({
  parley,
  person,
}) => {
  const context = await person({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.goto(`${parley.url}/console/`);
  await signIn(page, parley.admin);
  await page.getByRole('link', { name: 'Departments' }).click();
  await page.getByRole('link', { name: 'How it shows the chat: Main site' }).click();
  await expect(page.getByRole('heading', { name: 'The chat on Main site' })).toBeVisible();

  const site = page.frameLocator('iframe[title="The chat on a page of this site"]');
  const chat = site.frameLocator('iframe');
  await expect(chat.getByRole('heading', { name: 'Support' })).toBeVisible();
  await page.getByLabel('Title').fill('Shop help');
  await page.getByLabel('Greeting').fill('Good day!');
  await expect(chat.getByRole('heading', { name: 'Shop help' })).toBeVisible();
  await expect(chat.getByText('Good day!')).toBeVisible();

  await page.getByLabel('Title').fill('');
  await page.getByLabel('Greeting').fill('');
  await page.getByLabel('Language').fill('ar');
  await expect(chat.getByText('كيف يمكننا مساعدتك؟')).toBeVisible();
  await expect(chat.locator('html')).toHaveAttribute('dir', 'rtl');
  await page.getByLabel('Language').fill('');
  await page.getByLabel('Title').fill('Shop help');
  await page.getByLabel('Greeting').fill('Good day!');
  await expect(chat.getByText('Good day!')).toBeVisible();

  await page.getByLabel('Colour', { exact: true }).fill('#808080');
  await expect(page.getByText(/could not be read, so #[\da-f]{6} is used/)).toBeVisible();
  await page.getByLabel('Colour', { exact: true }).fill('#8a2be2');
  await expect(page.getByText('It is used as it is')).toBeVisible();
  await page.getByLabel('Opens as').selectOption('A sidebar of full height');
  const panel = site.getByRole('dialog');
  const inside = await panel.evaluate((it) => [it.clientWidth, it.clientHeight]);
  expect(inside).toEqual([420, 720]);
  await page.getByRole('button', { name: 'Close it' }).click();
  await expect(site.getByRole('button', { name: 'Open chat' })).toHaveCSS(
    'background-color',
    'rgb(138, 43, 226)',
  );
  // It is the launcher itself: it opens.
  await site.getByRole('button', { name: 'Open chat' }).click();
  await expect(page.getByRole('button', { name: 'Close it' })).toBeVisible();
  await page.getByRole('button', { name: 'Phone' }).click();
  await expect
    .poll(() => panel.evaluate((it) => [it.clientWidth, it.clientHeight]))
    .toEqual([375, 700]);

  await page.getByLabel('From below, px').fill('2000');
  await expect(page.getByText('Choose 0 to 200 pixels.')).toBeVisible();
  await page.getByLabel('From below, px').fill('60');
  await expect(page.getByText('Not saved yet.')).toBeVisible();
  const snippet = page.getByRole('textbox', { name: 'Snippet' });
  await expect(snippet).toHaveText(`<script src="${parley.url}/embed.js" async></script>`);
  await page.getByRole('switch', { name: /^Write these settings/ }).click();
  await expect(snippet).toContainText('data-mode="sidebar"');
  await expect(snippet).toContainText('data-edge-bottom="60"');
  await page.getByRole('switch', { name: /calls Parley before/ }).click();
  await expect(snippet).toContainText('new Proxy');
  expect(await seriousViolations(page)).toEqual([]);

  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Saved.', { exact: true })).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('Title')).toHaveValue('Shop help');
  await expect(page.getByRole('button', { name: 'Save', exact: true })).toBeDisabled();

  const visitor = await (await person()).newPage();
  await visitor.route(`${parley.url}/host`, (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: `<!doctype html><title>Shop</title><script src="${parley.url}/embed.js" async></script>`,
    }),
  );
  await visitor.goto(`${parley.url}/host`);
  const open = visitor.getByRole('button', { name: 'Open chat', exact: true });
  await expect(open).toHaveCSS('background-color', 'rgb(138, 43, 226)');
  await open.click();
  await expect(visitor.frameLocator('iframe').getByText('Good day!')).toBeVisible();

  await page.goto(`${parley.url}/console/sites/AAAAAAAAAAAAAAAAAAAAAA`);
  await expect(page.getByText('This site is not here')).toBeVisible();
});
