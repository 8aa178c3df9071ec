/**
 * The first half of the guard: reads exactly those Yjs updates (encoding V1) that append binary items to logs,
 * and writes them as Yjs itself would, byte for byte (ARCHITECTURE.md, "Update"; SPEC.md, UPD rules).
 *
 *     update := logs run{logs} deletes              deletes = 0
 *     run    := items log clock item{items}         items > 0, logs in falling order
 *     item   := 0x03 0x01 root-name length bytes    at clock 0
 *             | 0x83 log clock-1 length bytes       after the log's own item before it
 *
 * A wider item than one append never occurs: Yjs neither merges nor splits ContentBinary.
 */
import { parseLogId, type LogId } from '../protocol/ids.ts';
import { accept, refuse, type Result } from '../protocol/result.ts';
import { limits } from './limits.ts';
import { createByteReader, createByteWriter, varUintLength, type ByteReader } from './varuint.ts';

/** Entries `from`, `from + 1`, ... of a log. */
export interface Append {
  readonly log: LogId;
  readonly from: number;
  readonly entries: readonly Uint8Array[];
}

export type UpdateRefusal =
  | 'too-large'
  | 'too-many-logs'
  | 'too-many-entries'
  | 'truncated'
  | 'bad-number'
  | 'log-order'
  | 'empty-run'
  | 'clock-range'
  | 'not-binary'
  | 'wrong-root'
  | 'wrong-origin'
  | 'entry-length'
  | 'deletes'
  | 'trailing-bytes';

const firstItem = 0x03;
const laterItem = 0x83;
/** "The parent is a root type and its name follows." */
const rootParent = 1;
/** Header and signature of an entry whose payload was erased. */
const shortestEntry = 164;
const greatestClock = 0xffffffff;

/** Name of the root `Y.Array` that holds a log. ASCII. */
export function rootName(log: LogId): string {
  return `log/${log}`;
}

/** How much one update may hold. */
export type UpdateBounds = Readonly<
  Record<'updateBytes' | 'entriesPerUpdate' | 'logsPerConversation', number>
>;

/**
 * Never throws; time and memory are linear in the length of `bytes`, whatever they declare.
 * The entries are views of `bytes`, which must not change afterwards.
 */
export function readUpdate(
  bytes: Uint8Array,
  bounds: UpdateBounds = limits,
): Result<readonly Append[], UpdateRefusal> {
  if (bytes.length > bounds.updateBytes) return refuse('too-large');
  const reader = createByteReader(bytes);
  const logs = reader.varUint();
  if (logs > bounds.logsPerConversation) return refuse('too-many-logs');
  const appends: Append[] = [];
  let room = bounds.entriesPerUpdate;
  let previous = Infinity;
  for (let i = 0; i < logs; i += 1) {
    const run = readRun(reader, room);
    if (typeof run === 'string') return refuse(run);
    if (run.log >= previous) return refuse('log-order');
    previous = run.log;
    room -= run.entries.length;
    appends.push(run);
  }
  const deletes = reader.varUint();
  if (reader.failed !== undefined) return refuse(reader.failed);
  if (deletes !== 0) return refuse('deletes');
  if (reader.at !== bytes.length) return refuse('trailing-bytes');
  return accept(appends);
}

function readRun(reader: ByteReader, room: number): Append | UpdateRefusal {
  const items = reader.varUint();
  const log = parseLogId(reader.varUint());
  const from = reader.varUint();
  if (reader.failed !== undefined) return reader.failed;
  if (log === undefined) return 'log-order';
  if (items === 0) return 'empty-run';
  if (items > room) return 'too-many-entries';
  if (from + items > greatestClock) return 'clock-range';
  const entries: Uint8Array[] = [];
  for (let clock = from; clock < from + items; clock += 1) {
    const refusal = clock === 0 ? readRootParent(reader, log) : readOrigin(reader, log, clock - 1);
    if (refusal !== undefined) return reader.failed ?? refusal;
    const length = reader.varUint();
    if (reader.failed !== undefined) return reader.failed;
    if (length < shortestEntry || length > limits.entryBytes) return 'entry-length';
    const entry = reader.bytes(length);
    if (reader.failed !== undefined) return reader.failed;
    entries.push(entry);
  }
  return { log, from, entries };
}

function readRootParent(reader: ByteReader, log: LogId): UpdateRefusal | undefined {
  if (reader.byte() !== firstItem) return 'not-binary';
  if (reader.varUint() !== rootParent) return 'wrong-root';
  const name = rootName(log);
  if (reader.varUint() !== name.length) return 'wrong-root';
  for (let i = 0; i < name.length; i += 1) {
    if (reader.byte() !== name.charCodeAt(i)) return 'wrong-root';
  }
  return undefined;
}

function readOrigin(reader: ByteReader, log: LogId, clock: number): UpdateRefusal | undefined {
  if (reader.byte() !== laterItem) return 'not-binary';
  if (reader.varUint() !== log || reader.varUint() !== clock) return 'wrong-origin';
  return undefined;
}

/** Writes what Yjs would write for the same items. @throws Error where a log is named twice. */
export function writeUpdate(appends: readonly Append[]): Uint8Array {
  const runs = appends.filter((run) => run.entries.length > 0).toSorted((a, b) => b.log - a.log);
  let length = varUintLength(runs.length) + 1;
  for (const run of runs) length += runLength(run);
  const writer = createByteWriter(length);
  writer.varUint(runs.length);
  let previous: LogId | undefined;
  for (const { log, from, entries } of runs) {
    if (log === previous) throw new Error(`An update holds one run of log ${log}.`);
    previous = log;
    writer.varUint(entries.length);
    writer.varUint(log);
    writer.varUint(from);
    entries.forEach((entry, i) => {
      const clock = from + i;
      writer.byte(clock === 0 ? firstItem : laterItem);
      if (clock === 0) {
        const name = rootName(log);
        writer.varUint(rootParent);
        writer.varUint(name.length);
        for (let k = 0; k < name.length; k += 1) writer.byte(name.charCodeAt(k));
      } else {
        writer.varUint(log);
        writer.varUint(clock - 1);
      }
      writer.varUint(entry.length);
      writer.bytes(entry);
    });
  }
  writer.varUint(0);
  return writer.done();
}

function runLength({ log, from, entries }: Append): number {
  let length = runHeadLength(log, from, entries.length);
  entries.forEach((entry, i) => {
    length += itemLength(log, from + i, entry);
  });
  return length;
}

function runHeadLength(log: LogId, from: number, items: number): number {
  return varUintLength(items) + varUintLength(log) + varUintLength(from);
}

function itemLength(log: LogId, clock: number, entry: Uint8Array): number {
  const place =
    clock === 0 ? 2 + rootName(log).length : varUintLength(log) + varUintLength(clock - 1);
  return 1 + place + varUintLength(entry.length) + entry.length;
}

/**
 * Cuts what is to be sent into groups that each fit into one update, in order.
 * @returns no group for nothing.
 */
export function splitAppends(appends: readonly Append[]): Append[][] {
  const groups: Append[][] = [];
  let group: Append[] = [];
  /** Number of logs (2 bytes at the most) and the empty delete set. */
  const empty = 3;
  let length = empty;
  let room = limits.entriesPerUpdate as number;
  const close = () => {
    if (group.length > 0) groups.push(group);
    group = [];
    length = empty;
    room = limits.entriesPerUpdate;
  };
  for (const { log, from, entries } of appends) {
    let start = 0;
    const head = runHeadLength(log, from + entries.length, limits.entriesPerUpdate);
    if (group.some((run) => run.log === log)) close();
    length += head;
    for (const [i, entry] of entries.entries()) {
      const more = itemLength(log, from + i, entry);
      if (room === 0 || length + more > limits.updateBytes) {
        if (i > start) group.push({ log, from: from + start, entries: entries.slice(start, i) });
        close();
        start = i;
        length += head;
      }
      length += more;
      room -= 1;
    }
    if (start < entries.length) {
      group.push({ log, from: from + start, entries: entries.slice(start) });
    }
  }
  close();
  return groups;
}
