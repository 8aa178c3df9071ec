/** A long conversation: what is in view stays in view, whatever comes. */
import type { Locator } from '@playwright/test';
import { expect, test } from './support/test.ts';

const many = 24;
/** High enough that so many are several screens. */
const long = (n: number) => [`Line ${n}.`, ...Array.from({ length: 9 }, () => '·')].join('\n');

/** Where an element stands in the page, px from the top. */
const topOf = async (element: Locator) =>
  Math.round((await element.boundingBox())?.y ?? Number.NaN);

test('who has scrolled up stays there while messages come, and is told of them', async ({
  client,
  agent,
}) => {
  test.setTimeout(90_000);
  const visitor = await client();
  for (let n = 1; n <= many; n += 1) await visitor.say(long(n));
  const console_ = await agent();
  await console_.open();
  const line = (n: number) => console_.log.getByText(`Line ${n}.`);
  await expect(line(many)).toBeInViewport();

  // Up, a screen at a time, until the first line is there: each one is drawn when it comes into view.
  await console_.log.hover();
  await expect(async () => {
    await console_.page.mouse.wheel(0, -700);
    await expect(line(1).first()).toBeInViewport({ timeout: 100 });
  }).toPass({ timeout: 30_000 });

  // Back a little, to something in the middle.
  await console_.page.mouse.wheel(0, 1_500);
  await expect(line(8)).toBeInViewport();
  await expect.poll(() => topOf(line(8))).toBe(await topOf(line(8)));
  const before = await topOf(line(8));
  await visitor.say('News, while you read.');
  const pill = console_.page.getByRole('button', { name: '1 new message' });
  await expect(pill).toBeVisible();
  expect(Math.abs((await topOf(line(8))) - before)).toBeLessThanOrEqual(1);

  await pill.click();
  await expect(console_.messages('News, while you read.')).toBeInViewport();
  await expect(pill).toBeHidden();
  // At the end, what comes is in view at once.
  await visitor.say(long(many + 1));
  await expect(line(many + 1)).toBeInViewport();
  // One's own message leads back to the end.
  await console_.log.hover();
  await console_.page.mouse.wheel(0, -2_000);
  await expect(line(many + 1)).not.toBeInViewport();
  await console_.say('Here I am.');
  await expect(console_.messages('Here I am.')).toBeInViewport();
});
