import { isKept } from './support/kept.ts';
import { expect, test } from './support/test.ts';

test('a reload loses nothing, on both sides', async ({ client, agent }) => {
  const visitor = await client();
  await visitor.say('Before the reload');
  const console = await agent();
  await console.open();
  await console.sees('Before the reload');
  await console.say('An answer');
  await visitor.sees('An answer');

  await visitor.page.reload();
  await visitor.sees('Before the reload', 'me');
  await visitor.sees('An answer', 'them');
  await visitor.say('After the reload');
  await console.sees('After the reload', 'them');

  await console.page.reload();
  await console.open();
  await console.sees('After the reload');
  expect(await console.texts()).toEqual(['Before the reload', 'An answer', 'After the reload']);
  await visitor.linkIs('direct');
});

test('the next day the conversation is there at once, also with the server stopped', async ({
  parley,
  person,
  client,
}) => {
  const context = await person();
  const yesterday = await client({ context });
  await yesterday.say('See you tomorrow');
  await yesterday.isIn('See you tomorrow', 'saved');
  await isKept(yesterday.page);
  await yesterday.page.close();

  await parley.stop();
  const today = await client({ context });
  await today.sees('See you tomorrow', 'me');
  await today.linkIs('offline');

  await today.say('Written offline');
  await today.isIn('Written offline', 'sending');
  await today.page.reload();
  await today.isIn('Written offline', 'sending');

  await parley.start();
  await today.linkIs('server');
  await today.isIn('Written offline', 'saved');
});

test('what is written while the server is away goes out once, when it is back', async ({
  parley,
  client,
  agent,
}) => {
  const visitor = await client();
  await visitor.say('With the server');
  await visitor.isIn('With the server', 'saved');
  await parley.stop();
  await visitor.linkIs('offline');
  await visitor.say('Without it, one');
  await visitor.say('Without it, two');
  await visitor.isIn('Without it, two', 'sending');

  await parley.start();
  await visitor.linkIs('server');
  await visitor.isIn('Without it, two', 'saved');
  const console = await agent();
  await console.open();
  await console.sees('Without it, two');
  expect(await console.texts()).toEqual(['With the server', 'Without it, one', 'Without it, two']);
});

test('the very first message may be written while the server is away', async ({
  parley,
  client,
  agent,
}) => {
  const visitor = await client();
  await expect(visitor.box).toBeVisible();
  await parley.stop('SIGKILL');
  await visitor.say('Nobody hears me yet');
  await visitor.isIn('Nobody hears me yet', 'sending');
  await parley.start();
  await visitor.linkIs('server');
  const console = await agent();
  await expect(console.conversations).toHaveCount(1);
  await console.open();
  await console.sees('Nobody hears me yet', 'them');
});
