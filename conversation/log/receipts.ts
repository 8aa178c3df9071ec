/** What the archive said about one log: numbers, times and verdicts, kept as runs and never unrolled. */
import type { ReceiptRun } from '../protocol/session.ts';

export interface Receipt {
  /** The archive's number: the only order a transcript claims. */
  readonly number: number;
  readonly receivedAt: number;
  readonly verdict: ReceiptRun['verdict'];
}

export interface LogReceipts {
  /** @returns the positions that got a receipt now, as [from, until) pairs; none where all was known. */
  add(run: ReceiptRun): readonly (readonly [from: number, until: number])[];
  of(seq: number): Receipt | undefined;
  /**
   * Where the entry stands in the archive's order: its own number, or, while its receipt is missing, that of
   * the next entry of its log which has one (a log's own order always holds). Undefined: after all numbered ones.
   */
  placeOf(seq: number): number | undefined;
  /** End (exclusive) of the last run before `seq`: placings from there on may change with a receipt at `seq`. */
  endBefore(seq: number): number;
  /** The first position from `seq` on without a receipt. */
  gapFrom(seq: number): number;
}

export function createLogReceipts(): LogReceipts {
  /** By position, without overlap. */
  const runs: ReceiptRun[] = [];

  /** @returns index of the first run that ends after `seq`. */
  function find(seq: number): number {
    const last = runs.at(-1);
    if (last === undefined || last.from + last.count <= seq) return runs.length;
    let low = 0;
    let high = runs.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      const run = runs[middle];
      if (run !== undefined && run.from + run.count > seq) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  return {
    add(run) {
      const added: [number, number][] = [];
      const until = run.from + run.count;
      let from = run.from;
      let index = find(from);
      while (from < until) {
        const next = runs[index];
        if (next !== undefined && next.from <= from) {
          from = next.from + next.count;
        } else {
          const end = next === undefined ? until : Math.min(until, next.from);
          runs.splice(index, 0, {
            ...run,
            from,
            count: end - from,
            seq: run.seq + from - run.from,
          });
          added.push([from, end]);
          from = end;
        }
        index += 1;
      }
      return added;
    },
    of(seq) {
      const run = runs[find(seq)];
      if (run === undefined || run.from > seq) return undefined;
      return {
        number: run.seq + seq - run.from,
        receivedAt: run.receivedAt,
        verdict: run.verdict,
      };
    },
    placeOf(seq) {
      const run = runs[find(seq)];
      if (run === undefined) return undefined;
      return run.seq + Math.max(0, seq - run.from);
    },
    endBefore(seq) {
      const run = runs[find(seq) - 1];
      return run === undefined ? 0 : run.from + run.count;
    },
    gapFrom(seq) {
      let gap = seq;
      for (let index = find(seq); ; index += 1) {
        const run = runs[index];
        if (run === undefined || run.from > gap) return gap;
        gap = run.from + run.count;
      }
    },
  };
}
