import { expect, test } from 'vitest';
import type { ConversationId } from '../../../conversation/protocol/ids.ts';
import { createHandClock } from '../hand-clock.fixture.ts';
import { createClosing, undoWithinMs } from './closing.ts';

function setUp() {
  const clock = createHandClock();
  const offered = new Set<string>();
  const closing = createClosing(clock, {
    offer({ done }) {
      offered.add(done);
      return () => void offered.delete(done);
    },
  });
  const ended: string[] = [];
  const conversation = (id: string) => ({
    id: id as ConversationId,
    name: id,
    end: () => void ended.push(id),
  });
  return { clock, closing, ended, offered, conversation };
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

test('it is offered to take it back, as long as it can be', () => {
  const { clock, closing, offered, conversation } = setUp();
  closing.begin(conversation('a'));
  expect([...offered]).toEqual(['The conversation with a is being closed.']);
  closing.undo('a' as ConversationId);
  expect(offered.size).toBe(0);
  closing.begin(conversation('b'));
  clock.pass(undoWithinMs);
  expect(offered.size).toBe(0);
});
