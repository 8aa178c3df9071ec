import { expect, test } from 'vitest';
import { createQueue } from './queue.ts';

function deferred() {
  let end: (value: string) => void = () => undefined;
  const promise = new Promise<string>((resolve) => (end = resolve));
  return { promise, end };
}

test('a task that nobody is before begins at once, the next ones one after the other', async () => {
  const queue = createQueue();
  const begun: number[] = [];
  const tasks = [deferred(), deferred(), deferred()];
  const results = tasks.map(({ promise }, n) =>
    queue.run(() => {
      begun.push(n);
      return promise;
    }),
  );
  expect(begun).toEqual([0]);
  tasks[2]?.end('c');
  tasks[0]?.end('a');
  expect(await results[0]).toBe('a');
  await expect.poll(() => begun).toEqual([0, 1]);
  tasks[1]?.end('b');
  expect(await Promise.all(results)).toEqual(['a', 'b', 'c']);
  expect(begun).toEqual([0, 1, 2]);
});

test('what a task asks for at its beginning waits for its end', async () => {
  const queue = createQueue();
  const order: string[] = [];
  let inner: Promise<void> | undefined;
  await queue.run(async () => {
    inner = queue.run(async () => void order.push('inner'));
    await Promise.resolve();
    order.push('outer');
  });
  await inner;
  expect(order).toEqual(['outer', 'inner']);
});

test('a task that fails does not stop the next one, also where it fails before it waits for anything', async () => {
  const queue = createQueue();
  const fails = queue.run(() => {
    throw new Error('at once');
  });
  const later = queue.run(() => Promise.reject(new Error('later')));
  const works = queue.run(() => Promise.resolve('done'));
  await expect(fails).rejects.toThrow('at once');
  await expect(later).rejects.toThrow('later');
  expect(await works).toBe('done');
});
