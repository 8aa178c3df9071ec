/** What stands between messages and is none: whoever draws the thread brings it, and nobody else has it. */
import type { JSX } from 'solid-js';
import { shownAt, type ThreadRow } from './thread-rows.ts';

export interface Inset {
  readonly key: string;
  /** It stands after what was said until then. */
  readonly at: number;
}

export interface Insets {
  /** By time. */
  all(): readonly Inset[];
  /** One element. */
  draw(key: string): JSX.Element;
}

/** @returns the rows with the insets at their time; the same list where there are none */
export function withInsets(
  rows: readonly ThreadRow[],
  insets: readonly Inset[],
): readonly ThreadRow[] {
  if (insets.length === 0) return rows;
  const merged: ThreadRow[] = [];
  let next = insets.length - 1;
  // From the end: rows are in the archive's order, so an older moment may stand below a younger one.
  for (let index = rows.length - 1; index >= 0; index -= 1) {
    const row = rows[index]!;
    if (row.kind === 'message' || row.kind === 'system') {
      for (; next >= 0 && insets[next]!.at >= shownAt(row.item); next -= 1) {
        merged.push({ kind: 'inset', ...insets[next]! });
      }
    }
    merged.push(row);
  }
  for (; next >= 0; next -= 1) merged.push({ kind: 'inset', ...insets[next]! });
  return merged.toReversed();
}
