import { expect, test } from './support/test.ts';

test('[U2] an agent passes a conversation on with a note, and the other one takes it up', async ({
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

  const ben = await agent({ who: await api.createAgent('ben', 'Ben') });
  await ada.page.getByRole('button', { name: 'More', exact: true }).click();
  await ada.page.getByRole('menuitem', { name: 'Pass on' }).click();
  const dialog = ada.page.getByRole('dialog', { name: 'Pass on' });
  await dialog.getByRole('radio', { name: /Ben/ }).check();
  await dialog.getByLabel('Note').fill('Wants a refund; be kind.');
  await dialog.getByRole('button', { name: 'Pass on', exact: true }).click();

  await expect(ada.conversations).toHaveCount(0);
  await expect(ben.conversations).toHaveCount(1);
  await ben.open();
  await ben.sees('My invoice is wrong');
  await expect(ben.page.getByRole('region', { name: 'Passed on' })).toContainText(
    'Wants a refund; be kind.',
  );
  await ben.say('I will look into it');
  await visitor.sees('I will look into it', 'them');
  await expect(visitor.page.getByText('refund')).toHaveCount(0);
});

test('[L6] an admin sees all conversations, watches one silently, and takes it over', async ({
  api,
  client,
  agent,
}) => {
  const ada = await agent({ who: await api.createAgent('ada', 'Ada') });
  const visitor = await client();
  await visitor.say('Is this the right place?');
  await expect(ada.conversations).toHaveCount(1);
  await ada.open();
  await ada.say('It is');

  const boss = await agent({ available: false });
  await boss.page.getByRole('button', { name: 'All', exact: true }).click();
  await boss.page.getByRole('button', { name: /^Watch / }).click();
  await boss.sees('It is');
  await expect(boss.page.getByText('You are watching.')).toBeVisible();
  await expect(boss.page.getByRole('textbox', { name: 'Message' })).toHaveCount(0);
  await visitor.say('Good, then listen');
  await boss.sees('Good, then listen');
  await expect(ada.page.getByText('reads along')).toHaveCount(0);

  await boss.page
    .getByRole('region', { name: /^Conversation with/ })
    .getByRole('button', { name: 'Take over' })
    .click();
  await boss.say('I take over here');
  await visitor.sees('I take over here', 'them');
  await expect(ada.conversations).toHaveCount(0);
});
