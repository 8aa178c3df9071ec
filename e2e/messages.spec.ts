import { expect, test } from './support/test.ts';
import { isKept } from './support/kept.ts';

test('[L3] both sides quote, react, edit and take back, and each sees what the other one did', async ({
  client,
  agent,
}) => {
  const visitor = await client();
  await visitor.say('When do you *open*?');
  const desk = await agent();
  await desk.open();
  await desk.sees('When do you open?');
  await expect(desk.messages('When do you open?').locator('em')).toHaveText('open');

  // The agent answers that very message.
  await desk.messages('When do you open?').hover();
  await desk.page
    .getByRole('toolbar', { name: 'Message actions' })
    .getByRole('button', { name: 'Reply', exact: true })
    .click();
  await expect(desk.page.getByText('Replying to')).toBeVisible();
  await desk.say('At nine.');
  const answer = visitor.messages('At nine.');
  await expect(answer.getByRole('button', { name: /When do you/ })).toBeVisible();

  // The visitor reacts; the agent sees who.
  await answer.hover();
  await visitor.page.getByRole('button', { name: 'React', exact: true }).click();
  await visitor.page.getByRole('button', { name: 'Thumbs up', exact: true }).click();
  await expect(answer.getByRole('button', { name: '👍 1: You' })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await expect(desk.messages('At nine.').getByRole('button', { name: /^👍 1: / })).toBeVisible();

  // With the keyboard: up in an empty box edits the last message.
  await desk.box.press('ArrowUp');
  await expect(desk.box).toHaveValue('At nine.');
  await desk.box.fill('At eight.');
  await desk.box.press('Enter');
  await expect(visitor.messages('At eight.').getByText('edited')).toBeAttached();
  await expect(visitor.messages('At nine.')).toHaveCount(0);
  await expect(desk.box).toHaveValue('');

  // Details: earlier texts for whoever may see them.
  await desk.messages('At eight.').hover();
  await desk.page.getByRole('button', { name: 'Details', exact: true }).click();
  const details = desk.page.getByRole('dialog', { name: 'Details of the message' });
  await expect(details).toContainText('At nine.');
  await expect(details).toContainText('Read');
  await desk.page.keyboard.press('Escape');
  await expect(details).toBeHidden();

  await visitor.messages('At eight.').hover();
  await visitor.page.getByRole('button', { name: 'Details', exact: true }).click();
  await expect(
    visitor.page.getByRole('dialog', { name: 'Details of the message' }),
  ).not.toContainText('At nine.');
  await visitor.page.keyboard.press('Escape');

  // The visitor takes the question back; the quotation goes with it.
  await visitor.messages('When do you open?').first().hover();
  await visitor.page.getByRole('button', { name: 'Delete for everybody' }).click();
  await expect(desk.messages('This message was removed.').first()).toBeVisible();
  await expect(desk.page.getByText('When do you')).toHaveCount(0);
  await visitor.page.reload();
  await visitor.sees('At eight.');
  await expect(visitor.messages('When do you open?')).toHaveCount(0);
});

test('the keyboard goes through messages, and does to them what the mouse does', async ({
  client,
}) => {
  const visitor = await client();
  await visitor.say('one');
  await visitor.say('two');
  await visitor.isIn('two', 'saved');
  // What a page loads when it is idle is there: no person is as quick as this test.
  await isKept(visitor.page);
  await visitor.log.focus();
  await visitor.page.keyboard.press('Enter');
  await visitor.page.keyboard.press('ArrowUp');
  await visitor.page.keyboard.press('Enter');
  await visitor.page.keyboard.press('ArrowRight');
  await expect(visitor.page.getByRole('button', { name: 'Reply', exact: true })).toBeFocused();
  await visitor.page.keyboard.press('Enter');
  await expect(visitor.box).toBeFocused();
  await expect(visitor.page.getByText('Replying to')).toBeVisible();
  await visitor.page.keyboard.press('Escape');
  await expect(visitor.page.getByText('Replying to')).toHaveCount(0);
});

test('emoji are searched and take a skin tone; few of them alone are large', async ({ client }) => {
  const visitor = await client();
  await visitor.box.fill('');
  await visitor.page.getByRole('button', { name: 'Emoji', exact: true }).click();
  const picker = visitor.page.getByRole('dialog', { name: 'Emoji' });
  await picker.getByRole('combobox', { name: 'Skin tone' }).selectOption('🏽');
  await picker.getByRole('searchbox', { name: 'Search emoji' }).fill('thumbs up');
  await picker.getByRole('button', { name: 'thumbs up', exact: true }).click();
  await expect(visitor.box).toHaveValue('👍🏽');
  await visitor.box.press('Enter');
  await expect(visitor.messages('👍🏽').locator('.bubble')).toHaveAttribute('data-large', 'true');
});
