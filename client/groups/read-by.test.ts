import { expect, test } from 'vitest';
import {
  createFakeConversation,
  fakeMessage,
  fakeParticipant,
} from '../state/fake-peer.fixture.ts';
import { readByOf } from './read-by.ts';

const you = fakeParticipant('You', 'client');
const [ana, ben] = [fakeParticipant('Ana', 'client'), fakeParticipant('Ben', 'agent')];
const mine = (id: string, state: 'saved' | 'read') =>
  fakeMessage({ id, author: you, mine: true, text: id, at: 0, state });

test('[L4] whoever has read one’s last message is named, also when others wrote after it', () => {
  const items = [
    mine('7-1', 'read'),
    mine('7-2', 'read'),
    fakeMessage({ id: '8-1', author: ana, text: 'Hi', at: 1 }),
  ];
  const conversation = createFakeConversation({ you, others: [ana, ben], items });
  expect(readByOf(conversation)).toEqual({ message: '7-2', names: ['Ana', 'Ben'] });
});

test('[L4] nobody is named before somebody has read it, and where one said nothing', () => {
  const unread = createFakeConversation({ you, others: [ana], items: [mine('7-1', 'saved')] });
  expect(readByOf(unread)).toBeUndefined();
  expect(readByOf(createFakeConversation({ you, others: [ana] }))).toBeUndefined();
});
