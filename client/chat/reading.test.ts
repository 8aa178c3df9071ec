import { createRoot, createSignal } from 'solid-js';
import { expect, test } from 'vitest';
import { createManualClock } from '../../conversation/peer/clock.fixture.ts';
import { createConversationState } from '../state/conversation-state.ts';
import {
  createFakeConversation,
  fakeMessage,
  fakeParticipant,
} from '../state/fake-peer.fixture.ts';
import { followReading } from './reading.ts';

const settled = () => Promise.resolve();
const ada = fakeParticipant('Ada', 'agent');
const message = (id: string) => fakeMessage({ id, author: ada, text: 'x', at: 0 });

function reader() {
  const clock = createManualClock(0);
  const conversation = createFakeConversation();
  return createRoot((dispose) => {
    const [isLooking, look] = createSignal(true);
    const state = createConversationState(conversation);
    followReading({ state: () => state, clock, isLooking });
    return { clock, conversation, state, look, dispose };
  });
}

test('what lies before a reader is marked as read a moment after it was painted', async () => {
  const { clock, conversation, dispose } = reader();
  conversation.show({ items: [message('1-0')] });
  expect(conversation.unread()).toBe(1);
  await clock.advance(50, settled);
  expect(conversation.unread()).toBe(0);
  dispose();
});

test('what was read in the moment before the reader looked away does not become unread', () => {
  const { conversation, state, look, dispose } = reader();
  conversation.show({ items: [message('1-0')] });
  look(false);
  expect(state.unread()).toBe(0);
  conversation.show({ items: [message('1-0'), message('1-1')] });
  expect(state.unread()).toBe(1);
  dispose();
});

test('nobody reads on after they have left', async () => {
  const { clock, conversation, dispose } = reader();
  conversation.show({ items: [message('1-0')] });
  dispose();
  conversation.show({ items: [message('1-0'), message('1-1')] });
  await clock.advance(1000, settled);
  expect(conversation.unread()).toBe(1);
});
