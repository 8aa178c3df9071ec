/** Figures without noise are kept in exact.json, and none may grow by more than 2 % unnoticed. */
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as v from 'valibot';
import type { Row } from './statistics.ts';

const path = resolve(import.meta.dirname, 'exact.json');
const kept = v.record(v.string(), v.number());
export type Kept = v.InferOutput<typeof kept>;

const tolerated = 1.02;

/** @returns a sentence for each figure that grew or that nobody keeps yet */
export function grown(rows: readonly Row[], before: Kept): string[] {
  return rows.flatMap(({ name, exact }) => {
    if (exact === undefined) return [];
    const was = before[name];
    if (was === undefined) return [`"${name}" is not in exact.json; --update writes it there.`];
    if (exact <= was * tolerated) return [];
    const more = was === 0 ? '' : ` (${((exact / was - 1) * 100).toFixed(1)} % more)`;
    return [`"${name}" grew from ${was} to ${exact}${more}; if that is wanted, --update keeps it.`];
  });
}

/** Figures that were not measured this time stay as they are. */
export function updated(rows: readonly Row[], before: Kept): Kept {
  const measured = rows.flatMap(({ name, exact }) => (exact === undefined ? [] : [[name, exact]]));
  const all: Kept = { ...before, ...Object.fromEntries(measured) };
  return Object.fromEntries(Object.entries(all).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

export function readKept(): Kept {
  return v.parse(kept, JSON.parse(readFileSync(path, 'utf8')));
}

export function writeKept(values: Kept): void {
  writeFileSync(path, `${JSON.stringify(values, undefined, 2)}\n`);
}
