/** What a department asks before the first message. */
import { isKept } from './support/kept.ts';
import type { FrameLocator, Page } from '@playwright/test';
import type { AskingForm } from '../conversation/protocol/http/asking.ts';
import { createChatView } from './support/chat-view.ts';
import { takeLooks } from './support/looks.ts';
import { expect, test } from './support/test.ts';

const form: AskingForm = {
  when: 'always',
  name: 'must',
  email: 'must',
  phone: 'no',
  own: [
    { kind: 'choice', label: 'What is it about?', required: true, choices: ['A bill', 'A meter'] },
    { kind: 'text', label: 'Anything else?', required: false },
  ],
  help: 'So that we can answer you well.',
  consent: { text: 'We keep what you write for a year.', link: 'https://example.org/privacy' },
};

const parts = (root: Page | FrameLocator) => ({
  form: root.getByRole('form', { name: 'Before you write', exact: true }),
  name: root.getByRole('textbox', { name: 'Your name', exact: true }),
  email: root.getByRole('textbox', { name: 'E-mail address', exact: true }),
  topic: root.getByRole('combobox', { name: 'What is it about?', exact: true }),
  agree: root.getByRole('checkbox'),
  go: root.getByRole('button', { name: 'Continue', exact: true }),
});

test('people fill in the form before they write, and staff see the answers beside the conversation', async ({
  parley,
  api,
  person,
  agent,
}) => {
  await api.setDepartment({ asks: form });
  const page = await (await person()).newPage();
  await page.goto(`${parley.url}/chat/`);
  const chat = createChatView(page);
  const asked = parts(page);
  await asked.go.click();
  await expect(page.getByText('Please answer this.')).toHaveCount(3);
  await expect(page.getByText('You can write once you agree.')).toBeVisible();
  await expect(asked.name).toBeFocused();
  await expect(chat.box).toHaveCount(0);
  await asked.name.fill('Ada');
  await asked.email.fill('ada');
  await expect(page.getByText(/^Write an e-mail address/)).toBeVisible();
  await asked.email.fill('ada@example.org');

  // What was typed outlives a reload.
  await page.reload();
  await expect(asked.name).toHaveValue('Ada');
  await expect(asked.email).toHaveValue('ada@example.org');
  await asked.topic.selectOption('A bill');
  await asked.agree.check();
  await expect(page.getByRole('link', { name: 'Read more' })).toHaveAttribute(
    'href',
    'https://example.org/privacy',
  );
  await asked.go.click();
  await expect(chat.box).toBeFocused();
  await chat.say('It is too high');
  await chat.isIn('It is too high', 'saved');

  const console = await agent();
  await console.open();
  await console.sees('It is too high', 'them');
  const section = console.page.getByRole('region', { name: 'Asked before the chat', exact: true });
  await expect(section).toContainText('Ada');
  await expect(section).toContainText('ada@example.org');
  await expect(section).toContainText('Not confirmed. No mail goes out to it from here.');
  await expect(section).toContainText('A bill');
  await expect(section).toContainText('We keep what you write for a year.');

  // Nobody is asked again in the same conversation.
  await page.reload();
  await chat.sees('It is too high', 'me');
  await expect(chat.box).toBeVisible();
  await expect(asked.form).toHaveCount(0);
});

test('[W3] what was answered while the server was away is there when it is back', async ({
  parley,
  api,
  person,
  agent,
}) => {
  await api.setDepartment({ asks: { ...form, when: 'away', own: [], consent: null } });
  const page = await (await person()).newPage();
  await page.goto(`${parley.url}/chat/`);
  const chat = createChatView(page);
  const { name, email, go } = parts(page);
  await name.fill('Ada');
  await isKept(page);
  await parley.stop();
  await email.fill('ada@example.org');
  await go.click();
  await chat.say('Are you there?');
  await chat.isIn('Are you there?', 'sending');
  await page.reload();
  await chat.sees('Are you there?', 'me');
  await parley.start();
  await chat.isIn('Are you there?', 'saved');
  const console = await agent();
  await console.open();
  await expect(
    console.page.getByRole('region', { name: 'Asked before the chat', exact: true }),
  ).toContainText('ada@example.org');
});

test('where somebody is there, an offline form is not shown', async ({ api, agent, client }) => {
  await api.setDepartment({ asks: { ...form, when: 'away' } });
  await agent();
  const chat = await client();
  await chat.say('Hello');
  await chat.isIn('Hello', 'saved', 'delivered');
  await expect(parts(chat.page).form).toHaveCount(0);
});

test('an admin sets what is asked, and sees why something is wrong', async ({
  parley,
  agent,
  client,
}) => {
  const { page } = await agent({ available: false });
  await page.goto(`${parley.url}/console/departments`);
  await page
    .getByRole('link', { name: /Support/ })
    .first()
    .click();
  const group = page.getByRole('form', { name: 'Asked before the chat', exact: true });
  await group.getByRole('radio', { name: /^Always/ }).check();
  await group
    .getByRole('combobox', { name: 'Name', exact: true })
    .selectOption('Has to be answered');
  await group.getByRole('button', { name: 'Add a field' }).click();
  await group.getByRole('combobox', { name: 'Answer', exact: true }).selectOption('Choice');
  await group.getByRole('textbox', { name: 'Question', exact: true }).fill('Topic');
  await expect(group.getByText(/^Write at least two different choices/)).toBeVisible();
  await expect(group.getByRole('button', { name: 'Save', exact: true })).toBeDisabled();
  await group.getByRole('textbox', { name: 'Choices', exact: true }).fill('Bill, Meter');
  await group.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(group.getByText('Saved.')).toBeVisible();
  const chat = await client();
  await expect(parts(chat.page).name).toBeVisible();
  await expect(chat.page.getByRole('combobox', { name: /^Topic/ })).toBeVisible();
});

test('the form and its settings fit, by day and night, on a phone and a desktop', async ({
  parley,
  api,
  person,
  agent,
}) => {
  await api.setDepartment({ asks: form });
  const page = await (await person()).newPage();
  await page.goto(`${parley.url}/demo/`);
  await page.getByRole('button', { name: 'Open chat', exact: true }).click();
  const frame = page.frameLocator('iframe');
  const asked = parts(frame);
  await asked.go.click();
  await expect(frame.getByText('You can write once you agree.')).toBeVisible();
  await takeLooks(page, 'asking', { widths: [375, 1440] });
  await asked.name.fill('Ada');
  await asked.email.fill('ada@example.org');
  await asked.topic.selectOption('A bill');
  await asked.agree.check();
  await asked.go.click();
  await createChatView(frame).say('Hello');
  const console = await agent();
  await console.page.goto(`${parley.url}/console/departments`);
  await console.page
    .getByRole('link', { name: /Support/ })
    .first()
    .click();
  const settings = console.page.getByRole('form', { name: 'Asked before the chat', exact: true });
  await takeLooks(console.page, 'asking-settings', {
    widths: [375, 1440],
    show: () => settings.scrollIntoViewIfNeeded(),
  });
});
