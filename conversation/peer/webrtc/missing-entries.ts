/** What a replica holds and another one does not, as runs of entries. Reads the Y.Doc; the replica alone writes it. */
import * as Y from 'yjs';
import { readStateVector } from '../../log/state-vector.ts';
import { rootName, type Append } from '../../log/update.ts';
import type { LogId } from '../../protocol/ids.ts';

export type Positions = ReadonlyMap<LogId, number>;

/** @returns number of held entries by log. @throws Error where the doc holds something that is no log. */
export function positionsOf(doc: Y.Doc): Positions {
  const read = readStateVector(Y.encodeStateVector(doc));
  if (!read.ok) throw new Error(`The replica holds something that is no log: ${read.refusal}.`);
  return read.value;
}

/** @returns what `doc` holds beyond `theirs`, highest log first as in an update. */
export function missingEntries(doc: Y.Doc, theirs: Positions): Append[] {
  const missing: Append[] = [];
  for (const [log, next] of positionsOf(doc)) {
    const from = theirs.get(log) ?? 0;
    if (from >= next) continue;
    const entries = doc.getArray<Uint8Array>(rootName(log)).slice(from, next);
    missing.push({ log, from, entries });
  }
  return missing;
}
