import type { LogId } from '../../conversation/protocol/ids.ts';
import type { ReceiptRun } from '../../conversation/protocol/session.ts';

export interface Receipt {
  readonly log: LogId;
  readonly logSeq: number;
  readonly seq: number;
  readonly receivedAt: number;
  readonly verdict: 'accepted' | 'quarantined';
}

/** Joins receipts of neighbours (in the log and in the archive, of one moment and verdict) into runs. */
export function mergeReceipts(receipts: readonly Receipt[]): ReceiptRun[] {
  const sorted = receipts.toSorted((a, b) => a.log - b.log || a.logSeq - b.logSeq);
  const runs: ReceiptRun[] = [];
  for (const it of sorted) {
    const last = runs.at(-1);
    const continues =
      last !== undefined &&
      last.log === it.log &&
      last.from + last.count === it.logSeq &&
      last.seq + last.count === it.seq &&
      last.receivedAt === it.receivedAt &&
      last.verdict === it.verdict;
    if (continues) {
      last.count += 1;
    } else {
      runs.push({
        log: it.log,
        from: it.logSeq,
        count: 1,
        seq: it.seq,
        receivedAt: it.receivedAt,
        verdict: it.verdict,
      });
    }
  }
  return runs;
}
