/** Counts what a peer must not do; now and then is an accident, often is not. */
import { limits } from '../../log/limits.ts';

export interface Strikes {
  /** @returns true where that was one too many. */
  add(now: number): boolean;
}

export function createStrikes(): Strikes {
  const at: number[] = [];
  return {
    add(now) {
      at.push(now);
      while ((at[0] ?? now) < now - limits.frameStrikeWindowMs) at.shift();
      return at.length >= limits.frameStrikes;
    },
  };
}
