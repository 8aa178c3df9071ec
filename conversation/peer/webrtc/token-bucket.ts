/** Counts what may happen how often. */
export interface TokenBucket {
  /** @param cost 1 unless said otherwise. @returns false where it is too much. */
  take(now: number, cost?: number): boolean;
}

/** @param perSecond refilled. @param burst the most that can be saved up. */
export function createTokenBucket(perSecond: number, burst: number): TokenBucket {
  let tokens = burst;
  let at: number | undefined;
  return {
    take(now, cost = 1) {
      tokens = Math.min(burst, tokens + (Math.max(0, now - (at ?? now)) / 1000) * perSecond);
      at = now;
      if (tokens < cost) return false;
      tokens -= cost;
      return true;
    },
  };
}
