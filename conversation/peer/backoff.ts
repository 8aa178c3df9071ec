/**
 * Grows from half a second to half a minute. The spread over the whole range keeps a restarted server from
 * meeting every peer at once.
 * @param attempt failed attempts since the last success, from 0
 * @param random from 0 (inclusive) to 1 (exclusive)
 * @returns milliseconds to wait
 */
export function reconnectDelayMs(attempt: number, random: () => number): number {
  const shortest = 500;
  const longest = 30_000;
  const ceiling = Math.min(longest, 2 * shortest * 2 ** Math.min(attempt, 10));
  return Math.round(shortest + random() * (ceiling - shortest));
}
