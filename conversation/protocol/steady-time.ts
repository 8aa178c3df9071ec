/**
 * Time for what is only measured: how long something took, or when it is due. A clock that is set back while something
 * is waited for must not make the wait longer by as much; one that is set forward, or a machine that slept, may end it.
 *
 * @param now milliseconds by a clock that people and NTP set.
 * @returns the same, but for the steps back.
 */
export function steadyTime(now: () => number): () => number {
  let seen = now();
  let told = seen;
  return () => {
    const moment = now();
    told += Math.max(0, moment - seen);
    seen = moment;
    return told;
  };
}
