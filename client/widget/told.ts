/** What the page around us tells of whoever writes, until it can be sent (tell-server.ts). */
import { createSignal, type Accessor } from 'solid-js';
import { mostTables } from '../../conversation/protocol/host-context.ts';
import type { Told } from '../embed/embed-messages.ts';

export interface ToldSoFar {
  /** Unchecked, as it came; undefined: nothing. */
  readonly attributes: unknown;
  /** Unchecked, by their names. */
  readonly tables: ReadonlyMap<string, unknown>;
  /** Names of tables that are to go. */
  readonly removed: readonly string[];
}

export interface ToldBook {
  readonly sofar: Accessor<ToldSoFar>;
  take(told: Told<unknown>): void;
  /** Whether it is known who writes. What is told before that is kept aside: it is of whoever comes. */
  settled(isSettled: boolean): void;
}

const nothing: ToldSoFar = { attributes: undefined, tables: new Map(), removed: [] };

export function createToldBook(): ToldBook {
  const [sofar, setSofar] = createSignal(nothing);
  let isSettled = false;
  /** The page means somebody else now, and has not said yet whom. */
  let isAnother = false;
  let aside: Told<unknown>[] = [];
  return {
    sofar,
    take(told) {
      if (told.forget === true) {
        isSettled = false;
        isAnother = true;
        aside = [];
        setSofar(nothing);
      } else if (isSettled) setSofar((before) => merge(before, told));
      else aside.push(told);
      // One that tells and tells while nobody is known has its last words kept.
      if (aside.length > 64) aside.shift();
    },
    settled(next) {
      if (!next) isAnother = false;
      isSettled = next && !isAnother;
      if (!isSettled) return;
      const waiting = aside;
      aside = [];
      if (waiting.length > 0) setSofar((before) => waiting.reduce(merge, before));
    },
  };
}

function merge(before: ToldSoFar, told: Told<unknown>): ToldSoFar {
  const tables = new Map(before.tables);
  const gone = (told.removed ?? []).filter((name) => typeof name === 'string');
  for (const name of gone) tables.delete(name);
  for (const table of told.tables ?? []) {
    const name = nameOf(table);
    if (name !== undefined && (tables.has(name) || tables.size < mostTables)) {
      tables.set(name, table);
    }
  }
  const removed = new Set([...before.removed, ...gone].slice(-mostTables));
  return {
    attributes: told.attributes ?? before.attributes,
    tables,
    removed: [...removed].filter((name) => !tables.has(name)),
  };
}

function nameOf(table: unknown): string | undefined {
  const { name } = (typeof table === 'object' && table !== null ? table : {}) as { name?: unknown };
  return typeof name === 'string' ? name : undefined;
}
