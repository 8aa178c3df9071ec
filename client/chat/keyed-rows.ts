import { createSignal, type Signal } from 'solid-js';
import { sameRow, type ThreadRow } from './thread-rows.ts';

/** A row that keeps its element in the page while what it shows changes: `For` keys by identity. */
export interface LiveRow {
  readonly key: string;
  /** As it is now; whoever asks is told of changes. */
  row(): ThreadRow;
}

/** Few rows of a long thread are ever drawn: only one that was asked for has a signal, which takes more than the row. */
class KeptRow implements LiveRow {
  readonly key: string;
  #last: ThreadRow;
  #signal: Signal<ThreadRow> | undefined;

  constructor(row: ThreadRow) {
    this.key = row.key;
    this.#last = row;
  }

  row(): ThreadRow {
    this.#signal ??= createSignal(this.#last);
    return this.#signal[0]();
  }

  set(row: ThreadRow): void {
    const isSame = sameRow(this.#last, row);
    this.#last = row;
    if (!isSame) this.#signal?.[1](() => row);
  }
}

/**
 * @returns a function that takes the rows of this moment and gives their live counterparts; the same list as
 *   before where only what the rows show has changed.
 */
export function createKeyedRows(): (rows: readonly ThreadRow[]) => readonly LiveRow[] {
  let kept: readonly KeptRow[] = [];
  return (rows) => {
    // Nearly always rows stay where they are and new ones follow: looking them up by key is for the rest.
    let byKey: ReadonlyMap<string, KeptRow> | undefined;
    const knownAt = (index: number, key: string) => {
      const here = kept[index];
      if (byKey === undefined && (here === undefined || here.key === key)) return here;
      byKey ??= new Map(kept.map((one) => [one.key, one]));
      return byKey.get(key);
    };
    const next = rows.map((row, index) => {
      const known = knownAt(index, row.key);
      if (known === undefined) return new KeptRow(row);
      known.set(row);
      return known;
    });
    const isSame = byKey === undefined && next.length === kept.length;
    if (!isSame) kept = next;
    return kept;
  };
}
