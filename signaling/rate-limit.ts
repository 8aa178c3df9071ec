/** Limits per network for what anybody may ask for. In memory: a restart forgives, and the counts are small. */
import { createRecentlyUsed } from './recently-used.ts';
import { createTokenBucket, type Rate, type TokenBucket } from './session/token-bucket.ts';
import { subnetOf } from './subnet.ts';

export interface RateLimit {
  /** @returns whether this network may do it once more. */
  take(address: string): boolean;
}

/** A bound for memory; beyond it the address that asked least recently is forgotten. */
const mostAddresses = 10_000;

export function createRateLimit(rate: Rate, now: () => number): RateLimit {
  const buckets = createRecentlyUsed<string, TokenBucket>(mostAddresses);
  return {
    take(address) {
      const subnet = subnetOf(address);
      const bucket = buckets.get(subnet) ?? createTokenBucket(rate, now);
      buckets.set(subnet, bucket);
      return bucket.take();
    },
  };
}
