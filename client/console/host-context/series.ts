/** What of a table can be drawn: numbers over time. */
import type { HostTable } from '../../../conversation/protocol/host-context.ts';

export interface Point {
  readonly at: number;
  readonly value: number;
}

export interface Series {
  readonly name: string;
  readonly unit: string;
  /** In the order of time; what is not known is left out. */
  readonly points: readonly Point[];
  readonly least: number;
  readonly most: number;
  readonly mean: number;
}

const fewestPoints = 3;

/** One for each column of numbers; none where the table has no times, or too few of them. */
export function seriesOf({ columns, rows }: HostTable): readonly Series[] {
  const time = columns.findIndex(({ type }) => type === 'time');
  if (time === -1) return [];
  return columns.flatMap(({ name, type, unit = '' }, place) => {
    if (type !== 'number') return [];
    const points = rows
      .flatMap((row) => {
        const [at, value] = [row[time], row[place]];
        return typeof at === 'number' && typeof value === 'number' ? [{ at, value }] : [];
      })
      .toSorted((a, b) => a.at - b.at);
    if (points.length < fewestPoints) return [];
    const values = points.map(({ value }) => value);
    const mean = values.reduce((sum, value) => sum + value / values.length, 0);
    return [{ name, unit, points, least: Math.min(...values), most: Math.max(...values), mean }];
  });
}

/** The lowest and the highest line of a drawing: round numbers, and 0 unless all is far from it. */
export function axisOf({ least, most }: Pick<Series, 'least' | 'most'>): {
  readonly from: number;
  readonly to: number;
} {
  const from = Math.min(least, 0);
  const to = Math.max(most, 0);
  const step = roundStep((to - from) / 2);
  return { from: Math.floor(from / step) * step, to: Math.ceil(to / step) * step };
}

const roundTimes = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];

/** A round number times a power of ten, at least as large. */
function roundStep(wanted: number): number {
  // Smaller than anything that is measured: it is drawn as 0.
  if (wanted < 1e-12) return 1;
  const power = 10 ** Math.floor(Math.log10(wanted));
  const times = roundTimes.find((one) => one * power >= wanted * 0.999) ?? 10;
  return times * power;
}

/** @param at from 0 to 1, along the drawing. @returns the point next to it */
export function nearest(points: readonly Point[], at: number): Point | undefined {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const moment = first.at + at * (last.at - first.at);
  return points.reduce((best, point) =>
    Math.abs(point.at - moment) < Math.abs(best.at - moment) ? point : best,
  );
}
