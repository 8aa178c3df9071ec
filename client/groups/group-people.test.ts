import { createRoot, createSignal } from 'solid-js';
import { expect, test } from 'vitest';
import type { GroupPeopleAnswer } from '../../conversation/protocol/http/groups.ts';
import type { ConversationId } from '../../conversation/protocol/ids.ts';
import { accept } from '../../conversation/protocol/result.ts';
import { createConversationState } from '../state/conversation-state.ts';
import { createFakeConversation, fakeId, fakeParticipant } from '../state/fake-peer.fixture.ts';
import { createGroupPeople, mayNothing } from './group-people.ts';

const answerOf = (...names: string[]): GroupPeopleAnswer => ({
  people: names.map((name) => ({
    participant: fakeParticipant(name, 'client').id,
    name,
    role: 'client',
    isStarter: false,
    isYou: false,
    since: 0,
  })),
  may: { ...mayNothing, invite: true },
});

test('[L1] who takes part is asked for when it is wanted, and again when others come', async () => {
  const conversation = createFakeConversation();
  const [wanted, setWanted] = createSignal(false);
  const waiting: ((answer: GroupPeopleAnswer) => void)[] = [];
  const { people, dispose } = createRoot((dispose) => ({
    dispose,
    people: createGroupPeople({
      api: {
        peopleIn: () => new Promise((done) => waiting.push((answer) => done(accept(answer)))),
      },
      conversation: fakeId('group') as ConversationId,
      state: createConversationState(conversation),
      wanted,
    }),
  }));
  const names = () => people.people()?.map(({ name }) => name);
  expect([waiting.length, people.may().invite]).toEqual([0, false]);
  setWanted(true);
  expect(waiting.length).toBe(1);
  conversation.show({ others: [fakeParticipant('Ben', 'client')] });
  await expect.poll(() => waiting.length).toBe(2);
  // What was asked first is answered last.
  waiting[1]?.(answerOf('Ana', 'Ben'));
  await expect.poll(names).toEqual(['Ana', 'Ben']);
  waiting[0]?.(answerOf('Ana'));
  await Promise.resolve();
  expect(names()).toEqual(['Ana', 'Ben']);
  expect(people.may().invite).toBe(true);
  dispose();
});
