import { expect, test } from 'vitest';
import type { ConversationId } from '../../../conversation/protocol/ids.ts';
import { newsSince, titleFor, type Glance } from './news.ts';

const a = 'a' as ConversationId;
const b = 'b' as ConversationId;
const glance = (entries: Record<string, number>): Glance =>
  new Map(Object.entries(entries).map(([id, unread]) => [id as ConversationId, unread]));

test('what was there at the first look is not news', () => {
  expect(newsSince(undefined, glance({ a: 3 }), undefined)).toBe('none');
});

test('a conversation that appears is news, also when a message came with it', () => {
  expect(newsSince(glance({}), glance({ a: 1 }), undefined)).toBe('conversation');
  expect(newsSince(glance({ a: 0 }), glance({ a: 1, b: 0 }), undefined)).toBe('conversation');
});

test('a message is news unless the agent looks at its conversation', () => {
  const before = glance({ a: 0, b: 1 });
  expect(newsSince(before, glance({ a: 1, b: 1 }), undefined)).toBe('message');
  expect(newsSince(before, glance({ a: 1, b: 1 }), b)).toBe('message');
  expect(newsSince(before, glance({ a: 1, b: 1 }), a)).toBe('none');
});

test('reading and closing are no news', () => {
  expect(newsSince(glance({ a: 4, b: 1 }), glance({ a: 0 }), undefined)).toBe('none');
});

test('the title carries the number first, and never a long one', () => {
  expect(titleFor(0, undefined)).toBe('Parley');
  expect(titleFor(3, undefined)).toBe('(3) Parley');
  expect(titleFor(3, 'Archive')).toBe('(3) Archive · Parley');
  expect(titleFor(120, undefined)).toBe('(99+) Parley');
});
