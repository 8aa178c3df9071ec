/**
 * Slows down guessing. An attempt is counted before the password is looked at, so that many at once count too;
 * a right password takes the count back. Counters are stored, so a restart forgives nothing.
 */
import { accept, refuse, type Result } from '../../conversation/protocol/result.ts';
import type { Database } from '../database/database.ts';
import { subnetOf } from '../subnet.ts';

export interface Throttle {
  /**
   * @param device what names a browser that this account is known to use: it has a count of its own
   * @returns what to do when the attempt was right, or how long to wait, in ms.
   */
  begin(
    username: string,
    address: string,
    device?: string,
  ): Promise<Result<{ forgive(): Promise<void> }, number>>;
}

interface Rule {
  readonly freeFailures: number;
  readonly forgetAfterMs: number;
  waitMs(failures: number): number;
}

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** From the fifth failure on 1 s, doubled each time, at most 15 minutes, so that nobody is locked out for good. */
const perAccount: Rule = {
  freeFailures: 5,
  forgetAfterMs: dayMs,
  waitMs: (failures) => Math.min(1000 * 2 ** (failures - 5), 15 * minuteMs),
};
/** Twenty in a minute from one address, whatever the accounts. */
const perAddress: Rule = { freeFailures: 20, forgetAfterMs: minuteMs, waitMs: () => minuteMs };

const sweepEveryMs = 60 * minuteMs;

export function createThrottle(options: {
  readonly database: Database;
  readonly now: () => number;
}): Throttle {
  const { database, now } = options;
  let sweptAt = now();

  async function sweep(): Promise<void> {
    if (now() - sweptAt < sweepEveryMs) return;
    sweptAt = now();
    await database
      .deleteFrom('sign_in_attempts')
      .where('last_at', '<', now() - dayMs)
      .execute();
  }

  /** @returns how long to wait; 0 where the attempt may be made, and was counted. */
  function count(subject: string, rule: Rule): Promise<number> {
    return database.transaction().execute(async (transaction) => {
      const row = await transaction
        .selectFrom('sign_in_attempts')
        .selectAll()
        .where('subject', '=', subject)
        .executeTakeFirst();
      const at = now();
      if (row !== undefined && row.blocked_until > at) {
        const restMs = row.blocked_until - at;
        const longestMs = rule.waitMs(row.failures);
        if (restMs <= longestMs) return restMs;
        // It is from before the clock was set back: it begins anew, or it would last as long as that step.
        await transaction
          .updateTable('sign_in_attempts')
          .set({ blocked_until: at + longestMs })
          .where('subject', '=', subject)
          .execute();
        return longestMs;
      }
      const isFresh = row !== undefined && at - row.last_at < rule.forgetAfterMs;
      const failures = isFresh ? row.failures + 1 : 1;
      const blockedUntil = failures >= rule.freeFailures ? at + rule.waitMs(failures) : 0;
      const counted = { failures, last_at: at, blocked_until: blockedUntil };
      await transaction
        .insertInto('sign_in_attempts')
        .values({ subject, ...counted })
        .onConflict((conflict) => conflict.column('subject').doUpdateSet(counted))
        .execute();
      return 0;
    });
  }

  return {
    async begin(username, address, device) {
      await sweep();
      const fromHere = `address:${subnetOf(address)}`;
      const forAccount =
        device === undefined ? `account:${username.toLowerCase()}` : `device:${device}`;
      const waitMs = (await count(fromHere, perAddress)) || (await count(forAccount, perAccount));
      if (waitMs > 0) return refuse(waitMs);
      return accept({
        async forgive() {
          await database.deleteFrom('sign_in_attempts').where('subject', '=', forAccount).execute();
          await database
            .updateTable('sign_in_attempts')
            .set((row) => ({ failures: row('failures', '-', 1), blocked_until: 0 }))
            .where('subject', '=', fromHere)
            .where('failures', '>', 0)
            .execute();
        },
      });
    },
  };
}
