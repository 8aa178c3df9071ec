/** How a wait is written and how urgent it looks. */

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** The colour of a wait: people give up on a chat after about two minutes, and are cross after five. */
export type Urgency = 'fresh' | 'soon' | 'overdue';

export function urgencyOf(waitedMs: number): Urgency {
  if (waitedMs < 2 * minuteMs) return 'fresh';
  return waitedMs < 5 * minuteMs ? 'soon' : 'overdue';
}

/** Two figures at most: "8s", "4m", "1h 05m", "2d 3h". A clock that runs ahead counts as no wait. */
export function waitingLabel(waitedMs: number): string {
  const waited = Math.max(0, waitedMs);
  if (waited < minuteMs) return `${Math.floor(waited / secondMs)}s`;
  if (waited < hourMs) return `${Math.floor(waited / minuteMs)}m`;
  if (waited < dayMs) {
    const minutes = String(Math.floor((waited % hourMs) / minuteMs)).padStart(2, '0');
    return `${Math.floor(waited / hourMs)}h ${minutes}m`;
  }
  return `${Math.floor(waited / dayMs)}d ${Math.floor((waited % dayMs) / hourMs)}h`;
}

/** The same for a screen reader: "4 minutes". */
export function waitingWords(waitedMs: number): string {
  const waited = Math.max(0, waitedMs);
  if (waited < minuteMs) return plural(Math.floor(waited / secondMs), 'second');
  if (waited < hourMs) return plural(Math.floor(waited / minuteMs), 'minute');
  if (waited < dayMs) return plural(Math.floor(waited / hourMs), 'hour');
  return plural(Math.floor(waited / dayMs), 'day');
}

function plural(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
