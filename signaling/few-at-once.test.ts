import { expect, test } from 'vitest';
import { createFewAtOnce } from './few-at-once.ts';

const settled = () =>
  new Promise<void>((resolve) => {
    setImmediate(resolve);
  });

test('[W8] the next begins when one ends, in order, and a failure frees its place too', async () => {
  const inTurn = createFewAtOnce(2);
  const begun: string[] = [];
  const ends = new Map<string, (fault?: Error) => void>();
  const run = (name: string) =>
    inTurn(async () => {
      begun.push(name);
      await new Promise<void>((done, fail) => {
        ends.set(name, (fault) => (fault === undefined ? done() : fail(fault)));
      });
      return `${name} done`;
    });
  const all = ['a', 'b', 'c', 'd'].map((name) => run(name).catch(String));
  await settled();
  expect(begun).toEqual(['a', 'b']);
  ends.get('b')?.(new Error('disk'));
  await settled();
  expect(begun).toEqual(['a', 'b', 'c']);
  ends.get('a')?.();
  await settled();
  expect(begun).toEqual(['a', 'b', 'c', 'd']);
  for (const name of ['c', 'd']) ends.get(name)?.();
  expect(await Promise.all(all)).toEqual(['a done', 'Error: disk', 'c done', 'd done']);
  const late = run('e');
  await settled();
  ends.get('e')?.();
  expect(await late).toBe('e done');
});
