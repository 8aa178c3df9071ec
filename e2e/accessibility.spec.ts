import type { Page } from '@playwright/test';
import { seriousViolations } from './support/axe.ts';
import { openChat, openDemo } from './support/client-page.ts';
import { openConsole } from './support/console-page.ts';
import { expect, test } from './support/test.ts';

for (const colorScheme of ['light', 'dark'] as const) {
  test(`no page has a serious barrier, ${colorScheme}`, async ({
    parley,
    person,
    api,
    expectedErrors,
  }) => {
    expectedErrors.push(/status of 404/);
    await api.createAgent('ada', 'Ada Byron');
    const someone = () => person({ colorScheme, reducedMotion: 'reduce' });
    const found: string[] = [];
    const look = async (page: Page, name: string) => {
      found.push(...(await seriousViolations(page)).map((one) => `${name}: ${one}`));
    };

    const plain = await (await someone()).newPage();
    for (const path of ['/', '/console/', '/nowhere', '/account/']) {
      await plain.goto(parley.url + path);
      await expect(plain.getByRole('heading').first()).toBeVisible();
      await look(plain, path);
    }
    for (const path of ['#/register', '#/forgot']) {
      await plain.goto(`${parley.url}/account/${path}`);
      await look(plain, `/account/${path}`);
    }

    const demo = await openDemo(await someone(), parley.url);
    await look(demo.page, 'the demo, opened');
    const chat = await openChat(await someone(), parley.url);
    await chat.say('Can somebody help me?');
    await look(chat.page, 'the chat, waiting');

    const console = await openConsole(await someone(), parley.url, parley.admin);
    await console.open();
    await console.say('Of course.');
    await chat.sees('Of course.', 'them');
    await look(console.page, 'the console in a conversation');
    await look(chat.page, 'the chat, answered');

    const { page } = chat;
    const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
    await page
      .getByLabel('Files to attach')
      .setInputFiles([{ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('a') }]);
    await press('Emoji');
    await expect(page.getByRole('dialog', { name: 'Emoji' })).toBeVisible();
    await look(page, 'the emoji');
    await page.keyboard.press('Escape');
    await press('Send');
    await expect(page.getByRole('button', { name: 'Save a.txt' })).toBeVisible();
    await chat.messages('Of course.').hover();
    await press('React');
    await look(page, 'what one does to a message');
    await press('Thumbs up');
    await chat.messages('Of course.').hover();
    await press('Details');
    await look(page, 'details of a message');
    for (const path of ['tickets', 'archive', 'people', 'departments', 'audit', 'account']) {
      await console.page.goto(`${parley.url}/console/${path}`);
      await expect(console.page.getByRole('main')).toBeVisible();
      await expect(console.page.getByRole('heading').first()).toBeVisible();
      await look(console.page, `/console/${path}`);
    }
    expect(found).toEqual([]);
  });
}
