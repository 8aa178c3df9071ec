import { expect, test } from 'vitest';
import type { ConversationId } from '../../../conversation/protocol/ids.ts';
import { newsSince, titleFor, type Glance } from './news.ts';

const a = 'a' as ConversationId;
const b = 'b' as ConversationId;
const kinds = (...looks: Parameters<typeof newsSince>) =>
  newsSince(...looks).map(({ kind }) => kind);
const glance = (entries: Record<string, number>): Glance =>
  new Map(Object.entries(entries).map(([id, unread]) => [id as ConversationId, unread]));

test('what was there at the first look is not news', () => {
  expect(kinds(undefined, glance({ a: 3 }), undefined)).toEqual([]);
});

test('a conversation that appears is news, also when a message came with it', () => {
  expect(kinds(glance({}), glance({ a: 1 }), undefined)).toEqual(['conversation']);
  expect(newsSince(glance({ a: 0 }), glance({ a: 1, b: 0 }), undefined)).toEqual([
    { kind: 'message', conversation: a },
    { kind: 'conversation', conversation: b },
  ]);
});

test('a message is news unless the agent looks at its conversation', () => {
  const before = glance({ a: 0, b: 1 });
  expect(kinds(before, glance({ a: 1, b: 1 }), undefined)).toEqual(['message']);
  expect(kinds(before, glance({ a: 1, b: 1 }), b)).toEqual(['message']);
  expect(kinds(before, glance({ a: 1, b: 1 }), a)).toEqual([]);
});

test('reading and closing are no news', () => {
  expect(kinds(glance({ a: 4, b: 1 }), glance({ a: 0 }), undefined)).toEqual([]);
});

test('the title carries the number first, and never a long one', () => {
  expect(titleFor(0, undefined)).toBe('Parley');
  expect(titleFor(3, undefined)).toBe('(3) Parley');
  expect(titleFor(3, 'Archive')).toBe('(3) Archive · Parley');
  expect(titleFor(120, undefined)).toBe('(99+) Parley');
});
