import { createRoot } from 'solid-js';
import { expect, test } from 'vitest';
import type { Raise } from '../../conversation/peer/api.ts';
import type { ConversationId, DepartmentId } from '../../conversation/protocol/ids.ts';
import { createFakeConversation, fakeId } from '../state/fake-peer.fixture.ts';
import { createChatDesk } from './chat-desk.ts';

function start(kept?: ConversationId, department?: DepartmentId, kind?: Raise['kind']) {
  const raised: Raise[] = [];
  const deeds: string[] = [];
  const log: string[] = [];
  const conversation = (name: string) => {
    const made = createFakeConversation({ id: fakeId(name) as ConversationId });
    made.onDeed((deed) => deeds.push(`${name} ${deed.did}`));
    return made;
  };
  const desk = createRoot((dispose) => ({
    dispose,
    ...createChatDesk({
      peer: {
        open: (id) => conversation(id === kept ? 'kept' : 'other'),
        close: (one) => one.close(),
        start: (raise = {}) => conversation(`new${raised.push(raise)}`),
      },
      visitor: {
        kept: () => kept,
        keep: (id) => log.push(id),
        leave: () => log.push('left'),
      },
      bot: 'reverse',
      department,
      kind,
      onKept: () => undefined,
    }),
  }));
  return { desk, raised, deeds, log };
}

test('[C3] the first words raise a ticket where they have a subject', () => {
  const { desk, raised, deeds, log } = start();
  desk.say('It is dark', 'The meter');
  expect(raised).toEqual([{ prefer: 'reverse' }, { prefer: 'reverse', subject: 'The meter' }]);
  expect(deeds).toEqual(['new1 close', 'new2 say']);
  expect(log).toEqual([desk.conversation().id]);
  desk.dispose();
});

test('without a subject they raise a conversation, and later ones go on with it', () => {
  const { desk, raised, deeds } = start();
  desk.say('It is dark', ' ');
  desk.say('Still');
  expect(raised).toHaveLength(1);
  expect(deeds).toEqual(['new1 say', 'new1 say']);
  desk.dispose();
});

test('[U1] a conversation is raised to the department that was asked for, again and again', () => {
  const school = 'BBBBBBBBBBBBBBBBBBBBBA' as DepartmentId;
  const { desk, raised } = start(undefined, school);
  desk.say('May I ask something?');
  desk.startOver();
  expect(raised.map(({ department }) => department)).toEqual([school, school]);
  desk.dispose();
});

test('[L1] a course is asked as such, again and again', () => {
  const physics = 'BBBBBBBBBBBBBBBBBBBBBA' as DepartmentId;
  const { desk, raised } = start(undefined, physics, 'course');
  desk.say('What is a photon?');
  desk.startOver();
  expect(raised.map(({ kind }) => kind)).toEqual(['course', 'course']);
  desk.dispose();
});

test('one begins another conversation beside the first, and goes back; what is not begun is not come back to', () => {
  const kept = fakeId('kept') as ConversationId;
  const { desk, raised, deeds, log } = start(kept);
  desk.begin();
  desk.begin();
  expect([raised.length, deeds, log]).toEqual([1, ['kept close'], []]);
  desk.go(kept);
  expect([desk.conversation().id, deeds.at(-1), log]).toEqual([kept, 'new1 close', [kept]]);
  desk.begin();
  desk.say('Something else');
  expect(log).toEqual([kept, desk.conversation().id]);
  desk.dispose();
});
