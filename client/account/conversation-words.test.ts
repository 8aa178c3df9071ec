import { expect, test } from 'vitest';
import type { Participant } from '../../conversation/protocol/conversation.ts';
import { statusWords } from './conversation-words.ts';

test('[C1] each state has a word and says what happens next', () => {
  const to: Participant = { id: 'p' as Participant['id'], name: 'Mara', role: 'agent' };
  const said = [
    statusWords({ state: 'waiting', since: 0, position: 1 }),
    statusWords({ state: 'waiting', since: 0, position: 4 }),
    statusWords({ state: 'assigned', since: 0, to }),
    statusWords({ state: 'closed', since: 0, by: null }),
  ].map(({ name, sentence }) => `${name}: ${sentence}`);
  expect(said).toEqual([
    'Waiting: You are next.',
    'Waiting: 3 before you wait for an answer.',
    'Open: Mara answers you.',
    'Closed: Nothing more is written in it.',
  ]);
});
