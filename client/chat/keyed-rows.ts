import { createSignal, type Accessor } from 'solid-js';
import { sameRow, type ThreadRow } from './thread-rows.ts';

/** A row that keeps its place in the page while what it shows changes: the virtual list keys by identity. */
export interface LiveRow {
  readonly key: string;
  readonly row: Accessor<ThreadRow>;
}

interface Kept extends LiveRow {
  set(row: ThreadRow): void;
}

/** @returns a function that takes the rows of this moment and gives their live counterparts. */
export function createKeyedRows(): (rows: readonly ThreadRow[]) => readonly LiveRow[] {
  let kept = new Map<string, Kept>();
  return (rows) => {
    const next = new Map<string, Kept>();
    for (const row of rows) {
      const known = kept.get(row.key);
      if (known === undefined) {
        const [read, write] = createSignal(row, { equals: sameRow });
        next.set(row.key, { key: row.key, row: read, set: (value) => write(() => value) });
      } else {
        known.set(row);
        next.set(row.key, known);
      }
    }
    kept = next;
    return [...next.values()];
  };
}
