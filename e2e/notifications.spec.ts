import type { Page } from '@playwright/test';
import { expect, test } from './support/test.ts';

interface Shown {
  readonly title: string;
  readonly body: string | undefined;
}
declare global {
  interface Window {
    shown: Shown[];
    asked: number;
    clickLast(): void;
    hide(hidden: boolean): void;
  }
}

/** Headless browsers show none: what the page hands to the system is written down instead. */
async function withNotifications(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.shown = [];
    window.asked = 0;
    let permission: NotificationPermission = 'default';
    let last: EventTarget | undefined;
    const note = (made: EventTarget) => (last = made);
    class Written extends EventTarget {
      static get permission() {
        return permission;
      }
      static async requestPermission() {
        window.asked += 1;
        permission = 'granted';
        return permission;
      }
      constructor(title: string, { body }: NotificationOptions) {
        super();
        window.shown.push({ title, body });
        note(this);
      }
      close() {
        this.dispatchEvent(new Event('close'));
      }
    }
    Object.defineProperty(window, 'Notification', { value: Written });
    window.clickLast = () => last?.dispatchEvent(new Event('click'));
    window.hide = (hidden) => {
      Object.defineProperty(document, 'hasFocus', { value: () => !hidden, configurable: true });
      const visibilityState = { value: hidden ? 'hidden' : 'visible', configurable: true };
      Object.defineProperty(document, 'visibilityState', visibilityState);
      window.dispatchEvent(new Event(hidden ? 'blur' : 'focus'));
    };
  });
  await page.reload();
}
const shownOn = (page: Page) => page.evaluate(() => window.shown);

test('[W7] the browser tells of what comes while one looks elsewhere, only if asked to, and of no more than one wants', async ({
  agent,
  client,
}) => {
  const console = await agent();
  const { page } = console;
  await withNotifications(page);
  const visitor = await client();
  await visitor.say('Anybody there?');
  await expect(console.conversations).toHaveCount(1);
  expect(await page.evaluate(() => [window.asked, window.shown.length])).toEqual([0, 0]);

  await page.getByRole('button', { name: /^Your account/ }).click();
  await page.getByRole('menuitem', { name: 'My account' }).click();
  await page.getByRole('switch', { name: 'Notifications', exact: true }).click();
  await expect(page.getByRole('switch', { name: 'Notifications', exact: true })).toBeChecked();
  expect(await page.evaluate(() => window.asked)).toBe(1);

  await visitor.say('<b>Hello</b> **again**');
  await expect.poll(() => shownOn(page)).toHaveLength(1);
  const [first] = await shownOn(page);
  expect(first?.title).toMatch(/^New message from /);
  expect(first?.body).toContain('<b>Hello</b>');
  await page.evaluate(() => window.clickLast());
  await console.sees(/again/);
  await expect(page).toHaveURL(/\/conversations\//);

  // What one looks at is no news; with the tab in the background it is.
  await page.evaluate(() => window.hide(false));
  await visitor.say('You see this');
  await console.sees('You see this');
  expect(await shownOn(page)).toHaveLength(1);
  await page.evaluate(() => window.hide(true));
  await visitor.say('You do not see this');
  await expect.poll(() => shownOn(page)).toHaveLength(2);
  await page.evaluate(() => window.hide(false));

  await page.goto(`${new URL(page.url()).origin}/console/account`);
  await page.getByRole('switch', { name: 'Notifications', exact: true }).click();
  await page.getByRole('switch', { name: 'Text in notifications' }).click();
  await visitor.say('A secret');
  await expect.poll(() => shownOn(page)).toEqual([{ title: 'A new message', body: undefined }]);
});
