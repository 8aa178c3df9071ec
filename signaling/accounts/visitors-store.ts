/** Anonymous people: a name that nobody checked, and the bearer token that proves "the same one as before". */
import { randomIdFrom, toBase64Url } from '../../conversation/protocol/ids.ts';
import type { Database } from '../database/database.ts';
import type { Authenticated, SessionRef, VisitorId } from './actor.ts';
import { makeToken } from './tokens.ts';

export interface VisitorsStore {
  /** @returns the token, which is shown once and kept only as a hash. */
  create(): Promise<{ readonly token: string; readonly name: string; readonly visitor: VisitorId }>;
  authenticate(tokenHash: Uint8Array): Promise<Authenticated | undefined>;
}

const dayMs = 24 * 60 * 60_000;
/** `seen_at` is written at most this often. */
const seenEveryMs = 60 * 60_000;
/** A token that was not used for so long is worth nothing: about as long as browsers keep a cookie. */
const unusedForMs = 400 * dayMs;
/** Whoever never raised a conversation is forgotten after so long; a browser that comes back becomes a new visitor. */
const silentForMs = 30 * dayMs;
const purgeEveryMs = dayMs;

export function createVisitorsStore(options: {
  readonly database: Database;
  readonly now: () => number;
  readonly randomBytes: (length: number) => Uint8Array;
}): VisitorsStore {
  const { database, now, randomBytes } = options;
  let purgedAt: number | undefined;

  async function purge(): Promise<void> {
    if (purgedAt !== undefined && Math.abs(now() - purgedAt) < purgeEveryMs) return;
    purgedAt = now();
    await database
      .deleteFrom('visitors')
      .where('seen_at', '<=', now() - silentForMs)
      .where((row) =>
        row.not(
          row.exists(
            row
              .selectFrom('participants')
              .select('participants.id')
              .whereRef('participants.visitor', '=', 'visitors.id'),
          ),
        ),
      )
      .execute();
  }

  return {
    async create() {
      await purge();
      const { token, hash } = makeToken('visitor', randomBytes);
      const visitor = randomIdFrom(randomBytes(16)) as VisitorId;
      const [high = 0, low = 0] = randomBytes(2);
      const name = `Visitor ${1000 + (((high << 8) | low) % 9000)}`;
      await database
        .insertInto('visitors')
        .values({ id: visitor, token_hash: hash, name, created_at: now(), seen_at: now() })
        .execute();
      return { token, name, visitor };
    },
    async authenticate(tokenHash) {
      const row = await database
        .selectFrom('visitors')
        .select(['id', 'name', 'seen_at'])
        .where('token_hash', '=', tokenHash)
        .executeTakeFirst();
      if (row === undefined || row.seen_at + unusedForMs <= now()) return undefined;
      if (now() - row.seen_at >= seenEveryMs) {
        await database
          .updateTable('visitors')
          .set({ seen_at: now() })
          .where('id', '=', row.id)
          .execute();
      }
      return {
        actor: { kind: 'visitor', visitor: row.id, name: row.name },
        session: `visitor:${toBase64Url(tokenHash)}` as SessionRef,
      };
    },
  };
}
