import { expect, test } from './support/test.ts';

test('[C3] [C4] a visitor leaves a ticket while nobody is available, and an admin assigns it', async ({
  api,
  client,
  agent,
}) => {
  const visitor = await client();
  await visitor.page.getByLabel('Subject').fill('a'.repeat(151));
  await expect(visitor.page.getByText('A subject has at most 150 characters.')).toBeVisible();
  await visitor.page.getByLabel('Subject').fill('The meter is dark');
  await visitor.say('Since yesterday evening');
  const ticket = visitor.page.getByRole('region', { name: 'Your ticket' });
  await expect(ticket).toContainText('The meter is dark');
  await expect(ticket).toContainText('Received');
  const number = /#[2-9A-Z]{5}/.exec(await ticket.innerText())?.[0] ?? '';
  expect(number).not.toBe('');

  const ada = await agent({ who: await api.createAgent('ada', 'Ada'), available: false });
  const boss = await agent({ available: false });
  await boss.page.getByRole('link', { name: 'Tickets' }).click();
  const row = boss.page.getByRole('list', { name: 'Tickets' }).getByRole('listitem');
  await expect(row).toContainText(number);
  await expect(row).toContainText('New');
  await row.getByRole('button', { name: `Assign ${number}` }).click();
  const dialog = boss.page.getByRole('dialog', { name: 'Assign' });
  await dialog.getByRole('radio', { name: /Ada/ }).check();
  await dialog.getByRole('button', { name: 'Assign', exact: true }).click();

  await expect(row).toContainText('Assigned');
  await expect(row).toContainText('With Ada');
  await expect(ticket).toContainText('Being worked on');
  await expect(ada.conversations).toHaveCount(1);
  await ada.open();
  await ada.sees('Since yesterday evening');
  await ada.say('Which light is off?');
  await visitor.sees('Which light is off?', 'them');
  await ada.page.getByRole('button', { name: `Status of ${number}: Assigned. Change it` }).click();
  await ada.page.getByRole('menuitem', { name: 'Waiting for customer' }).click();
  await expect(ticket).toContainText('Waiting for you');
  await visitor.say('The green one');
  await expect(ticket).toContainText('Being worked on');
  await expect(row).toContainText('Assigned');
});

test('[C1] [C3] who asks for a ticket by the address gets to name it, also while somebody is available', async ({
  client,
  agent,
}) => {
  const console = await agent();
  const visitor = await client({ query: '?ticket' });
  await visitor.page.getByLabel('Subject').fill('A second meter');
  await visitor.say('Please install one');
  await expect(visitor.page.getByRole('region', { name: 'Your ticket' })).toContainText(
    'Being worked on',
  );
  await expect(console.conversations).toContainText('A second meter');
});
