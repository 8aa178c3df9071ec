import { createRoot } from 'solid-js';
import { expect, test } from 'vitest';
import { createHandClock } from '../hand-clock.fixture.ts';
import { createUndo, undoOfferedMs } from './undo.ts';

function setUp() {
  const clock = createHandClock();
  return createRoot((dispose) => ({ clock, undo: createUndo(clock), dispose }));
}
const offer = (done: string, taken: string[] = []) => ({
  done,
  undo: () => {
    taken.push(done);
    return undefined;
  },
});

test('what was done last is taken back, once', async () => {
  const { undo } = setUp();
  const taken: string[] = [];
  undo.offer(offer('first', taken));
  undo.offer(offer('second', taken));
  expect(undo.offered()?.done).toBe('second');
  await undo.take();
  await undo.take();
  expect(taken).toEqual(['second']);
  expect(undo.offered()).toBeUndefined();
});

test('it is offered for a moment, and longer while somebody points at it', () => {
  const { clock, undo } = setUp();
  undo.offer(offer('gone'));
  clock.pass(undoOfferedMs - 1);
  undo.hold(true);
  clock.pass(undoOfferedMs * 10);
  expect(undo.offered()?.done).toBe('gone');
  undo.hold(false);
  clock.pass(undoOfferedMs);
  expect(undo.offered()).toBeUndefined();
});

test('one that is withdrawn is not offered any more, and leaves its follower alone', () => {
  const { undo } = setUp();
  const withdraw = undo.offer(offer('first'));
  undo.offer(offer('second'));
  withdraw();
  expect(undo.offered()?.done).toBe('second');
  undo.offer(offer('third'))();
  expect(undo.offered()).toBeUndefined();
});

test('where it cannot be taken back it says why', async () => {
  const { clock, undo } = setUp();
  undo.offer({ done: 'deleted', undo: () => Promise.resolve('The server cannot be reached.') });
  await undo.take();
  expect(undo.trouble()).toBe('The server cannot be reached.');
  clock.pass(undoOfferedMs);
  expect(undo.trouble()).toBeUndefined();
});

test('nothing is left when its owner is gone', () => {
  const { clock, undo, dispose } = setUp();
  undo.offer(offer('gone'));
  dispose();
  expect(clock.pending()).toBe(0);
});
