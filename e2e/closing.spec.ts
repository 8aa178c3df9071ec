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
