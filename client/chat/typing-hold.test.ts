import { expect, test } from 'vitest';
import type { Clock } from '../../conversation/peer/clock.ts';
import { createHold, createTypingSignal } from './typing-hold.ts';

function handClock() {
  let now = 0;
  let tasks: { at: number; task: () => void }[] = [];
  const clock: Clock = {
    now: () => now,
    after(delayMs, task) {
      const planned = { at: now + delayMs, task };
      tasks.push(planned);
      return () => (tasks = tasks.filter((each) => each !== planned));
    },
  };
  const advance = (byMs: number) => {
    now += byMs;
    const due = tasks.filter(({ at }) => at <= now);
    tasks = tasks.filter(({ at }) => at > now);
    for (const { task } of due) task();
  };
  return { clock, advance };
}

test('typing is told once, and its end after three quiet seconds', () => {
  const { clock, advance } = handClock();
  const told: boolean[] = [];
  const signal = createTypingSignal(clock, (typing) => told.push(typing));
  signal.typed(false);
  advance(2_900);
  signal.typed(false);
  advance(2_900);
  expect(told).toEqual([true]);
  advance(100);
  expect(told).toEqual([true, false]);
});

test('sending, leaving and emptying the field end typing at once', () => {
  const { clock, advance } = handClock();
  const told: boolean[] = [];
  const signal = createTypingSignal(clock, (typing) => told.push(typing));
  signal.typed(false);
  signal.stop();
  signal.typed(false);
  signal.typed(true);
  advance(10_000);
  expect(told).toEqual([true, false, true, false]);
});

test('a message tells the end of typing itself; the word for it follows, or comes before one types on', () => {
  const { clock, advance } = handClock();
  const told: boolean[] = [];
  const signal = createTypingSignal(clock, (typing) => told.push(typing));
  signal.typed(false);
  signal.sent();
  expect(told).toEqual([true]);
  advance(100);
  expect(told).toEqual([true, false]);
  signal.typed(false);
  signal.sent();
  signal.typed(false);
  expect(told).toEqual([true, false, true, false, true]);
  advance(100);
  expect(told).toEqual([true, false, true, false, true]);
});

test('a bubble keeps its place for a moment, and goes at once when the message came', () => {
  const { clock, advance } = handClock();
  const shown: boolean[] = [];
  const hold = createHold(clock, (on) => shown.push(on));
  hold.set(true, false);
  hold.set(false, false);
  advance(600);
  hold.set(true, false);
  hold.set(false, false);
  expect(shown).toEqual([true, true]);
  advance(1_200);
  expect(shown).toEqual([true, true, false]);
  hold.set(true, false);
  hold.set(false, true);
  expect(shown).toEqual([true, true, false, true, false]);
});
