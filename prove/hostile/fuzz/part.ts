/**
 * Every parser under mutants of honest inputs and of the attacks: what is accepted is harmless, what is refused
 * changes nothing, nothing throws and nothing takes long. V8 says which mutants reached new code.
 */
import type { Part } from '../../finding.ts';
import { binaryTargets } from './binary-targets.ts';
import { watchCoverage } from './coverage.ts';
import { fuzz, type Fuzzed } from './engine.ts';
import { jsonTargets } from './json-targets.ts';
import { randomFrom } from './mutator.ts';

const forMs = { short: 2_000, long: 20 * 60_000 };

/** However busy the machine is. */
const leastRuns = 1000;

const isOurs = (url: string) => /\/(?:conversation|signaling|client)\//.test(url);

export const part: Part = {
  name: 'fuzz',
  async prove({ long, seed }, report) {
    const targets = [...(await binaryTargets()), ...jsonTargets()];
    for (const target of targets) {
      const coverage = watchCoverage(isOurs);
      const until = performance.now() + (long ? forMs.long : forMs.short);
      const fuzzed = await fuzz(target, {
        random: randomFrom(seed),
        goesOn: (runs) => runs < leastRuns || performance.now() < until,
        coverage,
      });
      coverage.close();
      report({
        promises: ['W9', 'W8', 'W4'],
        test: `Mutants of honest and hostile input for ${target.name}: accepted ones are harmless, refused ones change nothing.`,
        iterations: fuzzed.runs,
        faults: `${fuzzed.accepted} accepted, ${fuzzed.kept} in batches that reached new code, at most ${fuzzed.slowestMs.toFixed(0)} ms`,
        seed,
        result: resultOf(fuzzed),
      });
    }
  },
};

function resultOf({ broken }: Fuzzed) {
  if (broken === undefined) return { state: 'held' } as const;
  const input = Buffer.from(broken.input.subarray(0, 2000)).toString('base64');
  return {
    state: 'broken',
    because: `${broken.because.slice(0, 800)}; input (base64): ${input}`,
  } as const;
}
