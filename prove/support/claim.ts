/** One thing that is tried, and what is said of it: a promise that does not hold is a finding, not a fault of the test. */
import type { Finding } from '../finding.ts';

/** What was promised does not hold. */
export class Broken extends Error {
  override readonly name = 'Broken';
}

export function must(holds: boolean, because: string): asserts holds {
  if (!holds) throw new Broken(because);
}

export type Claim = Omit<Finding, 'result' | 'iterations' | 'faults'>;

export interface Tried {
  readonly iterations: number;
  readonly faults: string;
  readonly note?: string;
}

/** Reports `held` with what `attempt` tells, or `broken`. */
export async function claim(
  report: (finding: Finding) => void,
  what: Claim,
  attempt: () => Promise<Tried>,
): Promise<void> {
  try {
    const { note, ...tried } = await attempt();
    report({
      ...what,
      ...tried,
      result: { state: 'held', ...(note === undefined ? {} : { note }) },
    });
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    const result = { state: 'broken', because: error.message } as const;
    report({ ...what, iterations: 1, faults: 'see there', result });
  }
}
