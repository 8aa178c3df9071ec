/** `npm run prove -- simulation`: histories by the ten thousand, on every core, and the mutants that they must catch. */
import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import type { Finding, Part } from '../finding.ts';
import { noticed } from './many-histories.ts';
import { mutants } from './mutants.ts';
import type { Told } from './worker.ts';

const shortHistories = 10_000;
const longHistories = 1_000_000;
/** A night. */
const longForMs = 8 * 3_600_000;
/** By then each mutant has been caught many times over. */
const seedsForMutant = 2_000;

const faults =
  'loss, repetition, delay, overtaking, partings, crashes and restarts of server, tabs and devices, lost and full stores, a full and a slow disk, forgeries, hand-overs, ends';

interface Outcome {
  readonly histories: number;
  readonly events: number;
  readonly failures: readonly Extract<Told, { kind: 'failed' }>[];
}

/** The seeds from `seed` on, shared out among as many processes as there are cores. */
async function runEverywhere(seed: number, count: number, forMs: number): Promise<Outcome> {
  const workers = availableParallelism();
  let histories = 0;
  let events = 0;
  const failures: Extract<Told, { kind: 'failed' }>[] = [];
  const shares = Array.from({ length: workers }, (_, i) => {
    const share = Math.ceil((count - i) / workers);
    return inProcess([seed + i, workers, share, forMs], (told) => {
      if (told.kind === 'failed') failures.push(told);
      else {
        histories += told.histories;
        events += told.events;
      }
    });
  });
  await Promise.all(shares);
  return { histories, events, failures };
}

function inProcess(given: readonly number[], onTold: (told: Told) => void): Promise<void> {
  return new Promise((done, fail) => {
    const child = fork(resolve(import.meta.dirname, 'worker.ts'), given.map(String), {
      // What one history leaves behind is gone before it grows old.
      execArgv: [...process.execArgv, '--max-semi-space-size=32'],
    });
    child.on('message', (told: Told) => onTold(told));
    child.once('error', fail);
    child.once('exit', (code) => {
      if (code === 0) done();
      else fail(new Error(`A process of the simulation ended with code ${code}.`));
    });
  });
}

function findingOf({ histories, events, failures }: Outcome, seed: number): Finding {
  const common = {
    promises: ['W1', 'W2', 'W3', 'W4'],
    test: 'simulated histories of the real peers, archive and sessions end in agreement',
    iterations: histories,
    faults,
    seed,
  };
  const [failure] = failures;
  if (failure === undefined) {
    const each = Math.round(events / Math.max(1, histories));
    return { ...common, result: { state: 'held', note: `${each} events each` } };
  }
  console.error(`  Put this into prove/simulation/failed-histories.ts:\n${failure.test}`);
  const because = `seed ${failure.seed}: ${failure.because}`;
  return { ...common, result: { state: 'broken', because } };
}

export const part: Part = {
  name: 'simulation',
  async prove({ long, seed }, report) {
    const count = long ? longHistories : shortHistories;
    report(findingOf(await runEverywhere(seed, count, long ? longForMs : 0), seed));
    for (const mutant of mutants) {
      const seeds = Array.from({ length: seedsForMutant }, (_, i) => seed + i);
      const { histories, failure } = await noticed(mutant, seeds);
      report({
        promises: ['W1', 'W2', 'W3', 'W4'],
        test: `the simulation notices a mutant: ${mutant}`,
        iterations: histories,
        faults: '1 mutant',
        seed,
        result:
          failure === undefined
            ? { state: 'broken', because: 'nothing was noticed' }
            : { state: 'held', note: `at seed ${failure.seed}: ${failure.because}` },
      });
    }
  },
};
