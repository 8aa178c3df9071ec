import { consoleOn, signIn } from './support/console-page.ts';
import { expect, test } from './support/test.ts';

test('a wrong password gets a sentence, and the right one still works', async ({
  parley,
  person,
  expectedErrors,
}) => {
  expectedErrors.push(/status of 401/);
  const page = await (await person()).newPage();
  await page.goto(`${parley.url}/console/`);
  await signIn(page, { username: 'admin', password: 'not the password' });
  await expect(page.getByRole('alert')).toContainText(/password/i);
  await signIn(page, { username: 'nobody', password: 'whatever it is' });
  await expect(page.getByRole('alert')).toContainText(/password/i);
  await signIn(page, parley.admin);
  await expect(consoleOn(page).available).toBeVisible();
});

test('a super admin made on the command line can sign in, also with the server running', async ({
  parley,
  agent,
}) => {
  const password = 'a long enough password 7';
  const made = await parley.su(['create', 'root', '--password-stdin'], `${password}\n`);
  expect(made).toMatchObject({ code: 0 });
  const console = await agent({ who: { username: 'root', password } });
  await expect(console.available).toBeChecked();
  expect((await parley.su(['list'])).output).toContain('root');
});

test('an unknown page says so, and shows the way', async ({ parley, person, expectedErrors }) => {
  expectedErrors.push(/status of 404/);
  const page = await (await person()).newPage();
  const response = await page.goto(`${parley.url}/no-such-page`);
  expect(response?.status()).toBe(404);
  await expect(page.locator('body')).not.toBeEmpty();
});

test('who uses the keyboard skips the bar with the first key', async ({ agent }) => {
  const { page } = await agent();
  await page.reload();
  await expect(consoleOn(page).available).toBeVisible();
  await page.keyboard.press('Tab');
  const skip = page.getByRole('button', { name: 'Skip to the page' });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
  await expect(skip).not.toBeInViewport();
});
