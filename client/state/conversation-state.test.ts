import { createRoot } from 'solid-js';
import { expect, test } from 'vitest';
import { createConversationState } from './conversation-state.ts';
import { createFakeConversation, fakeMessage, fakeParticipant } from './fake-peer.fixture.ts';

const ada = fakeParticipant('Ada', 'agent');
const message = (id: string) => fakeMessage({ id, author: ada, text: 'x', at: 0 });

test('what comes while somebody reads along never counts as unread, and counts again once they look away', () => {
  createRoot((dispose) => {
    const conversation = createFakeConversation();
    const state = createConversationState(conversation);
    conversation.show({ items: [message('1-0')] });
    expect(state.unread()).toBe(1);
    state.setReading(true);
    conversation.show({ items: [message('1-0'), message('1-1')] });
    expect(state.unread()).toBe(0);
    state.setReading(false);
    expect(state.unread()).toBe(2);
    dispose();
    expect(conversation.listeners()).toBe(0);
  });
});
