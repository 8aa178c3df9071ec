/** The small form of the simulation: some histories, what failed once, and the mutants that it must notice. */
import { describe, expect, test } from 'vitest';
import { failedHistories } from './failed-histories.ts';
import { generateHistory } from './generate.ts';
import { noticed, runHistories } from './many-histories.ts';
import { mutants } from './mutants.ts';
import { runHistory } from './run-history.ts';
import { printed, shrink } from './shrink.ts';

const histories = 150;
/** The most hidden of the mutants is noticed within a third of it. */
const mostForMutant = 600;

const seedsUpTo = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

test('one seed is one history, frame for frame', async () => {
  const traces = new Set<string>();
  for (const seed of [1, 2, 3]) {
    const first = await runHistory(generateHistory(seed));
    const second = await runHistory(generateHistory(seed));
    expect(first).toEqual(second);
    if (first.held) traces.add(first.trace);
  }
  expect(traces.size).toBe(3);
}, 60_000);

test(`[W1] [W2] [W3] [W4] ${histories} histories end with everything that is owed, once, in one order`, async () => {
  const { failure } = await runHistories(seedsUpTo(histories), undefined, () => true);
  expect(failure && { seed: failure.seed, because: failure.because }).toBeUndefined();
}, 240_000);

test.each(failedHistories)('a history that failed once holds: $because', async (history) => {
  expect(await runHistory(history)).toMatchObject({ held: true });
});

test('a history that fails is made smaller as long as it fails, and printed as it can be kept', async () => {
  const history = generateHistory(3);
  const texts = history.actions.flatMap((action) => (action.do === 'say' ? [action.text] : []));
  const [wanted] = texts;
  const smallest = await shrink(
    history,
    ({ actions }) =>
      Promise.resolve(actions.some((action) => action.do === 'say' && action.text === wanted)),
    400,
  );
  expect(texts.length).toBeGreaterThan(1);
  expect(smallest.actions).toHaveLength(1);
  expect(printed(smallest, 'W3: an example')).toContain(JSON.stringify(smallest.actions[0]));
});

describe('the simulation notices', () => {
  test.each(mutants)(
    '%s',
    async (mutant) => {
      const { failure, histories: tried } = await noticed(mutant, seedsUpTo(mostForMutant));
      expect(failure, `after ${tried} histories`).toBeDefined();
    },
    240_000,
  );
});
