/**
 * What opens over the pages, looked at by axe in the light and in the dark: dialogs, menus, pickers, sheets.
 * The pages themselves are in accessibility.spec.ts; what another spec opens anyway is looked at there.
 */
import type { Locator, Page } from '@playwright/test';
import { ar } from '../client/groups/words/ar.ts';
import type { GroupKey } from '../client/groups/words/group-words.ts';
import { seriousInBothSchemes } from './support/axe.ts';
import { withMicrophone } from './support/browser.ts';
import { createChatView } from './support/chat-view.ts';
import { emailOf, openCustomer } from './support/customers.ts';
import { expect, test } from './support/test.ts';

test.use({
  launchOptions: withMicrophone,
});

/** One red pixel. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);

const inArabic = (key: GroupKey) => {
  const sentence = ar[key];
  return typeof sentence === 'string' ? sentence : sentence.other;
};

interface Look {
  /** Waits for the part, and keeps what axe finds while it is there. */
  at(page: Page, part: Locator, name: string): Promise<void>;
  readonly found: string[];
}

function createLook(): Look {
  const found: string[] = [];
  return {
    async at(page, part, name) {
      await expect(part.first()).toBeVisible();
      found.push(...(await seriousInBothSchemes(page)).map((one) => `${name}: ${one}`));
    },
    found,
  };
}

const press = (root: Page | Locator, name: string | RegExp) =>
  root.getByRole('button', { name, exact: true }).first().click();

/** Looks at what is open, and closes it again. */
async function through(look: Look, page: Page, name: string): Promise<void> {
  const dialog = page.getByRole('dialog');
  await look.at(page, dialog, name);
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
}

test('nothing that opens beside a conversation has a serious barrier, light or dark', async ({
  parley,
  person,
  agent,
}) => {
  const look = createLook();
  const demo = await (await person()).newPage();
  await demo.goto(`${parley.url}/demo/`);
  await demo.getByRole('button', { name: 'Log in as Hanna Petersen' }).click();
  await look.at(demo, demo.getByRole('cell', { name: 'Heat pump' }), 'the home of the demo');
  await press(demo, 'Open chat');
  const frame = demo.frameLocator('iframe');
  const chat = createChatView(frame);
  await chat.box.fill('This is my meter');
  await frame
    .getByLabel('Files to attach')
    .setInputFiles([{ name: 'meter.png', mimeType: 'image/png', buffer: png }]);
  await frame.getByRole('button', { name: 'Send', exact: true }).click();

  const desk = await agent();
  const { page } = desk;
  await desk.open();
  await press(desk.messages('This is my meter'), 'Open the picture meter.png');
  await through(look, page, 'a picture');
  await press(page, 'Emoji');
  await page.getByRole('dialog').getByRole('searchbox').fill('hand');
  await through(look, page, 'the emoji');
  await press(page, 'Record a voice message');
  await look.at(page, page.getByRole('timer'), 'recording');
  await press(page.getByRole('dialog'), 'Stop');
  await look.at(page, page.getByLabel('Your voice message'), 'recorded');
  await press(page.getByRole('dialog'), 'Cancel');
  await page.evaluate(() => {
    navigator.mediaDevices.getUserMedia = () =>
      Promise.reject(new DOMException('no', 'NotAllowedError'));
  });
  await press(page, 'Record a voice message');
  await look.at(page, page.getByRole('dialog').getByRole('alert'), 'no microphone');
  await press(page.getByRole('dialog'), 'Cancel');

  const labels = page.getByRole('region', { name: 'Labels and priority' });
  await press(labels, 'Change labels');
  await look.at(page, page.getByRole('menu'), 'the menu of labels');
  await page.getByRole('menuitem', { name: 'Manage labels…' }).click();
  await page.getByRole('dialog').getByLabel('New label').fill('Billing');
  await press(page.getByRole('dialog'), 'Add label');
  await expect(page.getByRole('dialog').getByRole('list')).toContainText('Billing');
  await through(look, page, 'labels');
  await press(labels, 'Snooze until…');
  await page.getByRole('menuitem', { name: 'Choose a moment…' }).click();
  await through(look, page, 'snooze');
  await page
    .getByRole('button', { name: /^Larger: / })
    .first()
    .click();
  await through(look, page, 'a table of the page');
  await press(page, 'More');
  await page.getByRole('menuitem', { name: 'Pass on' }).click();
  await through(look, page, 'pass on');
  await press(page, 'New conversation');
  await through(look, page, 'a new conversation');
  await page.keyboard.press('Control+k');
  await through(look, page, 'the palette');
  await page.getByRole('heading').first().click();
  await page.keyboard.press('?');
  await through(look, page, 'the keys');
  expect(look.found).toEqual([]);
});

test('nothing that opens on the console’s other pages has a serious barrier, light or dark', async ({
  parley,
  api,
  agent,
}) => {
  const look = createLook();
  await api.createAgent('ada', 'Ada Byron');
  const { page } = await agent({ available: false });
  const go = async (path: string, heading: string | RegExp) => {
    await page.goto(`${parley.url}/console/${path}`);
    await expect(page.getByRole('heading', { name: heading }).first()).toBeVisible();
  };

  await go('replies', 'Canned replies');
  await press(page, 'New reply');
  await page.getByRole('dialog').getByLabel('Text', { exact: true }).fill('It costs {{price}}.');
  await through(look, page, 'a canned reply');

  await go('departments', 'Departments');
  await press(page, 'New department');
  await through(look, page, 'a new department');
  await press(page, 'New bot');
  await through(look, page, 'a new bot');
  await press(page, 'New site');
  await through(look, page, 'a new site');
  await page.getByRole('link', { name: 'How it shows the chat: Main site' }).click();
  const preview = page.frameLocator('iframe[title="The chat on a page of this site"]');
  const shown = preview.frameLocator('iframe').getByRole('heading').first();
  await look.at(page, shown, 'the chat of a site');

  await go('departments', 'Departments');
  await page.getByRole('link', { name: /^Support/ }).click();
  await press(page, 'Enrol');
  await through(look, page, 'enrol');
  await press(page, 'Add worker');
  await press(page.getByRole('dialog'), 'Add');
  await through(look, page, 'a worker, wrongly filled in');
  await press(page, 'Delete');
  await through(look, page, 'delete a department');

  await go('people', 'People');
  await press(page, 'Add person');
  await through(look, page, 'a person');
  for (const deed of ['Change details', 'Set a new password', 'Delete']) {
    await press(page, 'What to do with Ada Byron');
    if (deed === 'Delete') await look.at(page, page.getByRole('menu'), 'the menu of a person');
    await page.getByRole('menuitem', { name: deed }).click();
    await through(look, page, deed);
  }

  await go('account', /account/i);
  await press(page, 'Change password');
  await through(look, page, 'a new password');
  await press(page, 'Set up');
  await through(look, page, 'the second step');
  expect(look.found).toEqual([]);
});

test('nothing on the customers’ pages has a serious barrier, light or dark', async ({
  parley,
  api,
  person,
  client,
}) => {
  const look = createLook();
  await api.createDepartment('Physics', 'learning');
  const ana = await openCustomer(await person(), parley, 'Ana Sousa');
  await api.enrol('Physics', emailOf('Ana Sousa'));
  await ana.reload();
  await look.at(ana, ana.getByRole('button', { name: 'Study group in Physics' }), 'the account');
  await press(ana, 'Change password');
  await through(look, ana, 'a new password');
  await press(ana, 'Study group in Physics');
  const dialog = ana.getByRole('dialog');
  await look.at(ana, dialog, 'a new group');
  await dialog.getByLabel('Title').fill('Optics');
  await press(dialog, 'Begin');
  const group = createChatView(ana);
  await group.say('Who has the notes?');
  await press(ana, 'Who takes part');
  await look.at(ana, ana.getByRole('complementary', { name: 'Who takes part' }), 'a group');
  await press(ana, 'Invite');
  await through(look, ana, 'invite');
  await press(ana, 'Leave');
  await through(look, ana, 'leave');

  // The same page in the language of its reader [L14].
  await ana.goto(`${ana.url()}&lang=ar`);
  await press(ana, inArabic('who.show'));
  const people = ana.getByRole('complementary', { name: inArabic('who.show') });
  await look.at(ana, people, 'a group in Arabic');
  await expect(people).toContainText(inArabic('leave'));

  const visitor = await client();
  await visitor.say('Hello?');
  await visitor.isIn('Hello?', 'saved');
  await press(visitor.page, 'All your conversations');
  await look.at(
    visitor.page,
    visitor.page.getByRole('list', { name: 'Your conversations' }),
    'the list of one’s conversations',
  );
  expect(look.found).toEqual([]);
});
