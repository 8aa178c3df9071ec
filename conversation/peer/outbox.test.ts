import { expect, test } from 'vitest';
import type { Entry } from '../log/entry.ts';
import type { LogId } from '../protocol/ids.ts';
import { planUpload, type OutboxLog } from './outbox.ts';

const log = (id: number, isMine: boolean, depths: readonly number[], from = 0): OutboxLog => ({
  log: id as LogId,
  isMine,
  isOrphaned: false,
  entries: depths.map((depth, seq) => ({ depth, seq, bytes: new Uint8Array([id, seq]) }) as Entry),
  from,
});
const plan = (logs: readonly OutboxLog[], now: number, since = 1000) => {
  const { appends, askAt } = planUpload(logs, () => since, now);
  return { runs: appends.map((run) => [run.log, run.from, run.entries.length]), askAt };
};

test('an own entry that answers nothing is uploaded at once', () => {
  expect(plan([log(1, true, [1, 2, 3], 1)], 1000)).toEqual({
    runs: [[1, 1, 2]],
    askAt: undefined,
  });
});

test('an own entry waits 250 ms for what it answers, then brings it along, in one upload', () => {
  const logs = [log(1, true, [1, 6]), log(2, false, [4, 5, 8])];
  expect(plan(logs, 1000)).toEqual({ runs: [[1, 0, 1]], askAt: 1250 });
  expect(plan(logs, 1250)).toEqual({
    runs: [
      [1, 0, 2],
      [2, 0, 2],
    ],
    askAt: 4000,
  });
});

test('what is known to be archived is not waited for', () => {
  expect(plan([log(1, true, [6]), log(2, false, [4, 5], 2)], 1000).runs).toEqual([[1, 0, 1]]);
});

test('an entry that its author does not upload within three seconds is uploaded by who holds it', () => {
  expect(plan([log(2, false, [4, 5])], 3999)).toEqual({ runs: [], askAt: 4000 });
  expect(plan([log(2, false, [4, 5])], 4000)).toEqual({ runs: [[2, 0, 2]], askAt: undefined });
});

test('[W3] what an author who is away has left behind is uploaded at once', () => {
  const orphaned = { ...log(2, false, [4, 5]), isOrphaned: true };
  expect(plan([orphaned, log(3, false, [6])], 1000)).toEqual({ runs: [[2, 0, 2]], askAt: 4000 });
});

test('what was held at the start is nobody else’s to upload any more', () => {
  expect(plan([log(2, false, [4, 5])], 5_000_000, 0).runs).toEqual([[2, 0, 2]]);
});

test('nothing to say, nothing to ask', () => {
  expect(plan([], 1000)).toEqual({ runs: [], askAt: undefined });
});
