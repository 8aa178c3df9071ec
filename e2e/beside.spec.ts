/** What staff keep beside a conversation, as two colleagues and a client live it. */
import { expect, test } from './support/test.ts';

test('[W7] a note with a mention reaches the colleague at once, and never the client', async ({
  api,
  client,
  agent,
}) => {
  const ada = await agent({ who: await api.createAgent('ada', 'Ada') });
  const visitor = await client();
  await visitor.say('My invoice is wrong');
  await expect(ada.conversations).toHaveCount(1);
  await ada.open();
  await ada.sees('My invoice is wrong');
  const ben = await agent({ who: await api.createAgent('ben', 'Ben'), available: false });

  await ada.page.getByRole('button', { name: 'Note', exact: true }).click();
  const box = ada.page.getByRole('textbox', { name: 'Note' });
  await box.pressSequentially('Secret: ask @Be');
  await ada.page.getByRole('option', { name: 'Ben' }).click();
  await box.pressSequentially('about the refund');
  await box.press('Enter');
  const note = ada.page.getByRole('article', { name: 'Note by Ada' });
  await expect(note).toContainText('Secret: ask @Ben about the refund');
  await expect(note).toContainText('Only colleagues see this');

  await ben.page.getByRole('button', { name: /^Mentions/ }).click();
  await ben.page.getByRole('button', { name: /^Look at the notes/ }).click();
  await expect(ben.page.getByRole('article', { name: 'Note by Ada' })).toContainText('@Ben');
  await expect(ben.page.getByText(/but not what was said/)).toBeVisible();
  await expect(ada.page.getByRole('img', { name: 'Ben is viewing this too.' })).toBeVisible();
  await expect(ben.page.getByRole('button', { name: 'Edit the note' })).toHaveCount(0);

  // The other way: from a message to a note about it, with a way back.
  await ada.page.getByRole('group', { name: 'What you write' }).getByText('Reply').click();
  await ada.say('I am looking');
  await visitor.sees('I am looking', 'them');
  await ada.log.getByText('My invoice is wrong').hover();
  await ada.page.getByRole('button', { name: 'Forward to a note' }).click();
  await ada.page.getByRole('textbox', { name: 'Note' }).fill('This one');
  await ada.page.getByRole('button', { name: 'Add note' }).click();
  const about = ada.page
    .getByRole('article', { name: 'Note by Ada' })
    .filter({ hasText: 'This one' });
  await expect(about.getByRole('button', { name: /My invoice is wrong/ })).toBeVisible();

  await expect(visitor.page.getByText('Secret')).toHaveCount(0);
  await visitor.page.reload();
  await visitor.sees('I am looking', 'them');
  await expect(visitor.page.getByText('Secret')).toHaveCount(0);

  // What is deleted can be taken back for a moment; a page that goes away means it.
  const secret = ada.page
    .getByRole('article', { name: 'Note by Ada' })
    .filter({ hasText: 'Secret' });
  await secret.getByRole('button', { name: 'Delete the note' }).click();
  await expect(secret).toHaveCount(0);
  await ada.page.getByRole('button', { name: 'Undo' }).click();
  await expect(secret).toBeVisible();
  await secret.getByRole('button', { name: 'Delete the note' }).click();
  await expect(secret).toHaveCount(0);
  await ada.page.reload();
  await expect(about).toBeVisible();
  await expect(secret).toHaveCount(0);
  await expect(ben.page.getByText('Secret')).toHaveCount(0);

  // Where it is closed, that is said while one writes notes, too.
  await ada.closeConversation();
  await expect(about).toBeVisible();
});

test('labels, priority and snooze arrange the list, and the filter is kept over a reload', async ({
  client,
  agent,
}) => {
  const boss = await agent({});
  const one = await client();
  await one.say('First question');
  const two = await client();
  await two.say('Second question');
  await expect(boss.conversations).toHaveCount(2);
  await boss.open('Second question');

  const panel = boss.page.getByRole('region', { name: 'Labels and priority' });
  await panel.getByRole('button', { name: 'Change labels' }).click();
  await boss.page.getByRole('menuitem', { name: 'Manage labels…' }).click();
  const dialog = boss.page.getByRole('dialog', { name: 'Labels' });
  await dialog.getByLabel('New label').fill('Billing');
  await dialog.getByRole('button', { name: 'Add label' }).click();
  await expect(dialog.getByRole('list', { name: 'Labels' })).toContainText('Billing');
  await dialog.getByRole('button', { name: 'Close' }).click();
  await panel.getByRole('button', { name: 'Change labels' }).click();
  await boss.page.getByRole('menuitem', { name: /Billing/ }).click();
  const line = boss.conversations.filter({ hasText: 'Second question' });
  await expect(line).toContainText('Billing');
  await panel.getByLabel('Priority').selectOption('urgent');
  await expect(line).toContainText('Urgent');
  await expect(boss.conversations.first()).toContainText('Second question');

  await boss.page.getByRole('button', { name: /^Filters/ }).click();
  await boss.page
    .getByRole('group', { name: 'Filters' })
    .getByLabel('Label')
    .selectOption('Billing');
  await expect(boss.conversations).toHaveCount(1);
  await boss.page.reload();
  await expect(boss.conversations).toHaveCount(1);
  await boss.page.getByRole('button', { name: /^Filters/ }).click();
  await boss.page.getByRole('button', { name: 'Clear filters' }).click();
  await expect(boss.conversations).toHaveCount(2);

  await panel.getByRole('button', { name: 'Snooze until' }).click();
  await boss.page.getByRole('menuitem', { name: 'Tomorrow' }).click();
  await expect(boss.conversations).toHaveCount(1);
  await expect(panel).toContainText('Sleeps until');
  await two.say('Anything new?');
  await expect(boss.conversations).toHaveCount(2);
  await expect(panel).toContainText('Not snoozed');
});

test('[L5] staff note things about a client, and see what that client asked before', async ({
  client,
  agent,
}) => {
  const boss = await agent({});
  const visitor = await client();
  await visitor.say('Hello');
  await expect(boss.conversations).toHaveCount(1);
  await boss.open();
  const known = boss.page.getByRole('region', { name: 'Notes about the client' });
  await known.getByRole('button', { name: 'Add' }).click();
  await known.getByLabel('What').fill('Tariff');
  await known.getByLabel('Value').fill('Green M');
  await known.getByRole('button', { name: 'Save' }).click();
  await expect(known).toContainText('Green M');
  await boss.say('Hi!');
  await visitor.sees('Hi!', 'them');
  await expect(visitor.page.getByText('Green M')).toHaveCount(0);
});
