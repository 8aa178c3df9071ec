import { expect, test } from './support/test.ts';

test('an admin reads the transcript of a closed conversation, and finds words in it', async ({
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
  const search = page.getByRole('searchbox', { name: 'Search transcripts', exact: true });
  await search.fill('peculiar');
  await search.press('Enter');
  const hit = page
    .getByRole('main')
    .getByText(/peculiar/)
    .first();
  await expect(hit).toBeVisible();
  await hit.click();
  await expect(page.getByText('My heat pump makes a peculiar noise').first()).toBeVisible();
  await expect(page.getByText('Please send a recording').first()).toBeVisible();
  await expect(page.getByText(/verified/i).first()).toBeVisible();

  await search.or(page.getByRole('searchbox')).first().fill('submarine');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/no(thing| |t )/i).first()).toBeVisible();
});
