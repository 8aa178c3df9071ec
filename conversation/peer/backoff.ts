/**
 * Grows from half a second to half a minute. The first three tries come within a second each, so that a restart of
 * two seconds is over for everybody a second later; the spread over the whole range keeps the restarted server
 * from meeting every peer at once.
 * @param attempt failed attempts since the last success, from 0
 * @param random from 0 (inclusive) to 1 (exclusive)
 * @returns milliseconds to wait
 */
export function reconnectDelayMs(attempt: number, random: () => number): number {
  const quickTries = 3;
  const shortest = 500;
  const longest = 30_000;
  const growing = Math.min(Math.max(0, attempt - quickTries + 1), 10);
  const ceiling = Math.min(longest, 2 * shortest * 2 ** growing);
  return Math.round(shortest + random() * (ceiling - shortest));
}
