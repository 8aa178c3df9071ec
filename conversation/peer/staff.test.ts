import { expect, test } from 'vitest';
import type { ConversationSummary } from '../protocol/conversation.ts';
import type { AccountId, ConversationId } from '../protocol/ids.ts';
import type { ToServer } from '../protocol/session.ts';
import { createStaff } from './staff.ts';

const one = 'AAAAAAAAAAAAAAAAAAAAAA' as ConversationId;
const two = 'BBBBBBBBBBBBBBBBBBBBBA' as ConversationId;

function start() {
  const sent: ToServer[] = [];
  const line = { isOpen: true };
  let changes = 0;
  const parts = createStaff({
    send: (message) => {
      if (line.isOpen) sent.push(message);
      return line.isOpen;
    },
    onChange: () => (changes += 1),
  });
  return { ...parts, sent, line, changes: () => changes };
}

const summary = (conversation: ConversationId) => ({ conversation }) as ConversationSummary;

test('each question gets its own answer, whatever is answered in between', async () => {
  const world = start();
  const { staff } = world;
  const first = staff.takeOver(one, null);
  const other = staff.takeOver(two, null);
  const second = staff.takeOver(one, null);
  const about = 'take-over';
  const refused = { type: 'refused', code: 'moved-on', message: 'Somebody else.' } as const;
  expect(world.answered({ ...refused, conversation: one, about })).toBe(true);
  expect(world.answered({ type: 'done', conversation: two, about })).toBe(true);
  expect(world.answered({ type: 'done', conversation: one, about })).toBe(true);
  expect(world.answered({ type: 'done', conversation: one, about })).toBe(false);
  expect(await first).toEqual({ ok: false, refusal: 'Somebody else.' });
  expect([await other, await second].map(({ ok }) => ok)).toEqual([true, true]);
});

test('[W9] without a connection a question is refused at once, and a lost one says so', async () => {
  const world = start();
  const { staff, line } = world;
  const under = staff.changeTicket(one, { status: 'solved' });
  world.disconnected();
  expect(await under).toMatchObject({ ok: false, refusal: expect.stringContaining('lost') });
  line.isOpen = false;
  expect(await staff.takeOver(one, null)).toMatchObject({ ok: false });
});

test('the overview follows what the server says, and is asked for again after a loss', () => {
  const world = start();
  const { staff, sent } = world;
  world.onMessage({ type: 'overview', whole: true, summaries: [summary(one)], gone: [] });
  expect(staff.overview()).toEqual([]);
  expect(staff.isOverviewWhole()).toBe(false);
  staff.oversee(true);
  world.onMessage({ type: 'overview', whole: true, summaries: [summary(one)], gone: [] });
  world.onMessage({ type: 'overview', whole: false, summaries: [summary(two)], gone: [one] });
  expect(staff.overview().map(({ conversation }) => conversation)).toEqual([two]);
  expect(staff.isOverviewWhole()).toBe(true);
  world.online();
  expect(sent).toEqual([
    { type: 'oversee', on: true },
    { type: 'oversee', on: true },
  ]);
  staff.oversee(false);
  expect(staff.overview()).toEqual([]);
});

test('a note of blanks is none', () => {
  const { staff, sent } = start();
  void staff.transfer(one, null, { kind: 'department', department: two as never }, '  ');
  expect(sent[0]).not.toHaveProperty('note');
});

test('who else looks is known of the conversation before one’s eyes only, and said again after a loss', () => {
  const world = start();
  const { staff, sent } = world;
  const people = [{ account: 'AAAAAAAAAAAAAAAAAAAAAQ' as AccountId, name: 'Ben' }];
  staff.view(one);
  staff.view(one);
  expect(sent).toEqual([{ type: 'view', conversation: one, on: true }]);
  world.onMessage({ type: 'viewers', conversation: two, people });
  expect(staff.viewers()).toEqual([]);
  world.onMessage({ type: 'viewers', conversation: one, people });
  expect(staff.viewers()).toEqual(people);
  world.disconnected();
  expect(staff.viewers()).toEqual([]);
  world.online();
  expect(sent.at(-1)).toEqual({ type: 'view', conversation: one, on: true });
  staff.view(undefined);
  expect(sent.at(-1)).toEqual({ type: 'view', conversation: one, on: false });
});

test('what lies beside a conversation is told to those who listen, and may be any after a loss', () => {
  const world = start();
  const heard: unknown[] = [];
  const undo = world.staff.onBeside((change) => void heard.push(change?.conversation));
  world.onMessage({ type: 'beside', conversation: one, mentioned: true });
  world.online();
  undo();
  world.onMessage({ type: 'beside', conversation: two, mentioned: false });
  expect(heard).toEqual([one, undefined]);
});
