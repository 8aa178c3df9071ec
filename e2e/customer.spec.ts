import type { Page } from '@playwright/test';
import { createChatView } from './support/chat-view.ts';
import { expect, test } from './support/test.ts';
import { linkMailedTo } from './support/mails.ts';

const password = 'long walks at dawn';
const email = 'ann@example.org';

async function register(page: Page, url: string, dataDir: string): Promise<void> {
  const customer = { name: 'Ann Weber', email, mobile: '+49 170 1234567', password };
  const sent = await page.request.post(`${url}/api/customers`, { data: customer });
  expect(sent.status()).toBe(204);
  const key = (await linkMailedTo(dataDir, email, 'confirm')).split('=')[1];
  await page.request.post(`${url}/api/customers/confirm`, { data: { key } });
  const signedIn = { username: email, password };
  expect((await page.request.post(`${url}/api/sign-in`, { data: signedIn })).status()).toBe(200);
}

test('[C1] what a customer asks stands on their page with how far it is, and is gone on with anywhere', async ({
  parley,
  agent,
  person,
}) => {
  const page = await (await person()).newPage();
  await register(page, parley.url, parley.dataDir);
  await page.goto(`${parley.url}/account/`);
  await page.getByRole('link', { name: 'Start a conversation with Support' }).click();
  const chat = createChatView(page);
  await chat.say('Where is my parcel?');
  const mara = await agent();
  await mara.open('Where is my parcel?');
  await mara.say('It left this morning.');
  await chat.sees('It left this morning.');
  await page.goto(`${parley.url}/account/`);
  const line = page.getByRole('list', { name: 'Conversations' }).getByRole('listitem');
  await expect(line).toContainText('Open');
  await expect(line).toContainText('It left this morning.');

  const phone = await (await person({ viewport: { width: 375, height: 700 } })).newPage();
  const again = { username: email, password };
  await phone.request.post(`${parley.url}/api/sign-in`, { data: again });
  await phone.goto(`${parley.url}/account/`);
  await phone
    .getByRole('list', { name: 'Conversations' })
    .getByRole('link', { name: 'Support' })
    .click();
  const onPhone = createChatView(phone);
  await onPhone.sees('Where is my parcel?', 'me');
  await onPhone.say('Thank you!');
  await mara.sees('Thank you!');
  await mara.closeConversation();
  await phone.goto(`${parley.url}/account/`);
  await expect(phone.getByText('Nothing more is written in it.')).toBeVisible();
});

test('[C1] a customer registers, confirms the address by the mail, signs in, and is helped with a forgotten password', async ({
  parley,
  person,
  expectedErrors,
}) => {
  expectedErrors.push(/status of 4(01|10|22)/);
  const page = await (await person()).newPage();
  await page.goto(`${parley.url}/account/`);
  await page.getByRole('link', { name: 'Make an account' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Ann Weber');
  await page.getByLabel('Mobile').fill('+49 170 x');
  await expect(page.getByText('Write a mobile number like +49 170 1234567.')).toBeVisible();
  await page.getByLabel('Mobile').fill('+49 170 1234567');
  await page.getByLabel('E-mail', { exact: true }).fill(email);
  await page.getByLabel('Password').fill('password123');
  await page.getByRole('button', { name: 'Make an account' }).click();
  await expect(page.getByText('This password is among the first that are tried')).toBeVisible();
  await expect(page.getByLabel('Password')).toBeFocused();
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Make an account' }).click();
  await expect(page.getByRole('status')).toContainText(`We have written to ${email}`);

  const link = await linkMailedTo(parley.dataDir, email, 'confirm');
  await page.goto(link);
  await expect(page).toHaveURL(`${parley.url}/account/`);
  await page.getByRole('button', { name: 'Confirm' }).click();
  await expect(page.getByText('Your address is confirmed.')).toBeVisible();
  await page.getByLabel('E-mail', { exact: true }).fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { name: 'Your conversations' })).toBeVisible();
  await expect(page.getByText('No conversations yet')).toBeVisible();
  await expect(page.getByRole('list', { name: 'Sessions' })).toContainText('This one');

  // The link is good once.
  const other = await (await person()).newPage();
  await other.goto(link);
  await other.getByRole('button', { name: 'Confirm' }).click();
  await expect(other.getByRole('alert')).toContainText('used already');

  await other.goto(`${parley.url}/account/#forgot`);
  await other.getByLabel('E-mail', { exact: true }).fill(email);
  await other.getByRole('button', { name: 'Send the mail' }).click();
  await expect(other.getByRole('status')).toContainText('good for an hour');
  await other.goto(await linkMailedTo(parley.dataDir, email, 'reset'));
  await other.getByLabel('New password', { exact: true }).fill('dawn at walks long');
  await other.getByLabel('New password again').fill('dawn at walks long');
  await other.getByRole('button', { name: 'Set password' }).click();
  await expect(other.getByText('Your password is changed.')).toBeVisible();

  // The session that was open is over.
  await page.reload();
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  await page.getByLabel('E-mail', { exact: true }).fill(email);
  await page.getByLabel('Password').fill('dawn at walks long');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { name: 'Your conversations' })).toBeVisible();
});
