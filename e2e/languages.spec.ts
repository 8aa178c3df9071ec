/** The chat in the languages of its users [L14]. */
import { expect, test } from './support/test.ts';

test('the chat speaks Arabic, from right to left, and German by the browser’s wish', async ({
  person,
  parley,
}) => {
  const page = await (await person()).newPage();
  await page.goto(`${parley.url}/chat/?lang=ar`);
  const box = page.getByRole('textbox', { name: 'الرسالة' });
  await expect(box).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  await box.fill('مرحبا');
  await box.press('Enter');
  const own = page.locator('[data-author="me"]');
  await expect(own).toContainText('مرحبا');
  // One's own stands at the end side, which is the left here.
  const bubble = await own.locator('.bubble').boundingBox();
  const width = page.viewportSize()?.width ?? 0;
  expect((bubble?.x ?? width) + (bubble?.width ?? 0) / 2).toBeLessThan(width / 2);

  const other = await (await person({ locale: 'de-AT' })).newPage();
  await other.goto(`${parley.url}/chat/`);
  await expect(other.getByRole('textbox', { name: 'Nachricht' })).toBeVisible();
  await expect(other.locator('html')).toHaveAttribute('lang', 'de');
});

test('a site decides the language, and an unknown one is English', async ({ person, parley }) => {
  const page = await (await person()).newPage();
  await page.goto(`${parley.url}/chat/?lang=xx-../../etc`);
  await expect(page.getByRole('textbox', { name: 'Message' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
});
