import { expect, test } from 'vitest';
import { steadyTime } from './steady-time.ts';

test('time goes on from where it was when the clock is set back, and jumps when it is set forward', () => {
  let wall = 1_000_000;
  const now = steadyTime(() => wall);
  wall += 10;
  expect(now()).toBe(1_000_010);
  wall -= 86_400_000;
  expect(now()).toBe(1_000_010);
  wall += 5;
  expect(now()).toBe(1_000_015);
  wall += 86_400_000;
  expect(now()).toBe(87_400_015);
});
