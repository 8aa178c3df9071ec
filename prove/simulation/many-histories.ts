/** Runs one seed after the other until one fails or time is over. */
import { generateHistory } from './generate.ts';
import type { History } from './history.ts';
import { complaints, type Mutant } from './mutants.ts';
import { runHistory } from './run-history.ts';
import { shrink } from './shrink.ts';

export interface Failure {
  readonly seed: number;
  readonly because: string;
  readonly history: History;
}

export interface Tally {
  readonly histories: number;
  readonly events: number;
  readonly failure: Failure | undefined;
}

/** @param seeds which ones. @param goOn false: time is over. */
export async function runHistories(
  seeds: Iterable<number>,
  mutant: Mutant | undefined,
  goOn: () => boolean,
): Promise<Tally> {
  let histories = 0;
  let events = 0;
  for (const seed of seeds) {
    if (!goOn()) break;
    const history = generateHistory(seed);
    const verdict = await runHistory(history, mutant);
    histories += 1;
    events += verdict.events;
    if (!verdict.held) {
      return { histories, events, failure: { seed, because: verdict.because, history } };
    }
  }
  return { histories, events, failure: undefined };
}

/** The first of the seeds with which the mutant is noticed for what it is. */
export async function noticed(mutant: Mutant, seeds: Iterable<number>): Promise<Tally> {
  let histories = 0;
  let events = 0;
  for (const seed of seeds) {
    const tally = await runHistories([seed], mutant, () => true);
    histories += tally.histories;
    events += tally.events;
    const { failure } = tally;
    if (failure !== undefined && complaints[mutant].test(failure.because)) {
      return { histories, events, failure };
    }
  }
  return { histories, events, failure: undefined };
}

/** Tries of the shrinking at the most: minutes, not hours. */
const mostTries = 400;

/** The smallest part of it that breaks the same promise. */
export async function shrunk(failure: Failure): Promise<Failure> {
  const promise = promiseOf(failure.because);
  let { because } = failure;
  const history = await shrink(
    failure.history,
    async (smaller) => {
      const verdict = await runHistory(smaller);
      if (verdict.held || promiseOf(verdict.because) !== promise) return false;
      ({ because } = verdict);
      return true;
    },
    mostTries,
  );
  return { seed: failure.seed, because, history };
}

const promiseOf = (because: string) => because.split(':')[0];
