/** Contenders take their turns round by round, so that what is compared was measured side by side. */
import { median, percentile } from './statistics.ts';

export type Contenders<Name extends string, Sample> = Readonly<
  Record<Name, (round: number) => Promise<Sample>>
>;

/** Every second round goes the other way round: nobody always comes after the same one. */
export async function inTurns<Name extends string, Sample>(
  contenders: Contenders<Name, Sample>,
  rounds: number,
): Promise<Record<Name, Sample[]>> {
  const names = Object.keys(contenders) as Name[];
  const samples = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<
    Name,
    Sample[]
  >;
  for (let round = 0; round < rounds; round += 1) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      samples[name].push(await contenders[name](round));
    }
  }
  return samples;
}

export interface Spread {
  readonly median: number;
  /** The quartiles. */
  readonly low: number;
  readonly high: number;
}

export function spread(values: readonly number[]): Spread {
  return {
    median: median(values),
    low: percentile(values, 0.25),
    high: percentile(values, 0.75),
  };
}

/** What the one took in the measure of the other: the median of the rounds' own ratios. */
export function ratioOf(own: readonly number[], other: readonly number[]): Spread {
  return spread(own.map((value, round) => value / (other[round] ?? Number.NaN)));
}

/** `1.20 × (1.10–1.35)`; one round has no spread. */
export function times({ median: middle, low, high }: Spread): string {
  const [text, from, to] = [middle, low, high].map((value) => value.toFixed(2));
  return from === to ? `${text} ×` : `${text} × (${from}–${to})`;
}

/** Cost per unit at growing sizes, as multiples of the first: all near 1 when cost grows linearly. */
export function growth(
  costs: readonly { readonly size: number; readonly cost: number }[],
): number[] {
  const perUnit = costs.map(({ size, cost }) => cost / size);
  return perUnit.map((cost) => cost / (perUnit[0] ?? Number.NaN));
}
