import { expect, test } from './support/test.ts';

test('a bot answers, a person takes over, and they talk directly', async ({
  parley,
  api,
  demoClient,
  agent,
}) => {
  await api.setDepartment({ firstAnswer: 'bots' });
  await parley.bots('faq');

  const client = await demoClient();
  await client.say('Where do I find my bill?');
  await client.sees(/Bills come once a year/, 'bot');
  await client.linkIs('direct');
  await client.isIn('Where do I find my bill?', 'read');

  await client.say('Can I talk to a person?');
  await client.sees(/I am getting a person/, 'bot');

  const console = await agent();
  await expect(console.conversations).toHaveCount(1);
  await console.open();
  await console.sees('Where do I find my bill?', 'them');
  await console.sees(/Bills come once a year/, 'bot');

  await console.say('Good day, this is a person.');
  await client.sees('Good day, this is a person.', 'them');
  await client.linkIs('direct');
  await console.linkIs('direct');
  await console.isIn('Good day, this is a person.', 'read');

  await client.say('How nice.');
  await console.sees('How nice.', 'them');
  await client.isIn('How nice.', 'read');
});

test('each side sees the other one type', async ({ client, agent }) => {
  const visitor = await client();
  await visitor.say('Hello');
  const console = await agent();
  await console.open();
  await console.sees('Hello');

  await console.box.pressSequentially('Just a mom');
  await expect(visitor.status.filter({ hasText: /is typing/ })).toBeVisible();
  await console.say('Here I am');
  await visitor.sees('Here I am');
  await expect(visitor.status.filter({ hasText: /is typing/ })).toHaveCount(0);

  await visitor.box.pressSequentially('So');
  await expect(console.status.filter({ hasText: /is typing/ }).first()).toBeVisible();
});

test("a message's state goes from saved over delivered to read, and never back", async ({
  client,
  agent,
}) => {
  const console = await agent();
  const visitor = await client();
  await visitor.say('First');
  await expect(console.conversations).toHaveCount(1);
  // The console holds the conversation without showing it: delivered, and not read.
  await visitor.isIn('First', 'delivered');
  await console.open();
  await visitor.isIn('First', 'read');
});

test('the built-in bots answer as they are asked for', async ({ parley, api, client }) => {
  await api.setDepartment({ firstAnswer: 'bots' });
  await parley.bots('reverse', 'mat');
  const reversed = await client({ query: '?with=reverse' });
  await reversed.say('one two three');
  await reversed.sees('three two one', 'bot');
  const matted = await client({ query: '?with=mat' });
  await matted.say('Hello, world!');
  await matted.sees('Mat, mat!', 'bot');
});

test('a bot that was restarted answers what came meanwhile, and nothing twice', async ({
  parley,
  api,
  client,
}) => {
  await api.setDepartment({ firstAnswer: 'bots', graceMs: 60_000 });
  const stop = await parley.bots('reverse');
  const visitor = await client({ query: '?with=reverse' });
  await visitor.say('one two');
  await visitor.sees('two one', 'bot');
  await stop();
  await visitor.say('three four');
  await visitor.isIn('three four', 'saved');
  await parley.bots('reverse');
  await visitor.sees('four three', 'bot');
  await visitor.sees('two one', 'bot');
});
