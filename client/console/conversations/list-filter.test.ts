import { expect, test } from 'vitest';
import { countOf, fits, noFilter, readFilter, writeFilter, type Filtered } from './list-filter.ts';
import type { DepartmentId, LabelId } from '../../../conversation/protocol/ids.ts';

const support = 'AAAAAAAAAAAAAAAAAAAAAA' as DepartmentId;
const bill = 'BBBBBBBBBBBBBBBBBBBBBA' as LabelId;

const one: Filtered = {
  department: support,
  labels: [bill],
  state: 'assigned',
  snoozed: false,
  priority: 'high',
  unread: 2,
  texts: ['Anna', 'The meter is wrong'],
};

test('each part of a filter leaves out what does not fit it', () => {
  expect(fits(noFilter, '', one)).toBe(true);
  const all = { department: support, label: bill, state: 'assigned', unread: true } as const;
  expect(fits(all, 'meter', one)).toBe(true);
  expect(fits({ ...noFilter, department: 'CCCCCCCCCCCCCCCCCCCCCA' as DepartmentId }, '', one)).toBe(
    false,
  );
  expect(fits({ ...noFilter, label: bill }, '', { ...one, labels: [] })).toBe(false);
  expect(fits({ ...noFilter, state: 'waiting' }, '', one)).toBe(false);
  expect(fits({ ...noFilter, unread: true }, '', { ...one, unread: 0 })).toBe(false);
  expect(fits(noFilter, 'gas', one)).toBe(false);
});

test('a priority means this one or more urgent, and what sleeps is neither waiting nor assigned', () => {
  expect(fits({ ...noFilter, priority: 'medium' }, '', one)).toBe(true);
  expect(fits({ ...noFilter, priority: 'urgent' }, '', one)).toBe(false);
  const asleep = { ...one, snoozed: true };
  expect(fits({ ...noFilter, state: 'assigned' }, '', asleep)).toBe(false);
  expect(fits({ ...noFilter, state: 'snoozed' }, '', asleep)).toBe(true);
});

test('what was chosen is kept over a reload, and what is no filter is none', () => {
  const chosen = { department: support, priority: 'high', unread: true } as const;
  expect(readFilter(writeFilter(chosen))).toEqual(chosen);
  expect(countOf(chosen)).toBe(3);
  for (const text of [undefined, '', '{', '[]', '{"state":"gone"}', '{"label":"<b>"}']) {
    expect(readFilter(text)).toEqual(noFilter);
  }
});
