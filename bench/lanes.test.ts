import { expect, test } from 'vitest';
import { inLanes } from './lanes.ts';

test('tasks begin in their order, never more than there are lanes, and results keep the order', async () => {
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const done = inLanes([0, 1, 2], 2, async (task) => {
    begun.push(task);
    await new Promise<void>((end) => (ends[task] = end));
    return `result ${task}`;
  });
  expect(begun).toEqual([0, 1]);
  ends[1]?.();
  await expect.poll(() => begun).toEqual([0, 1, 2]);
  ends[2]?.();
  ends[0]?.();
  expect(await done).toEqual(['result 0', 'result 1', 'result 2']);
});

test('one lane takes them one after the other', async () => {
  let running = 0;
  const most = await inLanes([1, 2, 3], 1, async () => {
    running += 1;
    const now = running;
    await Promise.resolve();
    running -= 1;
    return now;
  });
  expect(most).toEqual([1, 1, 1]);
});
