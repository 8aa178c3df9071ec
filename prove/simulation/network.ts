/** Who cannot reach whom, and how long things take. */
import type { Chance } from './chance.ts';
import type { Setup } from './history.ts';
import type { Schedule } from './schedule.ts';

/** A program's place in the setup, or the server. */
export type Place = number | 'server';

export interface Network {
  /** Nothing gets through between the two for so long. */
  part(a: Place, b: Place, forMs: number): void;
  isParted(a: Place, b: Place): boolean;
  /** Undoes every parting, and what is lossy is so no more. */
  heal(): void;
  isLossy(): boolean;
  /** Calls `task` when the two can reach one another; at once where they can. */
  whenTogether(a: Place, b: Place, task: () => void): void;
  delayMs(): number;
}

export function createNetwork(setup: Setup, schedule: Schedule, chance: Chance): Network {
  const parted = new Map<string, number>();
  let waiting: { readonly key: string; readonly task: () => void }[] = [];
  let isLossy = true;
  const keyOf = (a: Place, b: Place) => [a, b].map(String).toSorted().join(' ');

  function goOn(key: string): void {
    const ready = waiting.filter((each) => each.key === key);
    waiting = waiting.filter((each) => each.key !== key);
    for (const { task } of ready) task();
  }

  function isParted(a: Place, b: Place): boolean {
    return (parted.get(keyOf(a, b)) ?? 0) > schedule.now();
  }

  return {
    part(a, b, forMs) {
      const key = keyOf(a, b);
      parted.set(key, Math.max(schedule.now() + forMs, parted.get(key) ?? 0));
      schedule.after(forMs, () => {
        if (!isParted(a, b)) goOn(key);
      });
    },
    isParted,
    heal() {
      isLossy = false;
      const keys = [...parted.keys()];
      parted.clear();
      for (const key of keys) goOn(key);
    },
    isLossy: () => isLossy,
    whenTogether(a, b, task) {
      if (isParted(a, b)) waiting.push({ key: keyOf(a, b), task });
      else task();
    },
    // Mostly quick, sometimes as slow as it gets.
    delayMs: () => 1 + setup.delayMs * chance.fraction() ** 3,
  };
}
