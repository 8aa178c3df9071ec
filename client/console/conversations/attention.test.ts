import { expect, test } from 'vitest';
import type { MessageState, TimelineItem } from '../../../conversation/log/timeline.ts';
import type {
  ConversationStatus,
  Participant,
  Role,
} from '../../../conversation/protocol/conversation.ts';
import type { EntryId, ParticipantId } from '../../../conversation/protocol/ids.ts';
import { compareAttention, lastActiveAt, lastLine, waitingSince } from './attention.ts';

const face = (role: Role): Participant => ({
  id: role as string as ParticipantId,
  name: role,
  role,
});

function said(role: Role, at: number, text = `${role} at ${at}`): TimelineItem {
  return {
    kind: 'message',
    id: `1-${at}` as EntryId,
    author: face(role),
    mine: role === 'agent',
    at,
    receivedAt: undefined,
    text,
    edited: false,
    reactions: [],
    state: role === 'agent' ? ('saved' satisfies MessageState) : undefined,
  };
}

const assigned = (role: Role, since: number): ConversationStatus => ({
  state: 'assigned',
  since,
  to: face(role),
});

test('a client waits from the first message that nobody answered, not from the last', () => {
  const items = [said('client', 1), said('agent', 2), said('client', 3), said('client', 4)];
  expect(waitingSince(items, assigned('agent', 0))).toBe(3);
});

test('nobody waits when the agent had the last word, or the conversation is closed', () => {
  const answered = [said('client', 1), said('agent', 2)];
  expect(waitingSince(answered, assigned('agent', 0))).toBeUndefined();
  const closed: ConversationStatus = { state: 'closed', since: 9, by: null };
  expect(waitingSince([said('client', 1)], closed)).toBeUndefined();
  expect(waitingSince([], assigned('agent', 0))).toBeUndefined();
});

test("a bot's word is an answer until a person took over; then the client waits for the person", () => {
  const items = [said('client', 1), said('bot', 2)];
  expect(waitingSince(items, assigned('bot', 0))).toBeUndefined();
  expect(waitingSince(items, assigned('agent', 5))).toBe(5);
  expect(waitingSince([...items, said('agent', 6)], assigned('agent', 5))).toBeUndefined();
});

test("the archive's clock counts where it has spoken", () => {
  const late: TimelineItem = { ...said('client', 1), receivedAt: 50 };
  expect(waitingSince([late], undefined)).toBe(50);
  expect(lastActiveAt([late], 7)).toBe(50);
  expect(lastActiveAt([], 7)).toBe(7);
});

test('the longest wait stands first, then what is unread, then what happened last', () => {
  const row = (
    name: string,
    since: number | undefined,
    unread: number,
    activeAt: number,
    priority = 0,
  ) => ({
    name,
    waitingSince: since,
    unread,
    activeAt,
    priority,
  });
  const rows = [
    row('quiet', undefined, 0, 100),
    row('quiet, but later', undefined, 0, 200),
    row('unread', undefined, 2, 50),
    row('short wait', 90, 1, 90),
    row('long wait', 10, 5, 95),
    row('urgent, just came', 99, 1, 99, 4),
    row('low, quiet', undefined, 0, 1, 1),
    row('long wait, already read', 20, 0, 95),
  ];
  const expected = [
    'urgent, just came',
    'long wait',
    'long wait, already read',
    'short wait',
    'unread',
    'low, quiet',
    'quiet, but later',
    'quiet',
  ];
  for (let turn = 0; turn < rows.length; turn += 1) {
    const shuffled = [...rows.slice(turn), ...rows.slice(0, turn)];
    expect(shuffled.toSorted(compareAttention).map(({ name }) => name)).toEqual(expected);
  }
});

test('the last line is one line, and system lines do not hide what was said', () => {
  const system: TimelineItem = {
    kind: 'system',
    id: '9-1' as EntryId,
    author: face('server'),
    mine: false,
    at: 9,
    receivedAt: 9,
    event: 'assigned',
    participant: undefined,
  };
  expect(lastLine([said('client', 1, 'Hello\n\n  there '), system])).toEqual({
    text: 'Hello there',
    mine: false,
    by: 'client',
  });
  expect(lastLine([system])).toBeUndefined();
});
