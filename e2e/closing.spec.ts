import { expect, test } from './support/test.ts';

test('closing ends the conversation for both, and the client can start another', async ({
  client,
  agent,
}) => {
  const visitor = await client();
  await visitor.say('A short question');
  const console = await agent();
  await console.open();
  await console.sees('A short question');
  await console.closeConversation();

  await expect(
    visitor.page.getByText('This conversation is closed. You can still read it.'),
  ).toBeVisible();
  await expect(console.conversations).toHaveCount(0);

  await visitor.page.getByRole('button', { name: 'Start a new conversation' }).click();
  await visitor.say('Another question');
  await expect(console.conversations).toHaveCount(1);
  await console.open();
  await console.sees('Another question', 'them');
  await expect(console.messages('A short question')).toHaveCount(0);
});

test('[U8] whoever raised a conversation ends it and deletes it, in the widget', async ({
  client,
  agent,
}) => {
  const visitor = await client();
  await visitor.say('My number is 4711');
  const console = await agent();
  await console.open();
  await console.sees('My number is 4711');

  const { page } = visitor;
  const yes = (name: string) =>
    page.getByRole('dialog').getByRole('button', { name, exact: true }).click();
  await page.getByRole('button', { name: 'End conversation' }).click();
  await yes('End');
  await expect(page.getByText('This conversation is closed.')).toBeVisible();
  await expect(console.conversations).toHaveCount(0);

  await page.getByRole('button', { name: 'Delete it' }).click();
  await yes('Delete');
  await expect(visitor.messages('My number is 4711')).toHaveCount(0);
  await expect(visitor.box).toBeEnabled();
  await page.reload();
  await expect(visitor.box).toBeEnabled();
  await expect(visitor.messages('My number is 4711')).toHaveCount(0);
});
