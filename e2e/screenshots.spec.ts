import { resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { openChat, openDemo } from './support/client-page.ts';
import { openConsole, signIn } from './support/console-page.ts';
import { expect, test } from './support/test.ts';

const folder = resolve(import.meta.dirname, '../test-results/screenshots');

/** Pictures for people to look at; what is asserted is that nothing is wider than the window. */
for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [375, 768, 1440]) {
    test(`every page, ${colorScheme}, ${width} px wide`, async ({ parley, person }) => {
      const viewport = { width, height: width === 375 ? 740 : 900 };
      const someone = () => person({ colorScheme, viewport });
      const take = async (page: Page, name: string) => {
        await page.screenshot({ path: resolve(folder, `${name}-${colorScheme}-${width}.png`) });
        const wider = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect(wider, `${name} scrolls sideways`).toBeLessThanOrEqual(0);
      };

      const home = await (await someone()).newPage();
      await home.goto(parley.url);
      await take(home, 'home');
      await home.goto(`${parley.url}/console/`);
      await take(home, 'sign-in');
      await signIn(home, parley.admin);

      const demo = await openDemo(await someone(), parley.url);
      await demo.say('Good morning! My bill is higher than last year. Can somebody look at it?');
      await take(demo.page, 'demo-waiting');

      const console = await openConsole(await someone(), parley.url, parley.admin);
      await expect(console.conversations).toHaveCount(1);
      await take(console.page, 'console-list');
      await console.open();
      await console.say('Good morning. Of course: let me see your readings of the last two years.');
      await demo.sees(/let me see your readings/);
      await demo.say('Thank you!');
      await console.sees('Thank you!');
      await console.linkIs('direct');
      await demo.linkIs('direct');
      await take(console.page, 'console-conversation');
      await take(demo.page, 'demo-talking');

      const chat = await openChat(await someone(), parley.url);
      await expect(chat.box).toBeVisible();
      await take(chat.page, 'chat-empty');
      await chat.say('Hello');
      await chat.isIn('Hello', 'saved', 'delivered');
      await take(chat.page, 'chat');

      for (const path of ['archive', 'people', 'departments', 'audit']) {
        await console.page.goto(`${parley.url}/console/${path}`);
        await expect(console.page.getByRole('main')).toBeVisible();
        await take(console.page, `console-${path}`);
      }
    });
  }
}
