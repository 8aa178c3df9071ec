import { expect, test } from './support/test.ts';

test('agent and client in two tabs of one browser talk over WebRTC', async ({
  person,
  client,
  agent,
}) => {
  const context = await person();
  const visitor = await client({ context });
  await visitor.say('From the first tab');
  const console = await agent({ context });
  await console.open();
  await console.sees('From the first tab', 'them');
  await visitor.linkIs('direct');
  await console.linkIs('direct');
  await console.say('From the second');
  await visitor.sees('From the second', 'them');
});

test('two tabs of one client are in step', async ({ person, client, agent }) => {
  const context = await person();
  const left = await client({ context });
  await left.say('Left');
  const right = await client({ context });
  await right.sees('Left', 'me');
  await right.say('Right');
  await left.sees('Right', 'me');

  const console = await agent();
  await console.open();
  await console.sees('Right', 'them');
  await console.say('One answer for both');
  await left.sees('One answer for both', 'them');
  await right.sees('One answer for both', 'them');

  // Both write at the same moment: neither is lost, and all agree on the order.
  await Promise.all([left.say('Same moment, left'), right.say('Same moment, right')]);
  for (const page of [left, right, console]) {
    await page.sees('Same moment, left');
    await page.sees('Same moment, right');
  }
  await left.isIn('Same moment, right', 'saved', 'delivered', 'read');
  await expect.poll(() => left.texts()).toEqual(await console.texts());
  await expect.poll(() => right.texts()).toEqual(await console.texts());
});
