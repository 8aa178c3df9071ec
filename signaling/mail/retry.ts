/** When a mail that could not be delivered is tried again. Pure. */

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** RFC 5321, section 4.5.4.1: give up after four to five days. Here a link in it has long run out by then. */
const waits: readonly number[] = [
  10_000,
  minuteMs,
  5 * minuteMs,
  15 * minuteMs,
  hourMs,
  ...Array.from({ length: 12 }, () => 4 * hourMs),
];

/** @param attempts how often it was tried, from 1 on. @returns ms to wait, or undefined: given up. */
export function retryAfterMs(attempts: number): number | undefined {
  return waits[attempts - 1];
}
