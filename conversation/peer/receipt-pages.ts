/** Receipts as they are stored: numbers in a row, because a page waits while ten thousand objects are cloned. */
import { parseLogId } from '../protocol/ids.ts';
import type { ReceiptRun } from '../protocol/session.ts';

const numbersPerRun = 6;
const verdicts = ['accepted', 'quarantined'] as const satisfies ReceiptRun['verdict'][];

export function packReceipts(runs: readonly ReceiptRun[]): Float64Array {
  const packed = new Float64Array(runs.length * numbersPerRun);
  runs.forEach(({ log, from, count, seq, receivedAt, verdict }, i) => {
    packed.set([log, from, count, seq, receivedAt, verdicts.indexOf(verdict)], i * numbersPerRun);
  });
  return packed;
}

/** @returns nothing for what was not written by `packReceipts`: the archive says it again. */
export function unpackReceipts(stored: unknown): ReceiptRun[] {
  if (!(stored instanceof Float64Array)) return [];
  const runs: ReceiptRun[] = [];
  for (let at = 0; at + numbersPerRun <= stored.length; at += numbersPerRun) {
    const log = parseLogId(stored[at]);
    const from = stored[at + 1] ?? 0;
    const count = stored[at + 2] ?? 0;
    const seq = stored[at + 3] ?? 0;
    const receivedAt = stored[at + 4] ?? 0;
    const verdict = verdicts[stored[at + 5] ?? 0];
    const isWhole = [from, count, seq, receivedAt].every(
      (each) => Number.isSafeInteger(each) && each >= 0,
    );
    if (log === undefined || verdict === undefined || !isWhole || count === 0) return [];
    runs.push({ log, from, count, seq, receivedAt, verdict });
  }
  return runs;
}
