import { expect, test } from './support/test.ts';
import { linkMailedTo } from './support/mails.ts';

const password = 'long walks at dawn';
const email = 'ann@example.org';

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
