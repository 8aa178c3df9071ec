/** A straight line through measurements. */
export interface Trend {
  readonly mean: number;
  /** By the line, from the first to the last measurement. */
  readonly growth: number;
  readonly most: number;
}

/** Least squares over evenly spaced values. */
export function trendOf(values: readonly number[]): Trend {
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const middle = (count - 1) / 2;
  let [slope, spread] = [0, 0];
  for (const [i, value] of values.entries()) {
    slope += (i - middle) * (value - mean);
    spread += (i - middle) ** 2;
  }
  return {
    mean,
    growth: count < 2 ? 0 : (slope / spread) * (count - 1),
    most: Math.max(...values),
  };
}
