/**
 * What the archive has acknowledged, kept in the store. Losing some of it does no harm: a peer tells the archive
 * only of those entries for which it has the receipt, and is told the others again.
 */
import { createLogReceipts, type LogReceipts } from '../log/receipts.ts';
import type { LogId } from '../protocol/ids.ts';
import type { ReceiptRun } from '../protocol/session.ts';
import type { Clock } from './clock.ts';
import { packReceipts, unpackReceipts } from './receipt-pages.ts';
import type { ConversationStore, Values } from './storage.ts';

export interface ReceiptBook {
  /** @returns what the store holds, for the timeline. */
  load(store: ConversationStore, values: Values): readonly ReceiptRun[];
  /** @returns whether anything of it was new. */
  add(runs: readonly ReceiptRun[]): boolean;
  /** Number of entries of the log, from the first one on, that have receipts. */
  savedUpTo(log: LogId): number;
  isSaved(log: LogId, seq: number): boolean;
  /** Writes what is not written yet. */
  flush(): Promise<void>;
}

/** One value of the store: rewritten as it fills, so neither too long nor too many of them. */
const runsPerPage = 500;
/** Receipts come in bursts. */
const writeDelayMs = 250;

export function createReceiptBook(clock: Clock): ReceiptBook {
  const logs = new Map<LogId, { readonly receipts: LogReceipts; savedUpTo: number }>();
  const runs: ReceiptRun[] = [];
  let store: ConversationStore | undefined;
  let written = 0;
  let cancel: (() => void) | undefined;

  function take(run: ReceiptRun): boolean {
    const log = logs.get(run.log) ?? { receipts: createLogReceipts(), savedUpTo: 0 };
    logs.set(run.log, log);
    if (log.receipts.add(run).length === 0) return false;
    log.savedUpTo = log.receipts.gapFrom(log.savedUpTo);
    runs.push(run);
    return true;
  }

  async function write(): Promise<void> {
    cancel?.();
    cancel = undefined;
    const from = Math.floor(written / runsPerPage);
    written = runs.length;
    for (let page = from; page * runsPerPage < runs.length; page += 1) {
      const start = page * runsPerPage;
      const packed = packReceipts(runs.slice(start, start + runsPerPage));
      await store?.set(`receipts/${page}`, packed);
    }
  }

  // What could not be stored is told again by the archive; own entries that cannot be are reported elsewhere.
  const writeQuietly = () => write().catch(() => undefined);

  return {
    load: (opened, values) => {
      for (let page = 0; ; page += 1) {
        const found = unpackReceipts(values.get(`receipts/${page}`));
        found.forEach(take);
        // The last page, or one whose successors would stand where they are not looked for.
        if (found.length < runsPerPage) break;
      }
      written = runs.length;
      store = opened;
      return [...runs];
    },
    add: (added) => {
      const isNews = added.filter(take).length > 0;
      if (isNews) cancel ??= clock.after(writeDelayMs, () => void writeQuietly());
      return isNews;
    },
    savedUpTo: (log) => logs.get(log)?.savedUpTo ?? 0,
    isSaved: (log, seq) => logs.get(log)?.receipts.of(seq) !== undefined,
    flush: writeQuietly,
  };
}
