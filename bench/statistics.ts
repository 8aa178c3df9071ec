/** @returns the value below which a share of `p` (0 to 1) of the values lie; NaN of an empty list. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const index = Math.min(sorted.length - 1, Math.max(0, Math.ceil(p * sorted.length) - 1));
  return sorted[index] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** One line of the table: what was measured, the figure, its bar, and whether it is met. */
export interface Row {
  readonly name: string;
  readonly figure: string;
  readonly bar: string;
  readonly met: boolean;
}

export function row(name: string, figure: string, bar: string, met: boolean): Row {
  return { name, figure, bar, met };
}

export function printTable(rows: readonly Row[]): void {
  const width = (pick: (one: Row) => string) => Math.max(...rows.map((one) => pick(one).length));
  const names = width((one) => one.name);
  const figures = width((one) => one.figure);
  for (const one of rows) {
    const mark = one.met ? 'met   ' : 'MISSED';
    console.log(`${mark}  ${one.name.padEnd(names)}  ${one.figure.padEnd(figures)}  (${one.bar})`);
  }
}
