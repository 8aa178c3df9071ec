/**
 * Whoever has no account: anonymous people, with a name that nobody checked and a bearer token that proves "the same
 * one as before", and those whom a site's server identified (sites/identified-visitors.ts).
 */
import {
  fromBase64Url,
  randomIdFrom,
  toBase64Url,
  type SiteId,
} from '../../conversation/protocol/ids.ts';
import type { Insertable } from 'kysely';
import { createGroupCommit } from '../archive/group-commit.ts';
import { keepQuery, type ValueOf } from '../database/kept-queries.ts';
import type { Database } from '../database/database.ts';
import type { Schema } from '../database/schema.ts';
import type { Authenticated, SessionRef, VisitorId } from './actor.ts';
import { makeToken } from './tokens.ts';

export interface VisitorsStore {
  /**
   * @param site undefined: the default one.
   * @returns the token, which is shown once and kept only as a hash.
   */
  create(
    site?: SiteId,
  ): Promise<{ readonly token: string; readonly name: string; readonly visitor: VisitorId }>;
  /** Anonymous people are nobody on a site that signs tokens. */
  authenticate(tokenHash: Uint8Array): Promise<Authenticated | undefined>;
  /** The same of what was shown before. */
  isCurrent(session: SessionRef): Promise<boolean>;
}

const dayMs = 24 * 60 * 60_000;
/** `seen_at` is written at most this often. */
const seenEveryMs = 60 * 60_000;
/** A token that was not used for so long is worth nothing: about as long as browsers keep a cookie. */
const unusedForMs = 400 * dayMs;
/** Whoever never raised a conversation is forgotten after so long; a browser that comes back becomes a new visitor. */
const silentForMs = 30 * dayMs;
const purgeEveryMs = dayMs;

const refPrefix = 'visitor:';
const refOf = (tokenHash: Uint8Array) => `${refPrefix}${toBase64Url(tokenHash)}` as SessionRef;

/** For somebody who has none. */
export function visitorName(randomBytes: (length: number) => Uint8Array): string {
  const [high = 0, low = 0] = randomBytes(2);
  return `Visitor ${1000 + (((high << 8) | low) % 9000)}`;
}

/** With the site that they came by; what a site brought that is gone is nobody's. */
const visitorsOfSites = (database: Database) =>
  database
    .selectFrom('visitors')
    .leftJoin('sites', (join) =>
      join.on((on) =>
        on.or([
          on('sites.id', '=', on.ref('visitors.site')),
          on.and([on('visitors.site', 'is', null), on('sites.is_default', '=', 1)]),
        ]),
      ),
    )
    .select([
      'visitors.id',
      'visitors.name',
      'visitors.seen_at',
      'visitors.subject',
      'sites.department',
    ])
    .where('sites.deleted_at', 'is', null);

/** Asked with every request and every session: put together once. */
const anonymous = keepQuery((database, value: ValueOf<{ tokenHash: Uint8Array }>) =>
  visitorsOfSites(database)
    .where('visitors.token_hash', '=', value('tokenHash'))
    .where((row) =>
      row.not(
        row.exists(
          row
            .selectFrom('site_keys')
            .select('site_keys.id')
            .whereRef('site_keys.site', '=', 'sites.id'),
        ),
      ),
    ),
);

const identified = keepQuery((database, value: ValueOf<{ tokenHash: Uint8Array; now: number }>) =>
  visitorsOfSites(database)
    .innerJoin('identified_sessions', 'identified_sessions.visitor', 'visitors.id')
    .where('identified_sessions.token_hash', '=', value('tokenHash'))
    .where('identified_sessions.expires_at', '>', value('now')),
);

export function createVisitorsStore(options: {
  readonly database: Database;
  readonly now: () => number;
  readonly randomBytes: (length: number) => Uint8Array;
}): VisitorsStore {
  const { database, now, randomBytes } = options;
  /** Many who come at once must not have everybody's messages wait for a sync each. */
  const newcomers = createGroupCommit<Insertable<Schema['visitors']>, undefined>({
    async commit(rows) {
      await database.insertInto('visitors').values(rows).execute();
      return rows.map(() => undefined);
    },
    most: 64,
  });
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

  const find = async (tokenHash: Uint8Array) =>
    (await anonymous(database, { tokenHash })).rows[0] ??
    (await identified(database, { tokenHash, now: now() })).rows[0];

  return {
    async create(site) {
      await purge();
      const { token, hash } = makeToken('visitor', randomBytes);
      const visitor = randomIdFrom(randomBytes(16)) as VisitorId;
      const name = visitorName(randomBytes);
      const moment = { created_at: now(), seen_at: now() };
      await newcomers.add({ id: visitor, token_hash: hash, name, ...moment, site: site ?? null });
      return { token, name, visitor };
    },
    async authenticate(tokenHash) {
      const row = await find(tokenHash);
      if (row === undefined || row.seen_at + unusedForMs <= now()) return undefined;
      if (now() - row.seen_at >= seenEveryMs) {
        await database
          .updateTable('visitors')
          .set({ seen_at: now() })
          .where('id', '=', row.id)
          .execute();
      }
      return {
        actor: {
          kind: 'visitor',
          visitor: row.id,
          name: row.name,
          ...(row.subject === null ? {} : { identified: true }),
          ...(row.department === null ? {} : { department: row.department }),
        },
        session: refOf(tokenHash),
      };
    },
    async isCurrent(session) {
      const tokenHash = fromBase64Url(session.slice(refPrefix.length));
      return tokenHash !== undefined && (await find(tokenHash)) !== undefined;
    },
  };
}
