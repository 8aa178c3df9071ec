import { expect, test } from 'vitest';
import { reconnectDelayMs } from './backoff.ts';

test('waits grow from half a second to half a minute and never leave that range', () => {
  const longest = [0, 1, 2, 3, 4, 7, 8, 50, 5000].map((attempt) =>
    reconnectDelayMs(attempt, () => 1),
  );
  expect(longest).toEqual([1000, 1000, 1000, 2000, 4000, 30_000, 30_000, 30_000, 30_000]);
  expect(reconnectDelayMs(0, () => 0)).toBe(500);
  expect(reconnectDelayMs(50, () => 0)).toBe(500);
});

test('a server that is back after two seconds is met a second later at the latest', () => {
  for (const chance of [0, 0.5, 0.999]) {
    let at = 0;
    for (let attempt = 0; at < 2000; attempt += 1) at += reconnectDelayMs(attempt, () => chance);
    expect(at).toBeLessThanOrEqual(3000);
  }
});

test('the spread covers the whole range, so that peers of a restarted server do not come back together', () => {
  const delays = [0, 0.25, 0.5, 0.75].map((chance) => reconnectDelayMs(9, () => chance));
  expect(delays).toEqual([500, 7875, 15_250, 22_625]);
});
