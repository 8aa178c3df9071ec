/** What the page around the chat tells stands beside the conversation: the demo's devices and what they used. */
import type { Page } from '@playwright/test';
import { seriousViolations } from './support/axe.ts';
import { createChatView } from './support/chat-view.ts';
import { expect, test } from './support/test.ts';

const told = (page: Page) => page.getByRole('region', { name: 'From the page', exact: true });
const logIn = (page: Page, user: string) =>
  page.getByRole('button', { name: `Log in as ${user}`, exact: true }).click();

test('[E8] the agent sees the devices and the consumption that the customer sees, and follows them', async ({
  parley,
  person,
  agent,
}) => {
  const desk = await agent();
  const page = await (await person({ viewport: { width: 1440, height: 900 } })).newPage();
  await page.goto(`${parley.url}/demo/`);
  await expect(page.getByText('Log in to see your devices')).toBeVisible();
  await logIn(page, 'Hanna Petersen');
  const home = page.getByRole('region', { name: 'My home' });
  await expect(home.getByRole('cell', { name: 'Heat pump' })).toBeVisible();
  await expect(home.getByRole('img', { name: /Two days: [\d.]+ kWh/ })).toBeVisible();
  await home.getByRole('button', { name: 'A year' }).click();
  await expect(home.getByRole('img', { name: /A year: [\d,]+/ })).toBeVisible();
  await home.getByText('As a table').click();
  await expect(
    home.getByRole('region', { name: 'Consumption in kWh' }).getByRole('row'),
  ).toHaveCount(364);

  await page.getByRole('button', { name: 'Open chat', exact: true }).click();
  const chat = createChatView(page.frameLocator('iframe'));
  await chat.say('My heat pump hums.');
  await desk.open('Hanna Petersen');
  const panel = told(desk.page);
  await expect(panel.getByText('Not checked', { exact: true })).toBeVisible();
  await expect(panel).toContainText('Deichstraße 14, Flensburg');
  await expect(panel.getByRole('table', { name: 'Devices' }).getByRole('row')).toHaveCount(5);
  await expect(panel.getByRole('cell', { name: 'Carport' })).toBeVisible();
  const hours = 'Consumption by the hour, two weeks';
  await expect(panel.getByRole('img', { name: new RegExp(`^${hours}: Together, `) })).toBeVisible();
  await panel.getByRole('button', { name: `Next in ${hours}` }).click();
  await expect(panel.getByText('Page 2 of 56')).toBeVisible();
  expect(await seriousViolations(desk.page)).toEqual([]);

  // The page goes on, and the agent's side follows without being asked; the table stays where it was.
  await page.evaluate(`Parley.setAttributes({ tariff: 'Storm', address: null })`);
  await expect(panel).toContainText('Storm');
  await expect(panel).not.toContainText('Deichstraße');
  await expect(panel.getByText('Page 2 of 56')).toBeVisible();
  await page.evaluate(`Parley.removeTable('hours')`);
  await expect(panel.getByText('Page 2 of 56')).toHaveCount(0);

  await panel.getByRole('button', { name: 'Larger: Consumption by the day, a year' }).click();
  const dialog = desk.page.getByRole('dialog', { name: 'Consumption by the day, a year' });
  await dialog.getByLabel('Shown in the drawing').selectOption('Heat pump');
  await expect(dialog.getByRole('img', { name: /: Heat pump, / })).toBeVisible();
  await desk.page.keyboard.press('Escape');

  // What Hanna's page told is not told of whoever comes after her.
  await page.locator('#login summary').press('Enter');
  await page.getByRole('button', { name: 'Log out', exact: true }).press('Enter');
  await expect(chat.messages('My heat pump hums.')).toHaveCount(0);
  await chat.say('Who am I?');
  await desk.open('Who am I?');
  await desk.sees('Who am I?');
  await expect(
    desk.page.getByRole('region', { name: 'Identity' }).getByText('Not verified'),
  ).toBeVisible();
  await page.evaluate(`Parley.setAttributes({ page: 'Tariffs' })`);
  await expect(told(desk.page)).toContainText('Tariffs');
  await expect(told(desk.page)).not.toContainText('Storm');
  await expect(told(desk.page).getByRole('table')).toHaveCount(0);
});

test('[E8] [U8] the archive shows what was told, until it is deleted', async ({
  parley,
  person,
  agent,
}) => {
  const desk = await agent();
  const page = await (await person()).newPage();
  await page.goto(`${parley.url}/demo/`);
  await page.waitForFunction(() => 'Parley' in window);
  await page.evaluate(`Parley.setTable('basket', { title: 'Basket',
    columns: [{ name: 'Article', type: 'text' }, { name: 'Price', type: 'number', unit: '€' }],
    rows: [['Socket', 12.5]] })`);
  await page.getByRole('button', { name: 'Open chat', exact: true }).click();
  const chat = createChatView(page.frameLocator('iframe'));
  await chat.say('It does not fit.');
  await desk.open();
  await expect(told(desk.page).getByRole('cell', { name: 'Socket' })).toBeVisible();
  // On its next page the site tells the same once more: nothing of it is sent.
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/context')) sent.push(request.url());
  });
  await page.reload();
  await page.evaluate(`Parley.setTable('basket', { title: 'Basket',
    columns: [{ name: 'Article', type: 'text' }, { name: 'Price', type: 'number', unit: '€' }],
    rows: [['Socket', 12.5]] })`);
  await chat.say('Still not.');
  await desk.sees('Still not.');
  expect(sent).toEqual([]);

  await desk.closeConversation();
  await desk.page.goto(`${parley.url}/console/archive`);
  await desk.page.getByRole('list').getByRole('link').first().click();
  await expect(told(desk.page).getByRole('cell', { name: 'Socket' })).toBeVisible();
});
