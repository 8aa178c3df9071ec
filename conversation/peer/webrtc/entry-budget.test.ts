import { expect, test } from 'vitest';
import { createEntryBudget } from './entry-budget.ts';
import { linkLimits } from './link-limits.ts';

const { entryBurst, entriesPerSecond } = linkLimits;

test('[LIM2] a history passes at once; what comes above the rate waits until it is due', () => {
  let now = 0;
  const budget = createEntryBudget({ now: () => now });
  expect(budget.spend(entryBurst)).toBe(0);
  expect(budget.spend(entriesPerSecond)).toBe(1_000);
  now += 1_000;
  expect(budget.spend(0)).toBe(0);
  expect(budget.spend(3 * entriesPerSecond)).toBe(3_000);
  now += 1e9;
  expect(budget.spend(entryBurst)).toBe(0);
  expect(budget.spend(1)).toBeGreaterThan(0);
});
