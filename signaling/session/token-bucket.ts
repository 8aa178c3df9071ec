/** How often something may happen: `burst` at once, `perSecond` on average. */
export interface Rate {
  readonly burst: number;
  readonly perSecond: number;
}

export interface TokenBucket {
  /** Takes `cost` tokens if there are so many. */
  take(cost?: number): boolean;
}

/** @param now milliseconds that never go back. */
export function createTokenBucket(rate: Rate, now: () => number): TokenBucket {
  let tokens = rate.burst;
  let at = now();
  return {
    take(cost = 1) {
      const moment = now();
      tokens = Math.min(rate.burst, tokens + ((moment - at) / 1000) * rate.perSecond);
      at = moment;
      if (tokens < cost) return false;
      tokens -= cost;
      return true;
    },
  };
}
