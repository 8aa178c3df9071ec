/** A site whose server says who its users are: the demo page, where one logs in. */
import type { Page } from '@playwright/test';
import { expect, test } from './support/test.ts';

/** By keyboard: the open chat may lie over the page's menu. */
async function logIn(page: Page, user: string): Promise<void> {
  await page.locator('#login summary').press('Enter');
  await page.getByRole('button', { name: user, exact: true }).press('Enter');
}

/** What is typed before is the anonymous visitor's. */
async function isKnown(page: Page): Promise<void> {
  await expect(page.frameLocator('iframe').locator('main')).toHaveAttribute('data-known', 'true');
}

async function logOut(page: Page): Promise<void> {
  await logIn(page, 'Log out');
}

test('[R1] the agent sees the verified name and attributes, and another browser the same chat', async ({
  demoClient,
  agent,
}) => {
  const desk = await agent();
  const hanna = await demoClient();
  await expect(hanna.box).toBeVisible();
  await logIn(hanna.page, 'Hanna Petersen');
  await isKnown(hanna.page);
  await hanna.say('My heat pump hums.');
  await desk.open('Hanna Petersen');
  const identity = desk.page.getByRole('region', { name: 'Identity' });
  await expect(identity.getByText('Verified', { exact: true })).toBeVisible();
  await expect(identity).toContainText('hanna.petersen@example.org');
  await expect(identity).toContainText('Breeze');
  await expect(identity).toContainText('customer-48120');

  // On her telephone, later.
  const telephone = await demoClient();
  await expect(telephone.box).toBeVisible();
  await logIn(telephone.page, 'Hanna Petersen');
  await telephone.sees('My heat pump hums.', 'me');
  await telephone.say('It is louder at night.');
  await desk.sees('It is louder at night.', 'them');
  await hanna.sees('It is louder at night.', 'me');
});

test('[R1] whoever logs out, or in as somebody else, sees nothing of the one before', async ({
  demoClient,
  agent,
}) => {
  const desk = await agent();
  const page = await demoClient();
  await page.say('Who are you, anyway?');
  await desk.open(0);
  const identity = desk.page.getByRole('region', { name: 'Identity' });
  await expect(identity.getByText('Not verified', { exact: true })).toBeVisible();

  await logIn(page.page, 'Jonas Brandt');
  await isKnown(page.page);
  await expect(page.messages('Who are you, anyway?')).toHaveCount(0);
  await page.say('Jonas here.');
  await desk.open('Jonas Brandt');

  // The page is loaded again: it is still him.
  await page.page.reload();
  await page.sees('Jonas here.', 'me');

  await logOut(page.page);
  await expect(page.messages('Jonas here.')).toHaveCount(0);
  await page.sees('Who are you, anyway?', 'me');
});

test('[R1] a site with a key lets nobody in without a token, and says so', async ({
  agent,
  person,
  parley,
  expectedErrors,
}) => {
  expectedErrors.push(/401 \(Unauthorized\)/);
  const desk = await agent({ available: false });
  const { page } = desk;
  await page.goto(`${parley.url}/console/departments`);
  await page.getByRole('button', { name: 'New site', exact: true }).click();
  const form = page.getByRole('dialog', { name: 'New site' });
  await form.getByLabel('Addresses').fill('shop.example');
  await form.getByRole('button', { name: 'Add site' }).click();
  await expect(form.getByText('Give it a name.')).toBeVisible();
  await expect(form.getByText('“shop.example” is no address')).toBeVisible();
  await form.getByLabel('Name').fill('The shop');
  await form.getByLabel('Addresses').fill('https://shop.example');
  await form.getByRole('button', { name: 'Add site' }).click();

  const site = page.getByRole('listitem', { name: 'The shop', exact: true });
  await expect(site.getByText('Anybody', { exact: true })).toBeVisible();
  await site.getByRole('button', { name: 'New key for The shop' }).click();
  await page.getByRole('button', { name: 'Add key', exact: true }).click();
  const secret = page.getByRole('dialog', { name: 'The secret' });
  await expect(secret.getByRole('textbox', { name: 'Secret' })).toHaveValue(/^[\w-]{43}$/);
  await secret.getByRole('button', { name: 'Done' }).click();
  await expect(site.getByText('Identified users only', { exact: true })).toBeVisible();
  const id = (await site.locator('code').first().textContent()) ?? '';

  const visitor = await (await person()).newPage();
  await visitor.goto(`${parley.url}/chat/?site=${id}`);
  await expect(visitor.getByText('Sign in on this site to write here.')).toBeVisible();

  await site.getByRole('button', { name: /^Remove / }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove key' }).click();
  await expect(site.getByText('Anybody', { exact: true })).toBeVisible();
  await visitor.getByRole('button', { name: 'Try again' }).click();
  await expect(visitor.getByRole('textbox', { name: 'Message' })).toBeVisible();
  await expect(visitor.getByText('Sign in on this site to write here.')).toBeHidden();
});
