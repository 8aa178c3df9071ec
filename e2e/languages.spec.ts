/** The chat in the languages of its users [L14]. */
import { resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { ar } from '../client/words/ar.ts';
import { de } from '../client/words/de.ts';
import type { Key } from '../client/words/words.ts';
import { seriousViolations } from './support/axe.ts';
import { takeLooks } from './support/looks.ts';
import { expect, test } from './support/test.ts';

const folder = resolve(import.meta.dirname, '../test-results/screenshots');

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
  const width = page.viewportSize()?.width ?? 0;
  await expect
    .poll(async () => {
      const bubble = await own.locator('.bubble').boundingBox();
      return bubble === null ? width : bubble.x + bubble.width / 2;
    })
    .toBeLessThan(width / 2);

  const other = await (await person({ locale: 'de-AT' })).newPage();
  await other.goto(`${parley.url}/chat/`);
  await expect(other.getByRole('textbox', { name: 'Nachricht' })).toBeVisible();
  await expect(other.locator('html')).toHaveAttribute('lang', 'de');

  // Emoji are found, and called, in one's own words.
  await other.getByRole('button', { name: 'Emoji' }).click();
  await other.getByRole('searchbox', { name: 'Emoji suchen' }).fill('daumen');
  await other.getByRole('button', { name: 'Daumen hoch' }).click();
  await expect(other.getByRole('textbox', { name: 'Nachricht' })).toHaveValue('👍');
});

test('a site decides the language, and an unknown one is English', async ({ person, parley }) => {
  const page = await (await person()).newPage();
  await page.goto(`${parley.url}/chat/?lang=xx-../../etc`);
  await expect(page.getByRole('textbox', { name: 'Message' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
});

for (const lang of ['ar', 'de'] as const) {
  test(`[L14] the chat in ${lang}: nothing is cut off on a phone or a desktop, and axe is content`, async ({
    api,
    parley,
    person,
    agent,
  }) => {
    await api.setDepartment({ previews: true });
    const words = lang === 'ar' ? ar : de;
    const say = (key: Key) => {
      const sentence = words[key];
      return typeof sentence === 'string' ? sentence : '';
    };
    const page = await (await person()).newPage();
    const take = async (name: string) => {
      for (const width of [375, 1440]) {
        await page.setViewportSize({ width, height: 760 });
        await page.screenshot({ path: resolve(folder, `language-${lang}-${name}-${width}.png`) });
        expect(await cutOff(page), `${name}, ${width} px wide`).toEqual([]);
      }
    };
    await page.goto(`${parley.url}/chat/?lang=${lang}`);
    const box = page.getByRole('textbox', { name: say('composer.name') });
    await expect(box).toBeVisible();
    await expect(page.getByText(say('told.hello'))).toBeVisible();
    await take('greeting');

    await box.fill(lang === 'ar' ? 'مرحبا، عندي سؤال عن الفاتورة 12.' : 'Guten Tag, eine Frage.');
    await box.press('Enter');
    const desk = await agent();
    await desk.open();
    await desk.say('Which bill do you mean (2026)?');
    await expect(page.locator('[data-author="them"]')).toBeVisible();
    await expect(page.getByText(/Admin/).first()).toBeVisible();
    await box.fill('kWh 12?');
    await expect(page.locator('.seen-line')).toBeVisible();
    await page.locator('[data-author="them"]').hover();
    await expect(page.getByRole('toolbar').or(page.locator('.message-bar')).first()).toBeVisible();
    await take('thread');
    expect(await seriousViolations(page)).toEqual([]);

    await page.getByRole('button', { name: say('voice.record') }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await take('voice');
    await page.getByRole('button', { name: say('cancel') }).click();
    await page.getByRole('button', { name: say('end.name') }).click();
    await take('end');
    await page.getByRole('button', { name: say('end.deed'), exact: true }).click();
    await expect(page.getByText(say('chat.closed'))).toBeVisible();
    await take('closed');

    const host = await (await person()).newPage();
    await host.route(`${parley.url}/host`, (route) =>
      route.fulfill({
        contentType: 'text/html',
        body: `<!doctype html><html lang="${lang}" dir="${lang === 'ar' ? 'rtl' : 'ltr'}"><meta name="viewport" content="width=device-width">
            <title>Shop</title><h1>Shop</h1><script src="${parley.url}/embed.js" async></script>`,
      }),
    );
    await host.goto(`${parley.url}/host`);
    await host.locator('button').first().click();
    await expect(host.frameLocator('iframe').locator('html')).toHaveAttribute('lang', lang);
    await expect(host.frameLocator('iframe').locator('.composer')).toBeVisible();
    await takeLooks(host, `language-${lang}-host`, { widths: [375, 1440] });
  });
}

/** Buttons and lines whose words do not fit where they stand; names and messages may end in dots. */
function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const wide = document.documentElement.scrollWidth > document.documentElement.clientWidth;
    const parts = [...document.querySelectorAll<HTMLElement>('button, .greeting p, .seen-line')];
    const cut = parts.filter(
      (it) =>
        it.checkVisibility() &&
        !it.classList.contains('sr-only') &&
        it.scrollWidth > it.clientWidth + 1 &&
        it.clientWidth > 0,
    );
    return [...(wide ? ['the page'] : []), ...cut.map((it) => `${it.className}: ${it.innerText}`)];
  });
}
