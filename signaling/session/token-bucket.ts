/** How often something may happen: `burst` at once, `perSecond` on average. */
export interface Rate {
  readonly burst: number;
  readonly perSecond: number;
}

export interface TokenBucket {
  /** Takes `cost` tokens if there are so many. */
  take(cost?: number): boolean;
  /** Takes them in any case. @returns how long to wait before acting, ms: until the debt of earlier ones is paid. */
  takeInTurn(cost: number): number;
}

/** @param now milliseconds that never go back. */
export function createTokenBucket(rate: Rate, now: () => number): TokenBucket {
  let tokens = rate.burst;
  let at = now();

  function refill(): void {
    const moment = now();
    tokens = Math.min(rate.burst, tokens + (Math.max(0, moment - at) / 1000) * rate.perSecond);
    at = moment;
  }

  return {
    take(cost = 1) {
      refill();
      if (tokens < cost) return false;
      tokens -= cost;
      return true;
    },
    takeInTurn(cost) {
      refill();
      const waitMs = tokens >= 0 ? 0 : Math.ceil((-tokens / rate.perSecond) * 1000);
      tokens -= cost;
      return waitMs;
    },
  };
}
