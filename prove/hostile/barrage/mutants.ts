/** Mutants of the fuzz corpus, as texts. */
import { jsonTargets } from '../fuzz/json-targets.ts';
import { oneOf } from '../fuzz/mutator.ts';
import type { Tally } from './tally.ts';

export interface BarrageOptions {
  readonly url: string;
  readonly random: () => number;
  readonly goesOn: () => boolean;
  readonly tally: Tally;
}

export type Barrage = (options: BarrageOptions) => Promise<void>;

/** @param name of the target in `json-targets.ts`, or how the names of several begin */
export function mutantsOf(name: string, random: () => number): () => string {
  const targets = jsonTargets().filter((target) =>
    name.endsWith(' ') ? target.name.startsWith(name) : target.name === name,
  );
  if (targets.length === 0) throw new Error(`The corpus has nothing for "${name}".`);
  return () => {
    const target = oneOf(targets, random);
    return new TextDecoder().decode(target.mutant(target.corpus, random));
  };
}
