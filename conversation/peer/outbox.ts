/**
 * What to upload to the archive, and when (ARCHITECTURE.md, "An upload waits for what it answers"). Pure: it is
 * asked again after every change.
 */
import type { Entry } from '../log/entry.ts';
import type { Append } from '../log/update.ts';
import type { LogId } from '../protocol/ids.ts';

export interface OutboxLog {
  readonly log: LogId;
  /** Written by this participant, in this or another program. */
  readonly isMine: boolean;
  /** Its author has no session: nobody but who holds it can upload it now. */
  readonly isOrphaned: boolean;
  readonly entries: readonly Entry[];
  /** The first entry that the archive has not and that is not on its way to it. */
  readonly from: number;
}

export interface UploadPlan {
  readonly appends: readonly Append[];
  /** When to ask again, ms, if nothing changes before. */
  readonly askAt: number | undefined;
}

/** How long an own entry waits for its author to upload what it answers. */
const answerPatienceMs = 250;
/** An author who is alive has uploaded by then; afterwards whoever holds the entry does it for them. */
const authorPatienceMs = 3_000;

/** @param since when the entry came to be held here, ms; 0 for what was held at the start */
export function planUpload(
  logs: readonly OutboxLog[],
  since: (entry: Entry) => number,
  now: number,
): UploadPlan {
  /** End (exclusive) of what is uploaded, by log. */
  const until = new Map(logs.map((each) => [each.log, each.from]));
  let askAt: number | undefined;
  const askAgain = (at: number) => {
    askAt = Math.min(askAt ?? at, at);
  };

  const foreign = logs.filter((each) => !each.isMine);
  for (const { log, entries, from, isOrphaned } of foreign) {
    for (let seq = from; seq < entries.length; seq += 1) {
      const entry = entries[seq];
      if (entry === undefined) break;
      const due = isOrphaned ? now : since(entry) + authorPatienceMs;
      if (due > now) {
        askAgain(due);
        break;
      }
      until.set(log, seq + 1);
    }
  }

  for (const { log, entries, from } of logs.filter((each) => each.isMine)) {
    for (let seq = from; seq < entries.length; seq += 1) {
      const entry = entries[seq];
      if (entry === undefined) break;
      const answered = foreign
        .map((other) => ({ log: other.log, end: endBefore(other, entry.depth) }))
        .filter((other) => other.end > (until.get(other.log) ?? 0));
      const due = since(entry) + answerPatienceMs;
      if (answered.length > 0 && due > now) {
        askAgain(due);
        break;
      }
      for (const other of answered) until.set(other.log, other.end);
      until.set(log, seq + 1);
    }
  }

  const appends = logs.flatMap(({ log, entries, from }) => {
    const end = until.get(log) ?? from;
    if (end <= from) return [];
    return [{ log, from, entries: entries.slice(from, end).map((entry) => entry.bytes) }];
  });
  return { appends, askAt };
}

/** @returns the end of what the author of an entry of this depth may have seen of the log. */
function endBefore({ entries, from }: OutboxLog, depth: number): number {
  let end = from;
  while ((entries[end]?.depth ?? Infinity) < depth) end += 1;
  return end;
}
