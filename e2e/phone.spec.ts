/**
 * The chat on a telephone whose keyboard is open. Chromium here has none: Android's, which makes the page smaller, is a
 * smaller window; iOS's, which lies over the page, is a `visualViewport` that the test moves.
 */
import { resolve } from 'node:path';
import type { FrameLocator, Page } from '@playwright/test';
import { createChatView } from './support/chat-view.ts';
import { expect, test } from './support/test.ts';

const folder = resolve(import.meta.dirname, '../test-results/screenshots');
const phone = { viewport: { width: 375, height: 740 }, hasTouch: true, isMobile: true };
const keyboard = 320;

/** Stands in for the browser's before any script of a page runs. */
function movableViewport(): void {
  const real = window.visualViewport;
  let covered = 0;
  let moved = 0;
  const view = new Proxy(new EventTarget(), {
    get(target, name) {
      if (name === 'height') return (real?.height ?? 0) - covered;
      if (name === 'offsetTop') return moved;
      const value: unknown = Reflect.get(name in target ? target : (real ?? target), name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  Object.defineProperty(window, 'visualViewport', { get: () => view });
  Object.assign(window, {
    openKeyboard(pixels: number, scrolled: number) {
      covered = pixels;
      moved = scrolled;
      view.dispatchEvent(new Event('resize'));
    },
  });
}

async function boxes(root: Page | FrameLocator, newest: string) {
  const chat = createChatView(root);
  const of = async (which: typeof chat.box) => (await which.boundingBox()) ?? { y: -1, height: 0 };
  const header = await of(root.locator('.chat-header'));
  const message = await of(chat.messages(newest));
  const box = await of(chat.box);
  return {
    header: Math.round(header.y),
    isMessageAbove: message.y >= header.y && message.y + message.height <= box.y,
    end: Math.round(box.y + box.height),
  };
}

test('a smaller window keeps header, newest message and box in view, and nothing is zoomed', async ({
  client,
  person,
}) => {
  const visitor = await client({ context: await person(phone) });
  for (let n = 1; n <= 12; n += 1) await visitor.say(`Line ${n}`);
  await visitor.isIn('Line 12', 'saved');
  await visitor.box.tap();
  await visitor.page.setViewportSize({ width: 375, height: 740 - keyboard });
  await visitor.box.pressSequentially('And one more');
  const { header, isMessageAbove, end } = await boxes(visitor.page, 'Line 12');
  expect([header, isMessageAbove]).toEqual([0, true]);
  expect(end).toBeLessThanOrEqual(740 - keyboard);
  // Below 16 px iOS zooms in on what gets the focus.
  const size = await visitor.box.evaluate((it) => parseFloat(getComputedStyle(it).fontSize));
  expect(size).toBeGreaterThanOrEqual(16);
  expect(await visitor.page.evaluate(() => window.visualViewport?.scale)).toBe(1);
  await visitor.page.screenshot({ path: resolve(folder, 'phone-keyboard.png') });
  await visitor.page.setViewportSize({ width: 375, height: 740 });
  expect(await boxes(visitor.page, 'Line 12')).toMatchObject({ header: 0, isMessageAbove: true });
});

for (const [where, path] of [
  ['a page of its own', '/chat/'],
  ['a panel on another page', '/demo/'],
] as const) {
  test(`a keyboard over ${where} leaves header, newest message and box in view`, async ({
    person,
    parley,
  }) => {
    const page = await (await person(phone)).newPage();
    await page.addInitScript(movableViewport);
    await page.goto(`${parley.url}${path}`);
    const isPage = path === '/chat/';
    if (!isPage) await page.getByRole('button', { name: 'Open chat', exact: true }).tap();
    const root = isPage ? page : page.frameLocator('iframe');
    const chat = createChatView(root);
    for (let n = 1; n <= 12; n += 1) await chat.say(`Line ${n}`);
    await chat.isIn('Line 12', 'saved');
    await chat.box.tap();
    const open = (pixels: number, scrolled: number) =>
      page.evaluate(
        ([covered, moved]) => {
          const move: unknown = Reflect.get(window, 'openKeyboard');
          if (typeof move === 'function') move(covered, moved);
        },
        [pixels, scrolled] as const,
      );
    // iOS has moved the page up by as much as it thought right.
    await open(keyboard, 90);
    await expect
      .poll(() => boxes(root, 'Line 12'))
      .toMatchObject({ header: 90, isMessageAbove: true });
    expect((await boxes(root, 'Line 12')).end).toBeLessThanOrEqual(90 + 740 - keyboard);
    await open(0, 0);
    await expect
      .poll(() => boxes(root, 'Line 12'))
      .toMatchObject({ header: 0, isMessageAbove: true });
    expect((await boxes(root, 'Line 12')).end).toBeGreaterThan(740 - keyboard);
  });
}
