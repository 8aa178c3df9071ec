/** Yjs state vectors: which log is held up to where (SPEC.md, UPD rules). */
import { parseLogId, type LogId } from '../protocol/ids.ts';
import { accept, refuse, type Result } from '../protocol/result.ts';
import { limits } from './limits.ts';
import { createByteReader, createByteWriter, varUintLength } from './varuint.ts';

export type StateVectorRefusal =
  | 'too-large'
  | 'too-many-logs'
  | 'truncated'
  | 'bad-number'
  | 'log-order'
  | 'empty-log'
  | 'trailing-bytes';

/** @returns number of held entries by log. Never throws; bounded by `limits.stateVectorEntries`. */
export function readStateVector(
  bytes: Uint8Array,
): Result<ReadonlyMap<LogId, number>, StateVectorRefusal> {
  if (bytes.length > limits.stateVectorBytes) return refuse('too-large');
  const reader = createByteReader(bytes);
  const count = reader.varUint();
  if (count > limits.stateVectorEntries) return refuse('too-many-logs');
  const held = new Map<LogId, number>();
  let previous = Infinity;
  for (let i = 0; i < count; i += 1) {
    const log = parseLogId(reader.varUint());
    const next = reader.varUint();
    if (reader.failed !== undefined) return refuse(reader.failed);
    if (log === undefined || log >= previous) return refuse('log-order');
    if (next === 0) return refuse('empty-log');
    previous = log;
    held.set(log, next);
  }
  if (reader.failed !== undefined) return refuse(reader.failed);
  if (reader.at !== bytes.length) return refuse('trailing-bytes');
  return accept(held);
}

/** Writes what `Y.encodeStateVector` would; logs of which nothing is held are left out. */
export function writeStateVector(held: ReadonlyMap<LogId, number>): Uint8Array {
  const positions = [...held].filter(([, next]) => next > 0).toSorted(([a], [b]) => b - a);
  let length = varUintLength(positions.length);
  for (const [log, next] of positions) length += varUintLength(log) + varUintLength(next);
  const writer = createByteWriter(length);
  writer.varUint(positions.length);
  for (const [log, next] of positions) {
    writer.varUint(log);
    writer.varUint(next);
  }
  return writer.done();
}
