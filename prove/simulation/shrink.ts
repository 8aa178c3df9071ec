/** Finds the smallest part of a failed history that still fails: delta debugging over its actions, then its setup. */
import type { Action, History, Setup } from './history.ts';

/** @param fails whether a history still fails; @param most tries at the most. */
export async function shrink(
  history: History,
  fails: (history: History) => Promise<boolean>,
  most: number,
): Promise<History> {
  let tries = 0;
  let smallest = history;

  async function attempt(next: History): Promise<boolean> {
    if (tries >= most) return false;
    tries += 1;
    if (!(await fails(next))) return false;
    smallest = next;
    return true;
  }

  /** Leaves out ever smaller pieces. What is left out takes its time with it unless the next action waits for it. */
  async function fewerActions(): Promise<void> {
    for (
      let size = Math.ceil(smallest.actions.length / 2);
      size >= 1;
      size = Math.floor(size / 2)
    ) {
      for (let at = 0; at < smallest.actions.length;) {
        const actions = without(smallest.actions, at, size);
        if (!(await attempt({ ...smallest, actions }))) at += size;
      }
    }
  }

  async function plainerSetup(): Promise<void> {
    for (const change of plainer)
      await attempt({ ...smallest, setup: { ...smallest.setup, ...change } });
    for (let last = smallest.setup.programs.length - 1; last > 0; last -= 1) {
      const programs = smallest.setup.programs.slice(0, last);
      const actions = smallest.actions.filter((action) => isWithin(action, last));
      if (!(await attempt({ setup: { ...smallest.setup, programs }, actions }))) break;
    }
  }

  let before: number;
  do {
    before = size(smallest);
    await fewerActions();
    await plainerSetup();
  } while (size(smallest) < before && tries < most);
  return smallest;
}

const plainer: readonly Partial<Setup>[] = [
  { loss: 0 },
  { duplication: 0 },
  { reordering: 0 },
  { delayMs: 20 },
  { guests: [] },
  { first: 'people' },
];

const size = ({ setup, actions }: History) => actions.length + setup.programs.length;

function without(actions: readonly Action[], at: number, count: number): Action[] {
  const cut = actions.slice(at, at + count);
  const passed = cut.reduce((sum, { after }) => sum + after, 0);
  return actions
    .filter((_, i) => i < at || i >= at + count)
    .map((action, i) => (i === at ? { ...action, after: action.after + passed } : action));
}

function isWithin(action: Action, programs: number): boolean {
  const places = ['program', 'a', 'b', 'victim', 'author'].map(
    (name) => Object.entries(action).find(([key]) => key === name)?.[1],
  );
  return places.every((place) => typeof place !== 'number' || place < programs);
}

/** As it can be put into `failed-histories.ts`. */
export function printed({ setup, actions }: History, because: string): string {
  const lines = actions.map((action) => `    ${JSON.stringify(action)},`);
  return [
    '{',
    `  because: ${JSON.stringify(because)},`,
    `  setup: ${JSON.stringify(setup)},`,
    '  actions: [',
    ...lines,
    '  ],',
    '},',
  ].join('\n');
}
