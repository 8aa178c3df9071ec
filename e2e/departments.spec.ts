import type { Locator, Page } from '@playwright/test';
import { consoleOn, signIn } from './support/console-page.ts';
import { takeLooks } from './support/looks.ts';
import { expect, test } from './support/test.ts';

async function addWorker(page: Page, number: number): Promise<void> {
  await page.getByRole('button', { name: 'Add worker' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a worker' });
  await dialog.getByLabel('Name', { exact: true }).fill(`Worker ${number}`);
  await dialog.getByLabel('User name').fill(`worker-${number}`);
  await dialog.getByLabel('Password').fill('long enough for anybody');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
}

test('[U4] [U7] an admin makes a department from a preset, adds a member and hours, and the sixth worker is refused', async ({
  parley,
  person,
  api,
  expectedErrors,
}) => {
  expectedErrors.push(/status of 409/);
  await api.createAgent('ada', 'Ada Byron');
  const page = await (await person()).newPage();
  await page.goto(`${parley.url}/console/`);
  await signIn(page, parley.admin);
  await expect(consoleOn(page).available).toBeVisible();
  await page.getByRole('link', { name: 'Departments' }).click();
  const departments = page.getByRole('list', { name: 'Departments' });
  await expect(departments.getByRole('listitem', { name: 'Support' })).toBeVisible();

  await page.getByRole('button', { name: 'New department' }).click();
  const dialog = page.getByRole('dialog', { name: 'New department' });
  await dialog.getByRole('button', { name: 'Create' }).click();
  await expect(dialog.getByRole('alert')).toHaveText('Write a name.');
  await dialog.getByLabel('Name', { exact: true }).fill('support');
  await dialog.getByRole('button', { name: 'Create' }).click();
  await expect(dialog.getByRole('alert')).toHaveText('Another department has this name.');
  await dialog.getByLabel('Name', { exact: true }).fill('School of Chemistry');
  await dialog.getByLabel('Institution').check();
  await dialog.getByRole('button', { name: 'Create' }).click();
  await expect(page.getByRole('heading', { name: 'School of Chemistry' })).toBeVisible();

  const policies = page.getByRole('form', { name: 'Policies' });
  await expect(policies.getByLabel('Only who asked')).toBeChecked();
  await expect(policies.getByRole('radio', { name: /^Masked/ })).toBeChecked();
  await policies.getByLabel('Workers at most').fill('many');
  await expect(policies.getByRole('alert')).toHaveText('Write a whole number from 0 to 1000.');
  await policies.getByRole('button', { name: 'Undo changes' }).click();
  await expect(policies.getByLabel('Workers at most')).toHaveValue('5');
  // [L1] What shows names is not said where they are masked.
  await policies.getByLabel('Study group').check();
  await policies.getByRole('button', { name: 'Save' }).click();
  await expect(policies.getByRole('alert')).toBeVisible();
  await policies.getByRole('button', { name: 'Undo changes' }).click();
  await expect(policies.getByLabel('Study group')).not.toBeChecked();

  await page.getByLabel('Add a member').selectOption({ label: 'Ada Byron (ada), Agent' });
  await page.getByRole('button', { name: 'Add member' }).click();
  const members = page.getByRole('list', { name: 'Members' });
  await expect(members.getByRole('listitem', { name: 'Ada Byron' })).toBeVisible();
  await members.getByLabel('Position of Ada Byron').selectOption('Head');

  const hours = page.getByRole('form', { name: 'Opening hours' });
  await hours.getByLabel('By the clock').check();
  await hours.getByLabel('Time zone').fill('Europe/Atlantis');
  await expect(hours.getByRole('alert')).toContainText('Choose a time zone');
  await hours.getByLabel('Time zone').fill('Europe/Berlin');
  await hours.getByLabel('Monday, until').fill('08:00');
  await expect(hours.getByRole('alert')).toHaveText('Hours must end after they begin.');
  await hours.getByLabel('Monday, until').fill('12:00');
  await hours.getByRole('button', { name: 'Add hours on Monday' }).click();
  await hours.getByLabel('Monday, from').last().fill('13:00');
  await hours.getByLabel('Monday, until').last().fill('17:30');
  await hours.getByLabel('Holidays', { exact: true }).fill('2026-12-24');
  await hours.getByRole('button', { name: 'Add holiday' }).click();
  await hours.getByRole('button', { name: 'Save' }).click();
  await expect(hours.getByText('Saved.')).toBeVisible();

  for (let number = 1; number <= 5; number += 1) {
    await addWorker(page, number);
    await expect(page.getByRole('list', { name: 'Workers' }).getByRole('listitem')).toHaveCount(
      number,
    );
  }
  await addWorker(page, 6);
  const sixth = page.getByRole('dialog', { name: 'Add a worker' });
  await expect(sixth.getByRole('alert')).toHaveText(
    'This department has 5 workers, and no more are allowed.',
  );
  await page.keyboard.press('Escape');

  await page.reload();
  await expect(page.getByLabel('Monday, until').last()).toHaveValue('17:30');
  await expect(members.getByLabel('Position of Ada Byron')).toHaveValue('head');
  await expect(page.getByText('5 of 5.')).toBeVisible();
  await page.getByRole('button', { name: 'Delete Worker 3' }).click();
  await page.getByRole('button', { name: 'Delete worker', exact: true }).click();
  await expect(page.getByRole('list', { name: 'Workers' }).getByRole('listitem')).toHaveCount(4);
});

test('an admin makes a bot whose key is shown once, and revokes it', async ({ parley, person }) => {
  const page = await (await person()).newPage();
  await page.goto(`${parley.url}/console/`);
  await signIn(page, parley.admin);
  await page.getByRole('link', { name: 'Departments' }).click();
  await page.getByRole('button', { name: 'New bot' }).click();
  const dialog = page.getByRole('dialog', { name: 'New bot' });
  await dialog.getByLabel('Name', { exact: true }).fill('Helper');
  await dialog.getByLabel('User name').fill('helper');
  await dialog.getByRole('button', { name: 'Make bot' }).click();
  const key = page.getByRole('textbox', { name: 'Key' });
  await expect(key).toHaveValue(/^key_[A-Za-z0-9_-]{43}$/);
  const secret = await key.inputValue();
  await page.getByRole('button', { name: 'Done' }).click();
  const bot = page.getByRole('list', { name: 'Bots' }).getByRole('listitem', { name: 'Helper' });
  await expect(bot).toContainText(secret.slice(0, 10));
  await expect(page.getByText(secret)).toHaveCount(0);
  const signInWith = () =>
    fetch(`${parley.url}/api/bot-sessions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'helper' }),
    });
  expect((await signInWith()).status).toBe(201);
  await bot.getByRole('button', { name: /^Revoke/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke key', exact: true }).click();
  await expect(bot.getByText('Revoked')).toBeVisible();
  expect((await signInWith()).status).toBe(401);
});

test('[U9] a head who is no admin sees the department, and makes its workers', async ({
  parley,
  person,
  api,
}) => {
  const ada = await api.createAgent('ada', 'Ada Byron');
  const admin = await (await person()).newPage();
  await admin.goto(`${parley.url}/console/`);
  await signIn(admin, parley.admin);
  await admin.getByRole('link', { name: 'Departments' }).click();
  await admin.getByRole('link', { name: /^Linear Algebra/ }).click();
  await admin.getByLabel('Add a member').selectOption({ label: 'Ada Byron (ada), Agent' });
  await admin.getByRole('button', { name: 'Add member' }).click();
  await admin.getByLabel('Position of Ada Byron').selectOption('Head');
  await expect(admin.getByLabel('Position of Ada Byron')).toHaveValue('head');

  const page = await (await person()).newPage();
  await page.goto(`${parley.url}/console/`);
  await signIn(page, ada);
  await page.getByRole('link', { name: 'Departments' }).click();
  const rows = page.getByRole('list', { name: 'Departments' }).getByRole('listitem');
  await expect(rows).toHaveCount(2);
  await expect(page.getByRole('button', { name: 'New department' })).toHaveCount(0);
  await page.getByRole('link', { name: /^Linear Algebra/ }).click();
  await expect(page.getByRole('list', { name: 'Members' })).toContainText('Admin');
  await expect(page.getByRole('form', { name: 'Policies' })).toHaveCount(0);
  await addWorker(page, 1);
  await expect(page.getByRole('list', { name: 'Workers' }).getByRole('listitem')).toHaveCount(1);

  // A worker is given conversations, and has no lists to take them from.
  const worker = await (await person()).newPage();
  await worker.goto(`${parley.url}/console/`);
  await worker.evaluate(() => sessionStorage.setItem('parley.list.shown', 'queue'));
  await signIn(worker, { username: 'worker-1', password: 'long enough for anybody' });
  const lists = worker.getByRole('group', { name: 'Which conversations' }).getByRole('button');
  // Beside a name stands how many wait, once that is known.
  await expect(lists).toHaveText([/^Mine/, /^Groups/]);
  await expect(lists.first()).toHaveAttribute('aria-pressed', 'true');
});

test('outside of the hours the chat says so, and when somebody is back', async ({
  api,
  client,
}) => {
  const none = { tuesday: [], wednesday: [], thursday: [], friday: [], saturday: [], sunday: [] };
  // A minute of one day a week: whenever this runs, it is closed, but for once in a blue moon.
  const monday = [{ from: '03:33', to: '03:34' }];
  await api.setDepartment({
    offlineMessage: 'The office is closed.',
    hours: {
      kind: 'week',
      timeZone: 'Pacific/Chatham',
      week: { ...none, monday },
      holidays: [],
    },
  });
  const { page } = await client();
  await expect(page.getByText(/^The office is closed\. We open .+, \d\d:\d\d\.$/)).toBeVisible();
});

test('[L7] the audit log is filtered and exported', async ({ parley, person, expectedErrors }) => {
  expectedErrors.push(/status of 401/);
  const page = await (await person()).newPage();
  await page.goto(`${parley.url}/console/`);
  await signIn(page, { username: 'admin', password: 'not the password' });
  await expect(page.getByRole('alert')).toContainText(/password/i);
  await signIn(page, parley.admin);
  await page.getByRole('link', { name: 'Audit' }).click();
  const rows = page.getByRole('row');
  await expect(rows.filter({ hasText: 'Sign-in failed' })).toHaveCount(1);
  await page.getByLabel('What').selectOption('Signed in');
  await page.getByRole('button', { name: 'Filter' }).click();
  await expect(rows.filter({ hasText: 'Sign-in failed' })).toHaveCount(0);
  await expect(rows.filter({ hasText: 'Signed in' })).toHaveCount(1);
  await page.getByLabel('Who').fill('nobody-here');
  await page.getByRole('button', { name: 'Filter' }).click();
  await expect(page.getByText('Nothing like this happened')).toBeVisible();
  await page.getByLabel('Who').fill('');
  await page.getByRole('button', { name: 'Filter' }).click();
  await expect(rows.filter({ hasText: 'Signed in' })).toHaveCount(1);
  await page.getByLabel('What').selectOption('Department created');
  await page.getByLabel('Department', { exact: true }).selectOption('School of Physics');
  await page.getByRole('button', { name: 'Filter' }).click();
  await expect(rows.filter({ hasText: 'Department created' })).toHaveCount(1);
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Export as CSV' }).click();
  expect((await download).suggestedFilename()).toBe('parley-audit.csv');
});

test('departments and audit fit, by day and night, on a phone and a desktop', async ({
  parley,
  person,
}) => {
  const page = await (await person()).newPage();
  const take = (name: string, part?: Locator) =>
    takeLooks(page, name, {
      widths: [375, 1440],
      ...(part === undefined ? {} : { show: () => part.scrollIntoViewIfNeeded() }),
    });
  await page.goto(`${parley.url}/console/`);
  await signIn(page, parley.admin);
  await page.getByRole('link', { name: 'Departments' }).click();
  await expect(page.getByRole('list', { name: 'Departments' })).toBeVisible();
  await take('departments');
  await page.getByRole('link', { name: /^Support/ }).click();
  await page.getByLabel('By the clock').check();
  await take('hours', page.getByRole('form', { name: 'Opening hours' }));
  await take('policies', page.getByRole('form', { name: 'Policies' }));
  await take('members', page.getByRole('region', { name: 'Members' }));
  await page.getByRole('link', { name: 'Audit' }).click();
  await expect(page.getByRole('table')).toBeVisible();
  await take('audit');
});
