/** Who can be given conversations at this moment. Lives with the sockets; load is in the database. */
import type { AccountId } from '../../conversation/protocol/ids.ts';

export interface Availability {
  /** A session of the account opened. @returns whether the account counts as available already. */
  opened(account: AccountId): boolean;
  /** A session of the account ended; the last one starts the grace. */
  ended(account: AccountId): void;
  /**
   * @param saidAt when it was said; a moment of the future is now.
   * @returns what stands: what was said last.
   */
  setAvailable(account: AccountId, available: boolean, saidAt?: number): Said;
  /** The last word about it; undefined where there is none, or it was forgotten. */
  said(account: AccountId): Said | undefined;
  isLive(account: AccountId): boolean;
  /** Whether new conversations may be given to it. */
  isAvailable(account: AccountId): boolean;
  /**
   * Since when there has been no session, ms. Whoever was not seen since this server started may be on the way back:
   * they count as gone only from the time on that everybody has to return.
   */
  goneSince(account: AccountId): number;
  /** Since when it has waited for a conversation, ms. */
  idleSince(account: AccountId): number;
  /** It was given one just now. */
  given(account: AccountId): void;
}

export interface Said {
  readonly available: boolean;
  /** By the server's clock, ms. */
  readonly saidAt: number;
}

interface Presence {
  sessions: number;
  available: boolean;
  saidAt: number | undefined;
  idleSince: number;
  goneSince: number;
}

/**
 * @param rememberMs how long after its last session an account is still known as available.
 * @param returnMs how long peers may take to come back after a start of the server.
 */
export function createAvailability(options: {
  readonly now: () => number;
  readonly rememberMs: number;
  readonly returnMs: number;
}): Availability {
  let startedAt = options.now();
  const known = new Map<AccountId, Presence>();

  function forgetOld(): void {
    const now = options.now();
    for (const [account, it] of known) {
      if (it.sessions === 0 && it.goneSince + options.rememberMs <= now) it.available = false;
      // An account that is gone for a day is "gone since the start" as far as any grace is concerned.
      if (it.sessions === 0 && it.goneSince + 24 * 3_600_000 <= now) known.delete(account);
    }
  }

  return {
    opened(account) {
      forgetOld();
      const it = known.get(account);
      if (it === undefined) {
        const now = options.now();
        const saidAt = undefined;
        known.set(account, {
          sessions: 1,
          available: false,
          saidAt,
          idleSince: now,
          goneSince: now,
        });
        return false;
      }
      it.sessions += 1;
      return it.available;
    },
    ended(account) {
      const it = known.get(account);
      if (it === undefined || it.sessions === 0) return;
      it.sessions -= 1;
      if (it.sessions === 0) it.goneSince = options.now();
    },
    setAvailable(account, available, saidAt) {
      const now = options.now();
      const it = known.get(account);
      // Said just now is the last word, also where the clock was set back.
      const at = saidAt === undefined ? Math.max(now, it?.saidAt ?? 0) : Math.min(saidAt, now);
      if (it === undefined) return { available: false, saidAt: at };
      if (it.saidAt !== undefined && at < it.saidAt) {
        return { available: it.available, saidAt: it.saidAt };
      }
      if (available && !it.available) it.idleSince = now;
      it.available = available;
      it.saidAt = at;
      return { available, saidAt: at };
    },
    said(account) {
      const it = known.get(account);
      return it?.saidAt === undefined ? undefined : { available: it.available, saidAt: it.saidAt };
    },
    isLive: (account) => (known.get(account)?.sessions ?? 0) > 0,
    isAvailable(account) {
      const it = known.get(account);
      return it !== undefined && it.available && it.sessions > 0;
    },
    goneSince(account) {
      const now = options.now();
      const it = known.get(account);
      // The clock was set back: a grace that began later than now begins now.
      startedAt = Math.min(startedAt, now);
      if (it === undefined) return startedAt + options.returnMs;
      it.goneSince = Math.min(it.goneSince, now);
      return it.goneSince;
    },
    idleSince: (account) => known.get(account)?.idleSince ?? startedAt,
    given(account) {
      const it = known.get(account);
      if (it !== undefined) it.idleSince = options.now();
    },
  };
}
