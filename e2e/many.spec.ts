import { expect, test } from './support/test.ts';

const clients = 10;

test(`one agent holds ${clients} conversations at once`, async ({ api, client, agent }) => {
  test.setTimeout(120_000);
  await api.setDepartment({ agentCapacity: clients });
  const console = await agent();
  const visitors = [];
  for (let n = 1; n <= clients; n += 1) {
    const visitor = await client();
    await visitor.say(`Question number ${n}.`);
    visitors.push(visitor);
  }
  await expect(console.conversations).toHaveCount(clients);

  // The list orders itself by what needs attention, so each is found by what it shows last.
  for (let n = 1; n <= clients; n += 1) {
    await console.open(`Question number ${n}.`);
    await console.sees(`Question number ${n}.`, 'them');
    await console.say(`Answer number ${n}.`);
  }
  for (const [index, visitor] of visitors.entries()) {
    await visitor.sees(`Answer number ${index + 1}.`, 'them');
    await visitor.linkIs('direct');
    expect(await visitor.texts()).toEqual([
      `Question number ${index + 1}.`,
      `Answer number ${index + 1}.`,
    ]);
  }
});
