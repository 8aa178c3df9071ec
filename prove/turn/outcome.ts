/** What the program inside the laboratory tells the one outside. */
import * as v from 'valibot';

/** `code`: 0 for granted, else the error code. */
const outcome = v.object({ what: v.string(), code: v.number() });
export const outcomesShown = v.array(outcome);
export type Outcome = v.InferOutput<typeof outcome>;

/** Where a listener waits on every address that must not be reached. */
export const listenerPort = 5_300;

/** What each must have come to; everything else must have been refused. */
const granted = new Set([
  'an allocation',
  'a permission for a peer that is allowed',
  'releasing the allocation',
]);
const quota = 'allocations of 20 that were granted to one credential';
/** `user-quota` of the shipped configuration. */
const userQuota = 12;

/** @returns what should not have been. */
export function wrongOutcomes(outcomes: readonly Outcome[]): string[] {
  return outcomes.flatMap(({ what, code }) => {
    if (what === quota) return code >= 1 && code <= userQuota ? [] : [`${code} ${what}`];
    if (granted.has(what)) return code === 0 ? [] : [`${what} was refused with ${code}`];
    return code === 0 ? [`${what} was granted`] : [];
  });
}
