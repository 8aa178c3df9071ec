import { expect, test } from 'vitest';
import { actorWords, detailWords, momentOfDay, wordsOf } from './audit-words.ts';

const row = { id: 1, at: 0, actor: 'server', action: 'x', thing: '', detail: {} };

test('actions have words, also those that this console does not know', () => {
  expect(wordsOf('sign-in-failed')).toBe('Sign-in failed');
  expect(wordsOf('conversation-erased')).toBe('Conversation deleted');
  expect(wordsOf('moon-painted')).toBe('Moon painted');
});

test('whoever did it has a name, or a word for what they are', () => {
  expect(actorWords({ ...row, actorName: 'Ada' })).toBe('Ada');
  expect(actorWords(row)).toBe('The server');
  expect(actorWords({ ...row, actor: 'nobody' })).toBe('Nobody who is known');
  expect(actorWords({ ...row, actor: 'gone-----------------A' })).toBe('A deleted account');
});

test('details are one line, without what is empty', () => {
  const detail = { fields: ['name', 'greeting'], whoCloses: 'raiser', capacity: '', on: true };
  expect(detailWords({ detail })).toBe('fields: name, greeting; whoCloses: raiser; on: true');
  const there = { detail: { department: 'a-b-c', kind: 'direct' }, departmentName: 'Physics' };
  expect(detailWords(there)).toBe('department: Physics; kind: direct');
});

test('a day is all of it, from its first moment to its last', () => {
  const [from = 0, to = 0] = [momentOfDay('2026-11-21', false), momentOfDay('2026-11-21', true)];
  expect(to - from).toBe(86_400_000 - 1);
  expect(momentOfDay('', false)).toBeUndefined();
});
