import { expect, test } from 'vitest';
import { describeArchive } from './archive.contract.ts';
import { createManualClock, createWorld } from './archive.fixture.ts';
import { createSqliteArchive } from './sqlite-archive.ts';

describeArchive('sqlite archive', createSqliteArchive);

test('[W1] nothing is acknowledged before the commit, and nothing where it fails', async () => {
  const clock = createManualClock();
  const world = await createWorld({
    clock: {
      now: clock.now,
      after(_delayMs, task) {
        const timer = setImmediate(task);
        return () => clearImmediate(timer);
      },
    },
  });
  const { conversation, client } = await world.converse();
  const append = async () =>
    world.archive.append({
      conversation,
      uploader: client.participant,
      appends: [{ log: client.log, from: 0, entries: [bytes] }],
    });
  const bytes = await client.write('message', { text: 'hello' });

  await world.database.schema.alterTable('entries').renameTo('entries_gone').execute();
  await expect(append()).rejects.toThrow();
  expect(world.archive.isHealthy()).toBe(false);
  expect(world.faults).not.toEqual([]);

  await world.database.schema.alterTable('entries_gone').renameTo('entries').execute();
  const logs = await world.database.selectFrom('logs').select('next').execute();
  expect(logs.map((it) => it.next)).toEqual([0, 0]);
  const result = await append();
  expect(result.ok && result.value.receipts.length).toBe(1);
  expect(world.archive.isHealthy()).toBe(true);
  await world.close();
});
