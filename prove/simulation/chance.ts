/** Chance for one purpose each, so that taking an action out of a history leaves as much as possible as it was. */
import { seededRandom } from '../../conversation/peer/memory-mesh.ts';

export interface Chance {
  /** From 0 to 1. */
  fraction(): number;
  /** A whole number below `count`. */
  below(count: number): number;
  between(least: number, most: number): number;
  /** True this often, from 0 to 1. */
  happens(probability: number): boolean;
  pick<Value>(values: readonly Value[]): Value;
  bytes(length: number): Uint8Array<ArrayBuffer>;
}

/** @param purpose the same seed and purpose give the same numbers. */
export function createChance(seed: number, purpose: string): Chance {
  let mixed = seed >>> 0;
  for (let i = 0; i < purpose.length; i += 1) {
    mixed = Math.imul(mixed ^ purpose.charCodeAt(i), 0x01000193) >>> 0;
  }
  const fraction = seededRandom(mixed);
  const below = (count: number) => Math.floor(fraction() * count);
  return {
    fraction,
    below,
    between: (least, most) => least + fraction() * (most - least),
    happens: (probability) => fraction() < probability,
    pick(values) {
      const value = values[below(values.length)];
      if (value === undefined) throw new Error('There is nothing to pick from.');
      return value;
    },
    bytes: (length) => {
      const bytes = new Uint8Array(length);
      for (let i = 0; i < length; i += 1) bytes[i] = below(256);
      return bytes;
    },
  };
}
