import { expect, test } from 'vitest';
import { createManualClock } from './archive.fixture.ts';
import { createGroupCommit } from './group-commit.ts';

/** A store whose commits end when the test says so. */
function createSlowStore() {
  const batches: { items: readonly string[]; finish(): void; fail(): void }[] = [];
  return {
    batches,
    commit: (items: readonly string[]) =>
      new Promise<string[]>((resolve, reject) => {
        batches.push({
          items,
          finish: () => resolve(items.map((it) => `${it} saved`)),
          fail: () => reject(new Error('disk')),
        });
      }),
  };
}

const settled = () =>
  new Promise<void>((resolve) => {
    setImmediate(resolve);
  });

function open({ most }: { readonly most: number }) {
  const clock = createManualClock();
  const store = createSlowStore();
  const wait = { delayMs: 5, restMs: 20, clock };
  return { clock, store, commits: createGroupCommit({ ...store, wait, most }) };
}

test('what comes within the delay is committed together, and answered after the commit', async () => {
  const { clock, store, commits } = open({ most: 64 });
  const answers: string[] = [];
  for (const item of ['a', 'b']) void commits.add(item).then((it) => answers.push(it));
  expect(store.batches).toHaveLength(0);
  clock.advance(5);
  expect(store.batches.map((it) => it.items)).toEqual([['a', 'b']]);
  await settled();
  expect(answers).toEqual([]);
  store.batches[0]?.finish();
  await settled();
  expect(answers).toEqual(['a saved', 'b saved']);
  await commits.close();
});

test('a full batch does not wait, and what comes during a commit goes into the next', async () => {
  const { store, commits } = open({ most: 2 });
  const all = ['a', 'b', 'c'].map((item) => commits.add(item));
  expect(store.batches.map((it) => it.items)).toEqual([['a', 'b']]);
  store.batches[0]?.finish();
  await settled();
  expect(store.batches[1]?.items).toEqual(['c']);
  store.batches[1]?.finish();
  expect(await Promise.all(all)).toEqual(['a saved', 'b saved', 'c saved']);
  await commits.close();
});

test('after a rest nobody waits for company, and what comes soon after the commit waits again', async () => {
  const { clock, store, commits } = open({ most: 64 });
  const answers: Promise<string>[] = [];
  clock.advance(20);
  answers.push(commits.add('a'));
  expect(store.batches.map((it) => it.items)).toEqual([['a']]);
  clock.advance(40);
  store.batches[0]?.finish();
  await settled();
  // A commit that took long was no rest.
  clock.advance(19);
  answers.push(commits.add('b'));
  expect(store.batches).toHaveLength(1);
  clock.advance(5);
  expect(store.batches[1]?.items).toEqual(['b']);
  store.batches[1]?.finish();
  expect(await Promise.all(answers)).toEqual(['a saved', 'b saved']);
  await commits.close();
});

test('without a wait each batch is what came during the one before', async () => {
  const store = createSlowStore();
  const commits = createGroupCommit({ ...store, most: 64 });
  for (const round of [0, 2]) {
    const all = ['a', 'b', 'c'].map((item) => commits.add(item));
    expect(store.batches.slice(round).map((it) => it.items)).toEqual([['a']]);
    store.batches[round]?.finish();
    await settled();
    expect(store.batches[round + 1]?.items).toEqual(['b', 'c']);
    store.batches[round + 1]?.finish();
    expect(await Promise.all(all)).toEqual(['a saved', 'b saved', 'c saved']);
    await settled();
  }
});

test('after a failed commit each item is tried alone, and only what fails again is rejected', async () => {
  const { clock, store, commits } = open({ most: 64 });
  const good = commits.add('good');
  const bad = commits.add('bad').catch((fault: Error) => fault.message);
  clock.advance(5);
  store.batches[0]?.fail();
  await settled();
  store.batches[1]?.finish();
  await settled();
  store.batches[2]?.fail();
  expect(await good).toBe('good saved');
  expect(await bad).toBe('disk');
  await commits.close();
});

test('closing commits what waits, and takes nothing more', async () => {
  const { store, commits } = open({ most: 64 });
  const last = commits.add('last');
  const closed = commits.close();
  store.batches[0]?.finish();
  await closed;
  expect(await last).toBe('last saved');
  await expect(commits.add('late')).rejects.toThrow('closed');
});
