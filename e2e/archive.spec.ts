import { createChatView } from './support/chat-view.ts';
import { expect, test } from './support/test.ts';

test('an admin reads the transcript of a closed conversation, finds words in it, and deletes it', async ({
  client,
  agent,
}) => {
  const visitor = await client();
  await visitor.say('My heat pump makes a peculiar noise');
  const console = await agent();
  await console.open();
  await console.say('Please send a recording');
  await visitor.sees('Please send a recording');
  await console.closeConversation();
  await expect(console.conversations).toHaveCount(0);

  const { page } = console;
  await page.getByRole('link', { name: 'Archive', exact: true }).click();
  // The demo has two more, which are open.
  const listed = page
    .getByRole('list', { name: 'Archived conversations' })
    .getByRole('listitem')
    .filter({ hasText: 'Closed' });
  await expect(listed).toHaveCount(1);

  const search = page.getByRole('searchbox', { name: 'Search transcripts', exact: true });
  const hits = page.getByRole('list', { name: 'Search results' }).getByRole('listitem');
  await search.fill('submarine');
  await expect(page.getByText('Nothing found')).toBeVisible();
  await search.fill('peculiar');
  await expect(hits).toHaveCount(1);
  await hits.getByRole('link').click();

  const pane = page.getByRole('region', { name: 'Transcript', exact: true });
  const transcript = createChatView(page);
  await transcript.sees('My heat pump makes a peculiar noise');
  await transcript.sees('Please send a recording');
  await expect(pane.getByRole('status').filter({ hasText: /verified/i })).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);

  // What is deleted can be read by nobody, here or there.
  await pane.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(page.getByText('What was said here was deleted')).toBeVisible();
  await expect(pane.getByRole('button', { name: 'Delete', exact: true })).toHaveCount(0);
  await expect(visitor.messages(/recording|heat pump/)).toHaveCount(0);
  await search.fill('recording');
  await expect(page.getByText('Nothing found')).toBeVisible();
});
