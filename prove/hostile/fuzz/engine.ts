/** Feeds a parser with mutants, keeps those that reach new code, and says which one broke its promise. */
import type { Coverage } from './coverage.ts';

export interface Target {
  readonly name: string;
  /** Honest inputs. */
  readonly corpus: readonly Uint8Array[];
  /** @param corpus honest inputs, and mutants that were kept. */
  mutant(corpus: readonly Uint8Array[], random: () => number): Uint8Array;
  /** @returns whether it was accepted. @throws Error where what was accepted harms, or what was refused changed something */
  check(input: Uint8Array): boolean | Promise<boolean>;
}

export interface Fuzzed {
  readonly runs: number;
  readonly accepted: number;
  /** Mutants that reached code which no input had reached before. */
  readonly kept: number;
  readonly slowestMs: number;
  readonly broken?: { readonly because: string; readonly input: Uint8Array };
}

export interface FuzzOptions {
  readonly random: () => number;
  /** Asked after each input. */
  readonly goesOn: (runs: number) => boolean;
  readonly coverage?: Coverage | undefined;
}

/** Looking at coverage takes longer than a parser does, so it is looked at for many inputs at once. */
const batchSize = 100;
const mostKept = 2000;
/** Of processor time, so that a busy machine does not count. No honest input takes a hundredth of it. */
const slowMs = 1000;

export async function fuzz(
  target: Target,
  { random, goesOn, coverage }: FuzzOptions,
): Promise<Fuzzed> {
  const corpus = [...target.corpus];
  const tally = { runs: 0, accepted: 0, kept: 0, slowestMs: 0 };

  async function run(input: Uint8Array): Promise<string | undefined> {
    const before = input.slice();
    const cpu = process.cpuUsage();
    try {
      if (await target.check(input)) tally.accepted += 1;
    } catch (error) {
      return error instanceof Error ? (error.stack ?? error.message) : String(error);
    }
    const { user, system } = process.cpuUsage(cpu);
    const tookMs = (user + system) / 1000;
    tally.slowestMs = Math.max(tally.slowestMs, tookMs);
    if (tookMs > slowMs) return `it took ${tookMs.toFixed(0)} ms`;
    return Buffer.compare(before, input) === 0 ? undefined : 'the input was written to';
  }

  for (const input of target.corpus) {
    const because = await run(input);
    if (because !== undefined) return { ...tally, broken: { because, input } };
  }
  coverage?.fresh();
  while (goesOn(tally.runs)) {
    const batch: Uint8Array[] = [];
    for (let n = 0; n < batchSize && goesOn(tally.runs); n += 1) {
      const input = target.mutant(corpus, random);
      batch.push(input);
      tally.runs += 1;
      const because = await run(input);
      if (because !== undefined) return { ...tally, broken: { because, input } };
    }
    if (coverage === undefined || coverage.fresh() === 0) continue;
    // Which one of the batch it was is not known, so all of them get their chance.
    for (const input of batch) {
      if (corpus.length < mostKept + target.corpus.length) corpus.push(input);
    }
    tally.kept += batch.length;
  }
  return tally;
}
