/**
 * The one clock of a simulation, and the one order in which everything happens: what is due, one after the other,
 * and after each all that follows from it without time passing. Nothing else runs, so a seed is a history.
 */
import { createHash } from 'node:crypto';

export interface Schedule {
  /** Milliseconds of Unix time. */
  now(): number;
  /** Calls `task` once, `delayMs` from now, unless the returned undo is called first. */
  after(delayMs: number, task: () => void): () => void;
  /** Lets `ms` pass. @param between called after each event. */
  run(ms: number, between: () => void): Promise<void>;
  /** How many events there were. */
  events(): number;
  /** Writes something that happened into the trace. */
  note(...what: readonly (string | number | Uint8Array)[]): void;
  /** A hash of the trace: of two runs it is the same only if the same happened at the same times. */
  trace(): string;
}

interface Due {
  readonly at: number;
  readonly number: number;
  task: (() => void) | undefined;
}

const isBefore = (a: Due, b: Due) => a.at < b.at || (a.at === b.at && a.number < b.number);

/** Promises that are fulfilled are worked off before the next turn of the host's loop begins. */
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

export function createSchedule(start: number): Schedule {
  const heap: Due[] = [];
  const hash = createHash('sha256');
  let now = start;
  let made = 0;
  let events = 0;

  function push(due: Due): void {
    let at = heap.length;
    heap.push(due);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || !isBefore(due, above)) break;
      heap[at] = above;
      at = parent;
    }
    heap[at] = due;
  }

  function pop(): Due | undefined {
    const first = heap[0];
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return first;
    let at = 0;
    for (;;) {
      const [left, right] = [heap[2 * at + 1], heap[2 * at + 2]];
      if (left === undefined) break;
      const isRight = right !== undefined && isBefore(right, left);
      const least = isRight ? right : left;
      if (!isBefore(least, last)) break;
      heap[at] = least;
      at = 2 * at + (isRight ? 2 : 1);
    }
    heap[at] = last;
    return first;
  }

  return {
    now: () => now,
    after(delayMs, task) {
      made += 1;
      const due: Due = { at: now + Math.max(0, Math.round(delayMs)), number: made, task };
      push(due);
      return () => {
        due.task = undefined;
      };
    },
    async run(ms, between) {
      const end = now + ms;
      await turn();
      between();
      for (;;) {
        const next = heap[0];
        if (next === undefined || next.at > end) break;
        pop();
        const { task } = next;
        if (task === undefined) continue;
        now = Math.max(now, next.at);
        events += 1;
        task();
        await turn();
        between();
      }
      now = end;
    },
    events: () => events,
    note(...what) {
      hash.update(`${now}`);
      for (const each of what) hash.update(typeof each === 'number' ? ` ${each}` : each);
    },
    trace: () => hash.copy().digest('hex'),
  };
}
