import type { Page } from '@playwright/test';
import * as v from 'valibot';
import { ownDepartmentsAnswer } from '../conversation/protocol/http/groups.ts';
import { seriousViolations } from './support/axe.ts';
import { createChatView, type ChatView } from './support/chat-view.ts';
import { emailOf, openCustomer } from './support/customers.ts';
import { expect, test } from './support/test.ts';

async function barriers(page: Page, colorScheme: 'light' | 'dark'): Promise<string[]> {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  return seriousViolations(page);
}

/** The conversation that this line of the page's list leads to. */
async function openFromList(page: Page, name: string | RegExp): Promise<ChatView> {
  const line = page.getByRole('list', { name: 'Conversations' }).getByRole('link', { name });
  await line.click();
  const chat = createChatView(page);
  await expect(chat.log).toBeVisible();
  return chat;
}

/** Chooses people by their names, with the keyboard. */
async function choose(page: Page, label: string, ...names: string[]): Promise<void> {
  const box = page.getByRole('combobox', { name: label });
  for (const name of names) {
    await box.fill(name);
    await box.press('Enter');
    await expect(page.getByRole('option', { name, selected: true })).toBeVisible();
  }
}

async function beginInConsole(page: Page, kind: string): Promise<void> {
  await page.getByRole('button', { name: 'New conversation', exact: true }).click();
  await page.getByRole('radio', { name: new RegExp(`^${kind}`) }).check();
}

test('[L1] [L4] students and an instructor talk in a study group: names, who has read, and one leaves', async ({
  parley,
  api,
  agent,
  person,
}) => {
  const ira = await api.createAgent('ira', 'Ira Stein');
  await api.createDepartment('Physics', 'learning', [ira]);
  const ana = await openCustomer(await person(), parley, 'Ana Sousa');
  const ben = await openCustomer(await person(), parley, 'Ben Okafor');

  const head = await agent({ available: false });
  await head.page.getByRole('link', { name: 'Departments' }).click();
  await head.page.getByRole('link', { name: /^Physics/ }).click();
  await expect(head.page.getByText('Nobody yet. Enrol the first one')).toBeVisible();
  for (const name of ['Ana Sousa', 'Ben Okafor']) {
    await head.page.getByRole('button', { name: 'Enrol', exact: true }).click();
    const dialog = head.page.getByRole('dialog', { name: 'Enrol a customer' });
    await dialog.getByLabel('User name or e-mail').fill(emailOf(name));
    await dialog.getByRole('button', { name: 'Enrol', exact: true }).click();
    await expect(
      head.page.getByRole('list', { name: 'Enrolled' }).getByRole('listitem', { name }),
    ).toBeVisible();
  }
  expect(await barriers(head.page, 'light')).toEqual([]);

  await ana.reload();
  await ana.getByRole('button', { name: 'Study group in Physics' }).click();
  const dialog = ana.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Begin' }).click();
  await expect(dialog.getByRole('alert')).toContainText('Write a title');
  await dialog.getByLabel('Title').fill('Optics');
  await choose(ana, 'Invite', 'Ben Okafor', 'Ira Stein');
  expect(await barriers(ana, 'dark')).toEqual([]);
  await dialog.getByRole('button', { name: 'Begin' }).click();
  const withAna = createChatView(ana);
  await withAna.say('Who has the notes?');

  await expect(
    ben.getByRole('list', { name: 'Conversations' }).getByRole('listitem').getByText('1 unread'),
  ).toBeAttached();
  const withBen = await openFromList(ben, 'Optics');
  await withBen.sees('Who has the notes?', 'them');
  const desk = await agent({ who: ira, available: false });
  await desk.page.getByRole('button', { name: /^Groups/ }).click();
  await desk.page
    .getByRole('list', { name: 'Groups' })
    .getByRole('listitem', { name: 'Optics' })
    .getByRole('link')
    .click();
  await desk.sees('Who has the notes?', 'them');
  await expect(
    ana.getByText(/^Read by (Ben Okafor and Ira Stein|Ira Stein and Ben Okafor)$/),
  ).toBeVisible();

  await withBen.box.pressSequentially('I have');
  await desk.box.pressSequentially('See');
  await expect(
    ana.getByText(/(Ben Okafor|Ira Stein) and (Ben Okafor|Ira Stein) are typing/),
  ).toBeVisible();
  await withBen.say('I have them');
  await desk.say('See chapter 3');
  await withAna.sees('See chapter 3', 'them');
  // Each with each.
  for (const one of [withAna, withBen, desk]) await one.linkIs('direct');
  await expect(withAna.log.getByText('Ira Stein', { exact: true })).toBeVisible();
  await expect(withAna.log.getByText('Ben Okafor', { exact: true })).toBeVisible();
  expect(await barriers(desk.page, 'dark')).toEqual([]);

  await ben.getByRole('button', { name: 'Who takes part' }).click();
  await expect(ben.getByRole('list', { name: 'Who takes part' }).getByRole('listitem')).toHaveCount(
    3,
  );
  expect(await barriers(ben, 'light')).toEqual([]);
  await ben.getByRole('button', { name: 'Leave', exact: true }).click();
  await ben.getByRole('dialog').getByRole('button', { name: 'Leave', exact: true }).click();
  await expect(ben).toHaveURL(`${parley.url}/account/`);
  await withAna.sees('Ben Okafor left.', 'system');
  await withAna.say('Only for us two');
  await desk.sees('Only for us two');
  await ben.reload();
  await expect(ben.getByText('No conversations yet')).toBeVisible();
  await expect(ben.getByText('Only for us two')).toHaveCount(0);
});

test('[L1] staff announce, and a student reads it and cannot answer', async ({
  parley,
  api,
  agent,
  person,
}) => {
  await api.createDepartment('Physics', 'learning');
  const ana = await openCustomer(await person(), parley, 'Ana Sousa');
  await api.enrol('Physics', emailOf('Ana Sousa'));

  const staff = await agent({ available: false });
  await beginInConsole(staff.page, 'Announcement');
  const dialog = staff.page.getByRole('dialog', { name: 'New conversation' });
  await dialog.getByLabel('Where').selectOption({ label: 'Physics' });
  await dialog.getByLabel('Title').fill('The exam');
  await dialog.getByRole('button', { name: 'Begin' }).click();
  await staff.say('It is on Friday.');

  await ana.reload();
  const line = ana.getByRole('list', { name: 'Conversations' }).getByRole('listitem');
  await expect(line.getByText('1 unread')).toBeAttached();
  const chat = await openFromList(ana, 'The exam');
  await chat.sees('It is on Friday.', 'them');
  await expect(ana.getByText('Only staff write in announcements.')).toBeVisible();
  await expect(chat.box).toHaveCount(0);
  await staff.say('And a pen.');
  await chat.sees('And a pen.', 'them');
  await ana.goto(`${parley.url}/account/`);
  await staff.say('No telephones.');
  // What was read does not count again; the last of it may have had no time to be stored.
  await expect(line.getByText(/^[12] unread$/)).toBeAttached();
  await openFromList(ana, 'The exam');

  await staff.page.getByRole('button', { name: 'Close conversation' }).click();
  await staff.page.getByRole('button', { name: 'Delete', exact: true }).first().click();
  await staff.page.getByRole('button', { name: 'Delete for everybody' }).click();
  await expect(chat.messages('It is on Friday.')).toHaveCount(0);
  await expect(ana.getByText('This conversation was deleted.')).toBeVisible();
});

test('[U3] a department asks another one, and a colleague goes on in its name', async ({
  api,
  agent,
}) => {
  const [phil, cora, paul] = [
    await api.createAgent('phil', 'Phil Ohm'),
    await api.createAgent('cora', 'Cora Base'),
    await api.createAgent('paul', 'Paul Volt'),
  ];
  await api.createDepartment('Physics', 'learning', [phil, paul]);
  await api.createDepartment('Chemistry', 'learning', [cora]);

  const chemist = await agent({ who: cora });
  const physicist = await agent({ who: phil, available: false });
  await beginInConsole(physicist.page, 'Thread to another department');
  const dialog = physicist.page.getByRole('dialog', { name: 'New conversation' });
  await dialog.getByRole('button', { name: 'Begin' }).click();
  await expect(dialog.getByRole('alert')).toHaveText('Choose a department.');
  await dialog.getByLabel('From').selectOption({ label: 'Physics' });
  await dialog.getByLabel('To', { exact: true }).selectOption({ label: 'Chemistry' });
  await dialog.getByLabel('Subject').fill('Shared laboratory');
  await dialog.getByRole('button', { name: 'Begin' }).click();
  await physicist.say('May we have it on Monday?');

  await chemist.open('Physics');
  await chemist.sees('May we have it on Monday?', 'them');
  await chemist.say('Until noon');
  await physicist.sees('Until noon', 'them');

  const colleague = await agent({ who: paul, available: false });
  await colleague.page.getByRole('button', { name: /^Groups/ }).click();
  await colleague.page.getByRole('list', { name: 'Groups' }).getByRole('link').first().click();
  await colleague.sees('Until noon');
  await expect(colleague.box).toHaveCount(0);
  await colleague.page.getByRole('button', { name: 'Write for Physics' }).click();
  await colleague.say('Noon is fine');
  await chemist.sees('Noon is fine', 'them');
});

test('[L1] [U8] a student asks the course, and ends and deletes the conversation', async ({
  parley,
  api,
  agent,
  person,
}) => {
  const ira = await api.createAgent('ira', 'Ira Stein');
  await api.createDepartment('Physics', 'learning', [ira]);
  const ana = await openCustomer(await person(), parley, 'Ana Sousa');
  await api.enrol('Physics', emailOf('Ana Sousa'));
  const instructor = await agent({ who: ira });
  await ana.reload();
  await ana.getByRole('link', { name: 'Ask Physics' }).click();
  const chat = createChatView(ana);
  await chat.say('What is a photon?');
  await instructor.open('Ana Sousa');
  await instructor.sees('What is a photon?', 'them');
  await instructor.say('A quantum of light.');
  await chat.sees('A quantum of light.', 'them');

  await ana.goto(`${parley.url}/account/`);
  const line = ana.getByRole('list', { name: 'Conversations' }).getByRole('listitem');
  await expect(line).toContainText('Course');
  await line.getByRole('button', { name: 'End Physics' }).click();
  await ana.getByRole('button', { name: 'End it' }).click();
  await expect(line).toContainText('Closed');
  await line.getByRole('button', { name: 'Delete Physics' }).click();
  await ana.getByRole('button', { name: 'Delete for everybody' }).click();
  await expect(ana.getByText('No conversations yet')).toBeVisible();
  await expect(instructor.messages('What is a photon?')).toHaveCount(0);
});

test('[L4] a long list is filtered as one types, and the keyboard goes on into it', async ({
  parley,
  api,
  agent,
}) => {
  await api.createDepartment('Physics', 'learning');
  const staff = await agent({ available: false });
  const { page } = staff;
  const own = await page.request.get(`${parley.url}/api/me/departments`);
  const { departments } = v.parse(ownDepartmentsAnswer, await own.json());
  const physics = departments.find(({ name }) => name === 'Physics')?.id ?? '';
  for (const title of ['Optics', 'Heat', 'Waves', 'Atoms', 'Gravity', 'Électricité']) {
    const data = { kind: 'discussion', title };
    const begun = await page.request.post(`${parley.url}/api/departments/${physics}/groups`, {
      data,
      headers: { origin: parley.url },
    });
    expect(begun.status()).toBe(201);
  }
  await page.getByRole('button', { name: /^Groups/ }).click();
  const rows = page.getByRole('list', { name: 'Groups' }).getByRole('listitem');
  await expect(rows.filter({ hasText: 'Électricité' })).toBeVisible();
  const box = page.getByRole('searchbox', { name: 'Filter conversations' });
  await box.fill('elec');
  await expect(rows).toHaveCount(1);
  expect(await barriers(page, 'dark')).toEqual([]);
  await box.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Électricité', level: 2 })).toBeVisible();
  await box.fill('nothing like that');
  await expect(page.getByText('No conversation fits.')).toBeVisible();
  await box.press('Escape');
  await expect(rows.filter({ hasText: 'Optics' })).toBeVisible();
});
