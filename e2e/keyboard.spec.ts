import { seriousViolations } from './support/axe.ts';
import { expect, test } from './support/test.ts';

test('one field finds conversations, pages and what can be done [L14]', async ({
  agent,
  client,
}) => {
  const [one, two] = [await client(), await client()];
  await one.say('The lamp is broken');
  await two.say('The bill is wrong');
  const console = await agent();
  const { page } = console;
  await expect(console.conversations).toHaveCount(2);
  const palette = page.getByRole('dialog', { name: 'Find anything' });
  const field = palette.getByRole('combobox');

  await page.keyboard.press('Control+k');
  await expect(field).toBeFocused();
  await field.fill('bill is');
  await expect(palette.getByRole('option', { selected: true })).toContainText('The bill is wrong');
  expect(await seriousViolations(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await console.sees('The bill is wrong');

  // While one writes, too; the text stays.
  await console.box.fill('Half a sen');
  await page.keyboard.press('Control+k');
  await field.fill('gtick');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Tickets' })).toBeVisible();
  // What needs a conversation is not offered here.
  await page.keyboard.press('Control+k');
  await field.fill('close conversation');
  await expect(palette.getByRole('option', { name: 'Close conversation' })).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(palette).toHaveCount(0);

  await page.keyboard.press('Control+k');
  await field.fill('dark');
  await page.keyboard.press('Enter');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test('keys work while nobody writes, are listed, and can be switched off [WCAG 2.1.4]', async ({
  agent,
  client,
}) => {
  const [one, two] = [await client(), await client()];
  await one.say('First');
  // Who waits longer is the archive's to say.
  await one.isIn('First', 'saved');
  await two.say('Second');
  const console = await agent();
  const { page } = console;
  await expect(console.conversations.nth(0)).toContainText('First');
  await expect(console.conversations.nth(1)).toContainText('Second');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await console.sees('First');
  await expect(console.box).toBeFocused();
  // In the field a letter is a letter.
  await page.keyboard.type('jnj?');
  await expect(console.box).toHaveValue('jnj?');
  await console.box.fill('');
  await console.log.focus();
  await page.keyboard.press('n');
  await console.sees('Second');
  await console.log.focus();
  await page.keyboard.press('/');
  const filter = page.getByRole('searchbox').first();
  if (await filter.count()) await expect(filter).toBeFocused();
  await console.log.focus();
  await page.keyboard.press('r');
  await expect(console.box).toBeFocused();
  await expect(console.box).toHaveValue('');

  await console.log.focus();
  await page.keyboard.press('Shift+A');
  await expect(console.available).not.toBeChecked();
  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog', { name: 'Keys' });
  await expect(sheet.getByText('Next unread conversation')).toBeVisible();
  expect(await seriousViolations(page)).toEqual([]);
  await sheet.getByRole('switch', { name: 'Single keys' }).click();
  await page.keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);
  await page.keyboard.press('Shift+A');
  await page.keyboard.press('?');
  await expect(sheet).toHaveCount(0);
  await expect(console.available).not.toBeChecked();
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog', { name: 'Find anything' })).toBeVisible();
});

test('closing is taken back by the button, by Ctrl Z, and not any more once it is done', async ({
  agent,
  client,
}) => {
  const visitor = await client();
  await visitor.say('Please wait');
  const console = await agent();
  const { page } = console;
  await console.open();
  await console.sees('Please wait');
  const close = page.getByRole('button', { name: 'Close conversation', exact: true });
  const toast = page.getByText(/^The conversation with .+ is being closed\.$/);

  await close.click();
  await expect(toast).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await expect(toast).toHaveCount(0);
  await expect(console.box).toBeVisible();

  await close.click();
  await expect(toast).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(console.box).toBeVisible();
  await console.say('Still here');
  await visitor.sees('Still here', 'them');

  // It goes on while one looks at another page, and is done then.
  await close.click();
  await page.getByRole('link', { name: 'Tickets', exact: true }).click();
  await expect(toast).toBeVisible();
  await expect(
    visitor.page.getByText('This conversation is closed. You can still read it.'),
  ).toBeVisible();
  await expect(toast).toHaveCount(0);
});
