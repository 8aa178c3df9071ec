import { expect, test } from 'vitest';
import type { ConversationSummary } from '../../conversation/protocol/conversation.ts';
import type { ConversationId, DepartmentId } from '../../conversation/protocol/ids.ts';
import { fakeId, fakeParticipant } from '../state/fake-peer.fixture.ts';
import { markOf, titleOf } from './kind-words.ts';

const summary: ConversationSummary = {
  conversation: fakeId('group') as ConversationId,
  kind: 'study-group',
  department: fakeId('physics') as DepartmentId,
  title: 'Optics',
  people: 4,
  client: fakeParticipant('Ana', 'client'),
  status: { state: 'open', since: 0 },
  createdAt: 0,
  activeAt: 0,
  entries: 0,
};

test('[L1] a group is called by its title, another conversation by who raised it', () => {
  expect(titleOf(summary)).toBe('Optics');
  const { title: _title, ...plain } = summary;
  expect(titleOf(plain)).toBe('Ana');
});

test('[L1] a line says what kind it is, how many take part, and where', () => {
  expect(markOf(summary, 'Physics')).toBe('Study group · 4 people · Physics');
  expect(markOf({ ...summary, people: 1 })).toBe('Study group · 1 person');
  expect(markOf({ ...summary, kind: 'direct', people: 2 })).toBe('Direct message');
  expect(markOf({ ...summary, kind: 'announcement', people: 1 })).toBe('Announcement');
  expect(markOf({ ...summary, kind: 'support' })).toBeUndefined();
});
