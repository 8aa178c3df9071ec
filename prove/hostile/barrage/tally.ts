/** What the program that throws mutants tells the one that watches. */
import * as v from 'valibot';

export const kinds = ['signals', 'sessions', 'requests'] as const;
export type Kind = (typeof kinds)[number];

export const barrageTold = v.object({
  sent: v.number(),
  /** How often each answer, or each way in which a socket was closed, came. */
  answers: v.record(v.string(), v.number()),
  /** What no honest server answers. */
  strange: v.array(v.string()),
  isDone: v.boolean(),
});
export type Told = v.InferOutput<typeof barrageTold>;

export interface Tally {
  sent(): void;
  answered(how: string): void;
  strange(what: string): void;
  told(isDone: boolean): Told;
}

/** Enough to see what is wrong. */
const mostStrange = 20;

export function createTally(): Tally {
  let sent = 0;
  const answers = new Map<string, number>();
  const strange: string[] = [];
  return {
    sent: () => void (sent += 1),
    answered: (how) => void answers.set(how, (answers.get(how) ?? 0) + 1),
    strange(what) {
      if (strange.length < mostStrange) strange.push(what);
    },
    told: (isDone) => ({ sent, answers: Object.fromEntries(answers), strange, isDone }),
  };
}
