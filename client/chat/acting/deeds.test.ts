import { expect, test } from 'vitest';
import { fakeMessage, fakeParticipant } from '../../state/fake-peer.fixture.ts';
import { deedsFor, type MessageItem } from './deeds.ts';

const message = (id: string, mine: boolean, state: MessageItem['state'] = 'saved') =>
  fakeMessage({ id, mine, state, author: fakeParticipant('Ann', 'client'), text: 'Hi', at: 1 });

test('[L3] one edits and takes back what is one’s own, and answers and reacts to anything', () => {
  expect(deedsFor(message('7-1', true), true)).toEqual([
    'react',
    'reply',
    'copy',
    'edit',
    'take-back',
    'details',
  ]);
  expect(deedsFor(message('7-1', false), true)).toEqual(['react', 'reply', 'copy', 'details']);
});

test('where nothing can be changed one copies and looks', () => {
  expect(deedsFor(message('7-1', true), false)).toEqual(['copy', 'details']);
});

test('what is no entry yet, or was refused, is only copied', () => {
  expect(deedsFor(message('0-1', true, 'sending'), true)).toEqual(['copy']);
  expect(deedsFor(message('7-1', true, 'refused'), true)).toEqual(['copy']);
});

test('nothing is done to what was taken back', () => {
  const { id, author, mine, at, receivedAt } = message('7-1', true);
  expect(deedsFor({ kind: 'redacted', id, author, mine, at, receivedAt }, true)).toEqual([]);
});
