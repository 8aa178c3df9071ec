/** Several conversations of one client, and the list of them. */
import type { FrameLocator, Page } from '@playwright/test';
import { createChatView } from './support/chat-view.ts';
import { takeLooks } from './support/looks.ts';
import { expect, test } from './support/test.ts';

const parts = (root: Page | FrameLocator) => ({
  back: root.getByRole('button', { name: 'All your conversations', exact: true }),
  list: root.getByRole('list', { name: 'Your conversations', exact: true }),
  begin: root.getByRole('button', { name: 'New conversation', exact: true }),
});

test('a client goes on with two conversations at once, and their unread counts add up', async ({
  parley,
  person,
  agent,
}) => {
  const page = await (await person()).newPage();
  await page.goto(`${parley.url}/chat/`);
  const chat = createChatView(page);
  const { back, list, begin } = parts(page);
  await expect(chat.box).toBeVisible();
  await expect(back).toHaveCount(0);
  await chat.say('About my bill');
  await chat.isIn('About my bill', 'saved');

  await back.click();
  await expect(list.getByRole('button')).toHaveCount(1);
  await begin.click();
  await expect(chat.box).toBeFocused();
  await expect(chat.messages('About my bill')).toHaveCount(0);
  await chat.say('About my meter');
  await chat.isIn('About my meter', 'saved');

  const console = await agent();
  await console.open('About my bill');
  await console.say('Your bill is right');
  // It comes into the conversation that is not shown: the header and the tab count it.
  await expect(page.getByRole('banner').or(page.locator('.chat-header'))).toContainText(
    '1 unread message',
  );
  await expect(page).toHaveTitle(/^\(1\)/);
  await back.click();
  await expect(list.getByRole('button')).toHaveCount(2);
  const bill = list.getByRole('button', { name: /Your bill is right/ });
  await expect(bill).toContainText('1 unread message');
  await expect(list.getByRole('button').first()).toContainText('Your bill is right');
  await bill.click();
  await chat.sees('Your bill is right', 'them');
  await expect(page).not.toHaveTitle(/^\(/);

  // A reload comes back to the one that was shown; a link in the address is as good as before.
  await page.reload();
  await chat.sees('About my bill', 'me');
  await back.click();
  await list.getByRole('button', { name: /About my meter/ }).click();
  await chat.sees('About my meter', 'me');
  await expect(chat.messages('About my bill')).toHaveCount(0);
});

test('[W8] no more are begun than the department lets one person have open', async ({
  api,
  client,
}) => {
  await api.setDepartment({ maxOpenThreads: 1 });
  const chat = await client();
  await chat.say('The only one');
  await chat.isIn('The only one', 'saved');
  const { back, begin, list } = parts(chat.page);
  await back.click();
  await expect(list.getByRole('button')).toHaveCount(1);
  await expect(chat.page.getByText(/^You have 1 open conversation/)).toBeVisible();
  await expect(begin).toHaveCount(0);
});

test('[W3] while the server is away, the list says so and still leads to what is known', async ({
  parley,
  client,
}) => {
  const chat = await client();
  await chat.say('Before the storm');
  await chat.isIn('Before the storm', 'saved');
  const { back, list } = parts(chat.page);
  // The list was opened once: it does not have to be loaded any more.
  await back.click();
  await list.getByRole('button', { name: /Before the storm/ }).click();
  await parley.stop();
  await chat.linkIs('offline');
  await back.click();
  await expect(
    chat.page.getByText('This list cannot be brought up to date right now.'),
  ).toBeVisible();
  await list.getByRole('button').first().click();
  await chat.sees('Before the storm', 'me');
});

test('the list fits, by day and night, on a phone and a desktop', async ({ demoClient }) => {
  const chat = await demoClient();
  const { page } = chat;
  const { back, begin, list } = parts(page.frameLocator('iframe'));
  await chat.say('Good morning! My bill is higher than it was last year. Can somebody look?');
  await back.click();
  await begin.click();
  await chat.say('And the meter is loud');
  await expect(back).toBeVisible();
  await takeLooks(page, 'back', { widths: [375, 1440] });
  await back.click();
  await expect(list.getByRole('button')).toHaveCount(2);
  await takeLooks(page, 'list', { widths: [375, 1440] });
});
