import { expect, test } from 'vitest';
import type { CannedReply, ReplyPlace } from '../../../conversation/protocol/http/replies.ts';
import type { DepartmentId, ReplyId } from '../../../conversation/protocol/ids.ts';
import { fitting, mostShown, slashAt } from './slash.ts';

const billing = 'billing' as DepartmentId;
const personal: ReplyPlace = { kind: 'personal' };
const global: ReplyPlace = { kind: 'global' };
const ofBilling: ReplyPlace = { kind: 'department', department: billing, name: 'Billing' };

const reply = (shortcut: string, place: ReplyPlace = global, text = ''): CannedReply => ({
  id: `${place.kind}-${shortcut}` as ReplyId,
  place,
  shortcut,
  text,
  changedAt: 0,
  mayChange: true,
});
const idsOf = (all: readonly CannedReply[], words: string, department?: DepartmentId) =>
  fitting(all, words, department).map(({ id }) => id);

test('a slash asks at the beginning of a word only', () => {
  expect(slashAt('/', 1)).toEqual({ from: 0, to: 1, words: '' });
  expect(slashAt('Hi\n/he', 6)).toEqual({ from: 3, to: 6, words: 'he' });
  expect(slashAt('Hi /über-u', 10)).toEqual({ from: 3, to: 10, words: 'über-u' });
  expect(slashAt('and/or', 6)).toBeUndefined();
  expect(slashAt('https://example.org', 8)).toBeUndefined();
  expect(slashAt('/hello ', 7)).toBeUndefined();
  expect(slashAt('/hello', 0)).toBeUndefined();
});

test('what stands behind the caret does not matter', () => {
  expect(slashAt('/he and more', 3)).toEqual({ from: 0, to: 3, words: 'he' });
});

test('the exact shortcut is first, then beginnings, then parts, then the text', () => {
  const all = [
    reply('say-hello'),
    reply('bye', global, 'No hello in it'),
    reply('hello-again'),
    reply('hello'),
    reply('refund'),
  ];
  expect(idsOf(all, 'HELLO')).toEqual([
    'global-hello',
    'global-hello-again',
    'global-say-hello',
    'global-bye',
  ]);
});

test('two letters look in no text', () => {
  expect(idsOf([reply('hours', global, 'We are here.')], 'he')).toEqual([]);
  expect(idsOf([reply('hours', global, 'We are here.')], 'her')).toEqual(['global-hours']);
});

test('of one shortcut the nearest counts, and of departments only the conversation’s', () => {
  const all = [reply('hello', global), reply('hello', ofBilling), reply('hello', personal)];
  expect(idsOf(all, 'hello', billing)).toEqual(['personal-hello']);
  expect(idsOf(all.slice(0, 2), 'hello', billing)).toEqual(['department-hello']);
  expect(idsOf(all.slice(0, 2), 'hello', 'other' as DepartmentId)).toEqual(['global-hello']);
  expect(idsOf([reply('iban', ofBilling)], '')).toEqual([]);
});

test('a list stays short', () => {
  const all = Array.from({ length: 50 }, (_, n) => reply(`r${n}`));
  expect(fitting(all, '', undefined)).toHaveLength(mostShown);
});
