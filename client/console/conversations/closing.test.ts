import { expect, test } from 'vitest';
import type { Clock } from '../../../conversation/peer/clock.ts';
import type { ConversationId } from '../../../conversation/protocol/ids.ts';
import { createClosing, undoWithinMs } from './closing.ts';

function createHandClock(): Clock & { pass(ms: number): void } {
  let now = 0;
  let tasks: { at: number; task: () => void }[] = [];
  return {
    now: () => now,
    after(delayMs, task) {
      const planned = { at: now + delayMs, task };
      tasks.push(planned);
      return () => (tasks = tasks.filter((one) => one !== planned));
    },
    pass(ms) {
      now += ms;
      const due = tasks.filter(({ at }) => at <= now);
      tasks = tasks.filter(({ at }) => at > now);
      for (const { task } of due) task();
    },
  };
}

function setUp() {
  const clock = createHandClock();
  const closing = createClosing(clock);
  const ended: string[] = [];
  const conversation = (id: string) => ({
    id: id as ConversationId,
    end: () => void ended.push(id),
  });
  return { clock, closing, ended, conversation };
}

test('a conversation is closed once the moment to take it back has passed', () => {
  const { clock, closing, ended, conversation } = setUp();
  closing.begin(conversation('a'));
  clock.pass(undoWithinMs - 1);
  expect(ended).toEqual([]);
  expect([...closing.pending()]).toEqual(['a']);
  clock.pass(1);
  expect(ended).toEqual(['a']);
  expect([...closing.pending()]).toEqual([]);
});

test('what is taken back stays open, and can be closed again later', () => {
  const { clock, closing, ended, conversation } = setUp();
  closing.begin(conversation('a'));
  closing.begin(conversation('b'));
  closing.undo('a' as ConversationId);
  clock.pass(undoWithinMs);
  expect(ended).toEqual(['b']);
  closing.begin(conversation('a'));
  clock.pass(undoWithinMs);
  expect(ended).toEqual(['b', 'a']);
});

test('a second click does not close twice, and leaving the page closes at once', () => {
  const { clock, closing, ended, conversation } = setUp();
  closing.begin(conversation('a'));
  closing.begin(conversation('a'));
  closing.flush();
  clock.pass(undoWithinMs);
  expect(ended).toEqual(['a']);
});
