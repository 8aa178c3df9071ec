import { expect, test } from 'vitest';
import type { TimelineItem } from '../../conversation/log/timeline.ts';
import { withInsets } from './insets.ts';
import { sameRow, threadRows, type ThreadRow } from './thread-rows.ts';

const author = { id: 'a', name: 'Ann', role: 'client' };
const message = (id: string, at: number) =>
  ({ kind: 'message', id, at, receivedAt: at, author, mine: false }) as unknown as TimelineItem;

const keys = (rows: readonly ThreadRow[]) => rows.map(({ key }) => key);
const rowsOf = (...items: readonly TimelineItem[]) => threadRows(items, () => 1).rows;

test('an inset stands after what was said until then', () => {
  const rows = rowsOf(message('one', 10), message('two', 20), message('three', 30));
  const insets = [
    { key: 'first', at: 5 },
    { key: 'second', at: 20 },
    { key: 'third', at: 25 },
    { key: 'last', at: 99 },
  ];
  expect(keys(withInsets(rows, insets))).toEqual([
    'first',
    'day-one',
    'one',
    'two',
    'second',
    'third',
    'three',
    'last',
  ]);
});

test('without insets the rows are the same list, and alone they are all there is', () => {
  const rows = rowsOf(message('one', 10));
  expect(withInsets(rows, [])).toBe(rows);
  expect(keys(withInsets([], [{ key: 'a', at: 1 }]))).toEqual(['a']);
});

test('an inset keeps its element while its key is the same', () => {
  const [first] = withInsets([], [{ key: 'a', at: 1 }]);
  const [second] = withInsets([], [{ key: 'a', at: 1 }]);
  expect(sameRow(first!, second!)).toBe(true);
});
