import { expect, test } from 'vitest';
import type { TimelineItem } from '../log/timeline.ts';
import type { EntryId } from '../protocol/ids.ts';
import { createReading } from './reading.ts';

const message = (id: string, mine = false) => ({ kind: 'message', id, mine }) as TimelineItem;

/** @param held unread by the marks that are written. @param pending asked to be marked and not written yet. */
function reading(items: readonly TimelineItem[], held: number, pending?: string) {
  const read: string[] = [];
  const made = createReading(
    { items: () => items, unread: () => held },
    { read: (upTo) => read.push(upTo), pendingRead: () => pending as EntryId | undefined },
    { isOn: () => false, upTo: () => undefined, keep: () => undefined },
  );
  return { ...made, read };
}

/** Somebody who takes no part. */
function readingAlong(items: readonly TimelineItem[], upTo?: string) {
  let kept = upTo as EntryId | undefined;
  const marks: string[] = [];
  const made = createReading(
    { items: () => items, unread: () => 0 },
    { read: (id) => marks.push(id), pendingRead: () => undefined },
    { isOn: () => true, upTo: () => kept, keep: (id) => (kept = id) },
  );
  return { ...made, marks, kept: () => kept };
}

test('what is unread counts from the mark that is still to be written', () => {
  const items = [message('1-0'), message('1-1'), message('2-0', true), message('1-2')];
  expect(reading(items, 3).unread()).toBe(3);
  expect(reading(items, 3, '1-1').unread()).toBe(1);
  expect(reading(items, 3, '1-2').unread()).toBe(0);
});

test('a mark further back than one that is written brings nothing back', () => {
  const items = [message('1-0'), message('1-1'), message('1-2')];
  expect(reading(items, 1, '1-0').unread()).toBe(1);
  expect(reading(items, 0, '1-0').unread()).toBe(0);
});

test('an entry is marked as it is; words that are not an entry yet stand for the last item there is', () => {
  const shown = reading([message('1-0'), message('1-1')], 2);
  shown.markRead('1-0' as EntryId);
  shown.markRead('not-written-yet' as EntryId);
  expect(shown.read).toEqual(['1-0', '1-1']);

  const empty = reading([], 0);
  empty.markRead('not-written-yet' as EntryId);
  expect(empty.read).toEqual([]);
});

test('[L4] who reads without taking part counts from where they stopped, and writes no marks', () => {
  const items = [message('1-0'), message('1-1'), message('2-0')];
  expect(readingAlong(items).unread()).toBe(3);
  const along = readingAlong(items, '1-0');
  expect(along.unread()).toBe(2);
  along.markRead('2-0' as EntryId);
  expect([along.unread(), along.kept(), along.marks]).toEqual([0, '2-0', []]);
  along.markRead('1-1' as EntryId);
  expect(along.kept()).toBe('2-0');
});
