import { expect, test } from './support/test.ts';

test('messages written while nobody is available wait, and arrive in order', async ({
  client,
  agent,
}) => {
  const visitor = await client();
  await visitor.say('Is anyone there?');
  await visitor.say('I will wait.');
  await visitor.isIn('I will wait.', 'saved');

  const console = await agent();
  await expect(console.conversations).toHaveCount(1);
  await console.open();
  await console.sees('I will wait.', 'them');
  expect(await console.texts()).toEqual(['Is anyone there?', 'I will wait.']);
});

test('the queue shows positions, and moves up when somebody is free', async ({
  api,
  client,
  agent,
}) => {
  await api.setDepartment({ agentCapacity: 1 });
  const console = await agent();
  const first = await client();
  await first.say('I am the first');
  await expect(console.conversations).toHaveCount(1);
  const second = await client();
  await second.say('I am the second');
  await expect(second.page.getByText('You are number 1 in the queue')).toBeVisible();
  const third = await client();
  await third.say('I am the third');
  await expect(third.page.getByText('You are number 2 in the queue')).toBeVisible();

  await console.open();
  await console.closeConversation();
  await expect(third.page.getByText('You are number 1 in the queue')).toBeVisible();
});

test('when an agent goes away, another one gets the conversation', async ({
  api,
  client,
  agent,
}) => {
  await api.setDepartment({ graceMs: 1000 });
  const ada = await agent({ who: await api.createAgent('ada', 'Ada') });
  const visitor = await client();
  await visitor.say('Hello');
  await expect(ada.conversations).toHaveCount(1);
  await ada.open();
  await ada.say('This is Ada');
  await visitor.sees('This is Ada');

  const ben = await agent({ who: await api.createAgent('ben', 'Ben') });
  await expect(ben.conversations).toHaveCount(0);
  await ada.page.close();
  await expect(ben.conversations).toHaveCount(1);
  await ben.open();
  await ben.sees('This is Ada');
  await ben.say('Ben goes on');
  await visitor.sees('Ben goes on');
});
