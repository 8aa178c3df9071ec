import { createSignal, type Accessor } from 'solid-js';
import { sameRow, type ThreadRow } from './thread-rows.ts';

/** A row that keeps its element in the page while what it shows changes: `For` keys by identity. */
export interface LiveRow {
  readonly key: string;
  readonly row: Accessor<ThreadRow>;
}

interface Kept extends LiveRow {
  last: ThreadRow;
  set(row: ThreadRow): void;
}

/**
 * @returns a function that takes the rows of this moment and gives their live counterparts; the same list as
 *   before where only what the rows show has changed.
 */
export function createKeyedRows(): (rows: readonly ThreadRow[]) => readonly LiveRow[] {
  let kept: readonly Kept[] = [];
  return (rows) => {
    // Nearly always rows stay where they are and new ones follow: looking them up by key is for the rest.
    let byKey: ReadonlyMap<string, Kept> | undefined;
    const knownAt = (index: number, key: string) => {
      const here = kept[index];
      if (byKey === undefined && (here === undefined || here.key === key)) return here;
      byKey ??= new Map(kept.map((one) => [one.key, one]));
      return byKey.get(key);
    };
    const next = rows.map((row, index) => {
      const known = knownAt(index, row.key);
      if (known === undefined) return keep(row);
      if (!sameRow(known.last, row)) known.set(row);
      known.last = row;
      return known;
    });
    const isSame = byKey === undefined && next.length === kept.length;
    if (!isSame) kept = next;
    return kept;
  };
}

function keep(row: ThreadRow): Kept {
  const [read, write] = createSignal(row);
  return { key: row.key, row: read, last: row, set: (value) => write(() => value) };
}
