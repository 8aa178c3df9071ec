import { expect, test } from './support/test.ts';

/** On a phone one at a time. */
for (const width of [375, 768]) {
  test(`what stands in three panes on a desktop is reached one after the other, ${width} px wide`, async ({
    agent,
    client,
    person,
  }) => {
    const visitor = await client();
    await visitor.say('Can you help?');
    const isPhone = width === 375;
    const context = await person({ viewport: { width, height: 740 }, hasTouch: isPhone });
    const console = await agent({ context });
    const { page } = console;
    await console.open();
    await console.sees('Can you help?');

    const details = page.getByRole('complementary', { name: 'About this conversation' });
    await expect(details).toBeHidden();
    await page.getByRole('button', { name: 'Show details' }).click();
    await expect(details).toBeVisible();
    const hide = details.getByRole('button', { name: 'Hide details' });
    await expect(hide).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(details).toBeHidden();
    await expect(page.getByRole('button', { name: 'Show details' })).toBeFocused();
    await page.keyboard.press('i');
    await expect(hide).toBeFocused();
    await hide.click();
    await expect(details).toBeHidden();

    const back = page.getByRole('button', { name: /^Back to the list/ });
    await expect(console.conversations.first()).toBeVisible({ visible: !isPhone });
    if (isPhone) await back.click();
    // Nothing is cut off at the top.
    await expect(page.getByRole('button', { name: /^Your account/ })).toBeInViewport({ ratio: 1 });
    if (!isPhone) return;
    await expect(console.conversations.first().getByRole('link')).toBeFocused();
    await expect(back).toHaveCount(0);
  });
}
