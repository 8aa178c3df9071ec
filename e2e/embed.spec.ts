/** How the chat lives with the page that holds it. */
import { expect, test } from './support/test.ts';

test('the box has the focus when the chat was opened, but not when one went on in the page meanwhile', async ({
  parley,
  person,
}) => {
  const page = await (await person()).newPage();
  await page.goto(`${parley.url}/demo/`);
  const box = page.frameLocator('iframe').getByRole('textbox', { name: 'Message', exact: true });
  const open = page.getByRole('button', { name: 'Open chat', exact: true });
  await open.click();
  await expect(box).toBeFocused();

  await page.evaluate(() => sessionStorage.clear());
  await page.reload();
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/chat/**', async (route) => {
    await held;
    await route.continue();
  });
  await open.click();
  const link = page.getByRole('link', { name: 'Tariffs', exact: true });
  await link.focus();
  release();
  await expect(box).toBeVisible();
  await expect(link).toBeFocused();
});
