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
  /** Empty when the figure is only shown. */
  readonly bar: string;
  /** undefined when there is nothing to meet. */
  readonly met: boolean | undefined;
  /** Bytes, frames, sizes: the same in each run, and kept in exact.json under the row's name. */
  readonly exact?: number;
}

export function row(name: string, figure: string, bar: string, met: boolean): Row {
  return { name, figure, bar, met };
}

/** A figure that is shown and not judged. */
export function shown(name: string, figure: string): Row {
  return { name, figure, bar: '', met: undefined };
}

/** A figure that has no noise: it may not grow. The goal is told beside it where there is one. */
export function exact(
  name: string,
  value: number,
  figure: string,
  goal?: { readonly bar: string; readonly met: boolean },
): Row {
  return { name, figure, bar: goal?.bar ?? '', met: goal?.met, exact: value };
}

/** A row that shows no number was not measured. */
export function hasNumber({ figure, exact: value = 0 }: Row): boolean {
  return /\d/.test(figure) && !/NaN|Infinity|undefined/.test(figure) && Number.isFinite(value);
}

/** @param judged false shows figures without judging them, except those that are exact */
export function tableOf(rows: readonly Row[], judged: boolean): string {
  const width = (pick: (one: Row) => string) => Math.max(...rows.map((one) => pick(one).length));
  const names = width((one) => one.name);
  const figures = width((one) => one.figure);
  return rows
    .map((one) => {
      const bar = one.bar === '' ? '' : `  (${one.bar})`;
      return `${mark(one, judged)}  ${one.name.padEnd(names)}  ${one.figure.padEnd(figures)}${bar}`;
    })
    .join('\n');
}

function mark(one: Row, judged: boolean): string {
  if (!hasNumber(one)) return 'NONE  ';
  if (one.met === undefined || (!judged && one.exact === undefined)) return '      ';
  return one.met ? 'met   ' : 'MISSED';
}
