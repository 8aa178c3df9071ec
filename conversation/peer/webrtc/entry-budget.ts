/** How many new entries one participant may bring over links: above it they wait, as they do at the archive (LIM2). */
import type { Clock } from '../clock.ts';
import { linkLimits } from './link-limits.ts';

export interface EntryBudget {
  /** Notes what was taken in. @returns how long to wait before more is looked at, ms. */
  spend(entries: number): number;
}

export function createEntryBudget(clock: Pick<Clock, 'now'>): EntryBudget {
  const { entryBurst, entriesPerSecond } = linkLimits;
  let left: number = entryBurst;
  let at = clock.now();
  return {
    spend(entries) {
      const now = clock.now();
      const refilled = left + (Math.max(0, now - at) / 1000) * entriesPerSecond;
      left = Math.min(entryBurst, refilled) - entries;
      at = now;
      return left >= 0 ? 0 : (-left / entriesPerSecond) * 1000;
    },
  };
}
