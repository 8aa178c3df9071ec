import type { Page } from '@playwright/test';
import * as v from 'valibot';
import { publicDepartmentsAnswer } from '../conversation/protocol/http/departments.ts';
import { seriousViolations } from './support/axe.ts';
import { expect, test } from './support/test.ts';

async function openReplies(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Your account/ }).click();
  await page.getByRole('menuitem', { name: 'Canned replies' }).click();
  await expect(page.getByRole('heading', { name: 'Canned replies' })).toBeVisible();
}

async function addReply(page: Page, shortcut: string, text: string, whose?: string): Promise<void> {
  await page.getByRole('button', { name: 'New reply' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Shortcut').fill(shortcut);
  await dialog.getByLabel('Text', { exact: true }).fill(text);
  if (whose !== undefined) await dialog.getByLabel('For whom').selectOption({ label: whose });
  await dialog.getByRole('button', { name: 'Add reply' }).click();
  await expect(dialog).toHaveCount(0);
}

test('a canned reply is written once, and is a slash and a word away from then on [L14]', async ({
  agent,
  client,
}) => {
  const visitor = await client();
  await visitor.say('Hello?');
  const console = await agent();
  const { page } = console;
  await openReplies(page);
  await expect(page.getByText('No canned replies yet')).toBeVisible();
  await addReply(page, '/Hello', 'Hello {{client.name}}, this is {{agent.name}}.');
  await addReply(page, 'hours', 'We are here from 9 to 17.', 'Everybody who answers');
  await expect(
    page.getByRole('list', { name: 'Canned replies' }).getByRole('listitem'),
  ).toHaveCount(2);

  await page
    .getByRole('navigation', { name: 'Pages' })
    .getByRole('link', { name: /^Conversations/ })
    .click();
  await console.open();
  await console.sees('Hello?');
  await console.box.pressSequentially('/he');
  const offered = page.getByRole('listbox', { name: 'Canned replies' });
  await expect(offered.getByRole('option')).toHaveCount(1);
  await expect(offered.getByRole('option', { selected: true })).toContainText('/hello');
  await expect(console.box).toHaveAttribute('aria-activedescendant', /.+/);
  expect(await seriousViolations(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await expect(console.box).toHaveValue(/^Hello .+, this is .+\.$/);
  await expect(console.box).not.toHaveValue(/\{\{/);
  await expect(offered).toHaveCount(0);
  // Nothing was sent by that Enter; the next one sends.
  await expect(visitor.messages(/this is/)).toHaveCount(0);
  await page.keyboard.press('Enter');
  await visitor.sees(/this is/, 'them');
});

test('Escape leaves the text, arrows choose, Tab puts it in, and other slashes are only slashes', async ({
  agent,
  client,
}) => {
  const visitor = await client();
  await visitor.say('Hi');
  const console = await agent();
  const { page } = console;
  await openReplies(page);
  await addReply(page, 'one', 'The first.');
  await addReply(page, 'only', 'The second.');
  await page
    .getByRole('navigation', { name: 'Pages' })
    .getByRole('link', { name: /^Conversations/ })
    .click();
  await console.open();
  const offered = page.getByRole('listbox', { name: 'Canned replies' });

  await console.box.pressSequentially('and/o');
  await expect(offered).toHaveCount(0);
  await console.box.fill('');
  await console.box.pressSequentially('See /on');
  await expect(offered.getByRole('option')).toHaveCount(2);
  await page.keyboard.press('Escape');
  await expect(offered).toHaveCount(0);
  await expect(console.box).toHaveValue('See /on');
  // Still in the conversation: Escape was for the list.
  await expect(console.box).toBeFocused();
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Backspace');
  await console.box.pressSequentially('/on');
  await page.keyboard.press('ArrowDown');
  await expect(offered.getByRole('option', { selected: true })).toContainText('/only');
  await page.keyboard.press('Tab');
  await expect(console.box).toHaveValue('See The second.');
  // The browser's own undo takes it back.
  await page.keyboard.press('Control+z');
  await expect(console.box).toHaveValue('See /on');
});

test('what is not a variable is named before it is saved; what is deleted comes back by undo', async ({
  agent,
}) => {
  const { page } = await agent({ available: false });
  await openReplies(page);
  await page.getByRole('button', { name: 'New reply' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Shortcut').fill('two words');
  await dialog.getByLabel('Text', { exact: true }).fill('It costs {{price}}.');
  await expect(dialog.getByRole('status')).toHaveText(
    '{{price}} is not known: it will stay in the message as it is.',
  );
  await dialog.getByRole('button', { name: 'Add reply' }).click();
  await expect(dialog.getByRole('alert')).toContainText('one word');
  await dialog.getByLabel('Shortcut').fill('price');
  await dialog.getByRole('button', { name: 'Add reply' }).click();
  await expect(dialog).toHaveCount(0);

  await page.getByRole('button', { name: 'Delete /price' }).click();
  await expect(page.getByText('No canned replies yet')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('listitem', { name: '/price' })).toContainText('{{price}}');
});

test('in a masked conversation a canned reply speaks with the department’s face [W7]', async ({
  agent,
  api,
  client,
  parley,
}) => {
  // Whatever the day of the week.
  await api.setDepartment({ hours: { kind: 'always' } }, 'School of Physics');
  const asked = await fetch(`${parley.url}/api/departments/public`);
  const { departments } = v.parse(publicDepartmentsAnswer, await asked.json());
  const school = departments.find(({ name }) => name === 'School of Physics');
  const console = await agent();
  const { page } = console;
  const student = await client({ query: `?department=${school?.id ?? ''}` });
  await student.say('Who is there?');
  await openReplies(page);
  await addReply(page, 'me', 'I am {{agent.name}}, you are {{client.name}}.');
  await page
    .getByRole('navigation', { name: 'Pages' })
    .getByRole('link', { name: /^Conversations/ })
    .click();
  await console.open();
  await console.sees('Who is there?');
  await console.box.pressSequentially('/me');
  await expect(page.getByRole('option', { name: /^\/me/, selected: true })).toContainText(
    'School of Physics',
  );
  await page.keyboard.press('Tab');
  await expect(console.box).toHaveValue(/^I am School of Physics, you are Client \d{4}\.$/);
});
