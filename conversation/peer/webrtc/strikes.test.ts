import { expect, test } from 'vitest';
import { limits } from '../../log/limits.ts';
import { createStrikes } from './strikes.ts';

test('as many strikes as the limit says, within the window, are one too many', () => {
  const strikes = createStrikes();
  for (let i = 1; i < limits.frameStrikes; i += 1) expect(strikes.add(i)).toBe(false);
  expect(strikes.add(limits.frameStrikeWindowMs)).toBe(true);
});

test('strikes that are further apart than the window never add up', () => {
  const strikes = createStrikes();
  for (let i = 0; i < limits.frameStrikes * 3; i += 1) {
    expect(strikes.add(i * (limits.frameStrikeWindowMs + 1))).toBe(false);
  }
});
