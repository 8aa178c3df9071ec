import { expect, test } from './support/test.ts';

for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
  test(`[W5] two who talk directly go on while the server is away (${signal}), and the archive catches up`, async ({
    parley,
    api,
    client,
    agent,
  }) => {
    const visitor = await client();
    await visitor.say('Before');
    const console = await agent();
    await console.open();
    await console.sees('Before');
    await visitor.linkIs('direct');
    await console.linkIs('direct');

    await parley.stop(signal);
    await visitor.say('Are you still there?');
    await console.sees('Are you still there?', 'them');
    await console.say('Of course.');
    await visitor.sees('Of course.', 'them');
    await visitor.isIn('Are you still there?', 'delivered', 'read');

    await parley.start();
    await visitor.say('After');
    await console.sees('After', 'them');
    await visitor.linkIs('direct');
    const expected = ['Before', 'Are you still there?', 'Of course.', 'After'];
    expect(await visitor.texts()).toEqual(expected);
    expect(await console.texts()).toEqual(expected);

    // Another browser has no replica: what it sees, the archive told it.
    const elsewhere = await agent();
    await elsewhere.open();
    await elsewhere.sees('After');
    expect(await elsewhere.texts()).toEqual(expected);
    const [conversation] = await api.archived();
    const verdicts = await api.verdicts(conversation?.conversation ?? '');
    expect(verdicts.quarantined).toBe(0);
    expect(verdicts.accepted).toBeGreaterThanOrEqual(expected.length);
  });
}
