/**
 * Watches a history from outside and says what must never be seen, at the moment when it is seen: on a screen, on the
 * wire, or on the disk after a crash.
 */
import type { TimelineItem } from '../../conversation/log/timeline.ts';
import type { ReceiptRun } from '../../conversation/protocol/session.ts';
import type { SqliteConnection } from '../../signaling/database/sqlite.ts';
import type { User } from './history.ts';

export interface Said {
  readonly text: string;
  readonly user: User;
  readonly device: number;
  readonly program: number;
  /** Nobody promised to keep it: the device lost it before it was stored, or all it had. */
  mayBeLost: boolean;
}

export interface Kept {
  readonly seq: number;
  readonly isAccepted: boolean;
}

export interface Observer {
  said(said: Said): void;
  texts(): ReadonlyMap<string, Said>;
  /** What is on the server's disk, by entry. */
  kept(): ReadonlyMap<string, Kept>;
  /** Receipts that a program heard of. */
  heard(runs: readonly ReceiptRun[]): void;
  /** What a program shows. @param screen the program's start: a new one for each. */
  seen(screen: object, user: User, items: readonly TimelineItem[]): void;
  durable(connection: SqliteConnection, isAfterCrash: boolean): void;
}

/** What must not be was seen. */
export class Broken extends Error {
  override readonly name = 'Broken';
}

interface Row {
  readonly id: number;
  readonly log: number;
  readonly log_seq: number;
  readonly seq: number;
  readonly verdict: string;
}

const entriesAfter = 'select id, log, log_seq, seq, verdict from entries where id > ? order by id';

export function createObserver(): Observer {
  const said = new Map<string, Said>();
  const kept = new Map<string, Kept>();
  const acknowledged = new Map<string, Kept>();
  /** By screen: what it showed as saved. */
  const saved = new WeakMap<object, Set<string>>();
  let lastId = 0;

  function checkAcknowledged(id: string, receipt: Kept): void {
    const row = kept.get(id);
    if (row === undefined) throw new Broken(`W1: entry ${id} was acknowledged and is not on disk`);
    if (row.seq !== receipt.seq || row.isAccepted !== receipt.isAccepted) {
      throw new Broken(`W2: entry ${id} was acknowledged as ${receipt.seq} and is ${row.seq}`);
    }
  }

  function checkState(screen: object, item: Extract<TimelineItem, { kind: 'message' }>): void {
    const before = saved.get(screen) ?? new Set<string>();
    saved.set(screen, before);
    if (item.state === 'saved') {
      if (kept.get(item.id)?.isAccepted !== true) {
        throw new Broken(`W1: "${item.text}" is shown as saved and is not on disk`);
      }
      before.add(item.id);
    } else if (item.state === 'sending' && before.has(item.id)) {
      throw new Broken(`W1: "${item.text}" was shown as saved and is shown as sending`);
    }
  }

  return {
    said: (each) => void said.set(each.text, each),
    texts: () => said,
    kept: () => kept,
    heard(runs) {
      for (const { log, from, count, seq, verdict } of runs) {
        for (let i = 0; i < count; i += 1) {
          const receipt = { seq: seq + i, isAccepted: verdict === 'accepted' };
          checkAcknowledged(`${log}-${from + i}`, receipt);
          acknowledged.set(`${log}-${from + i}`, receipt);
        }
      }
    },
    seen(screen, user, items) {
      const ids = new Set<string>();
      const texts = new Set<string>();
      const ends = new Map<string, number>();
      for (const item of items) {
        if (ids.has(item.id)) throw new Broken(`W2: ${item.id} is shown twice`);
        ids.add(item.id);
        const [log = '', seq = ''] = item.id.split('-');
        if (Number(seq) <= (ends.get(log) ?? -1)) {
          throw new Broken(`W2: ${item.id} is shown after a later one of its author`);
        }
        if (log !== '0') ends.set(log, Number(seq));
        if (item.kind !== 'message') continue;
        if (texts.has(item.text)) throw new Broken(`W2: "${item.text}" is shown twice`);
        texts.add(item.text);
        const source = said.get(item.text);
        if (source === undefined) throw new Broken(`W4: nobody said "${item.text}"`);
        if (item.mine ? source.user !== user : source.user !== item.author.name) {
          throw new Broken(`W4: "${item.text}" is not ${item.author.name}'s`);
        }
        checkState(screen, item);
      }
    },
    durable(connection, isAfterCrash) {
      if (isAfterCrash) {
        kept.clear();
        lastId = 0;
      }
      for (const row of connection.prepare<[number], Row>(entriesAfter).all(lastId)) {
        const { id, log, log_seq: logSeq, seq, verdict } = row;
        kept.set(`${log}-${logSeq}`, { seq, isAccepted: verdict === 'accepted' });
        lastId = id;
      }
      if (!isAfterCrash) return;
      for (const [id, receipt] of acknowledged) checkAcknowledged(id, receipt);
    },
  };
}
