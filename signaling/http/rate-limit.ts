/** Per-address limits for what anybody may ask for. In memory: a restart forgives, and the counts are small. */
import { subnetOf } from '../accounts/throttle.ts';
import { createTokenBucket, type Rate, type TokenBucket } from '../session/token-bucket.ts';

export interface RateLimit {
  /** @returns whether this address may do it once more. */
  take(address: string): boolean;
}

/** A bound for memory; beyond it the address that asked least recently is forgotten. */
const mostAddresses = 10_000;

export function createRateLimit(rate: Rate, now: () => number): RateLimit {
  const buckets = new Map<string, TokenBucket>();
  return {
    take(address) {
      const subnet = subnetOf(address);
      const bucket = buckets.get(subnet) ?? createTokenBucket(rate, now);
      buckets.delete(subnet);
      buckets.set(subnet, bucket);
      if (buckets.size > mostAddresses) {
        for (const [oldest] of buckets) {
          buckets.delete(oldest);
          break;
        }
      }
      return bucket.take();
    },
  };
}
