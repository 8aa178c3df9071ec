import { expect, test } from 'vitest';
import type { ConversationId } from '../../../conversation/protocol/ids.ts';
import { nextUnread } from './next-unread.ts';

const rows = (unread: Record<string, number>) =>
  Object.entries(unread).map(([id, unread]) => ({ id: id as ConversationId, unread }));
const a = 'a' as ConversationId;

test('the next one with something to read comes, and around the end', () => {
  expect(nextUnread(rows({ x: 1, a: 0, b: 0, c: 2 }), a)).toBe('c');
  expect(nextUnread(rows({ x: 1, a: 0, b: 0 }), a)).toBe('x');
  expect(nextUnread(rows({ x: 0, y: 3 }), undefined)).toBe('y');
});

test('the one that is open is not the next one', () => {
  expect(nextUnread(rows({ a: 5, b: 0 }), a)).toBeUndefined();
  expect(nextUnread([], undefined)).toBeUndefined();
});
