/**
 * Signed-in sessions of people and bots: opaque tokens, stored hashed, with an idle and an absolute end.
 * Whoever holds a socket for a session watches it, and hears of its end within a second, also when another
 * program (the command line) ended it.
 */
import * as v from 'valibot';
import { scopeList } from '../../conversation/protocol/http/bots.ts';
import { fromBase64Url, toBase64Url, type AccountId } from '../../conversation/protocol/ids.ts';
import { steadyTime } from '../../conversation/protocol/steady-time.ts';
import type { Clock } from '../clock.ts';
import { dataVersion, type Database } from '../database/database.ts';
import { together, type Together } from '../database/together.ts';
import type { Authenticated, BotKeyId, SessionRef } from './actor.ts';
import { makeToken } from './tokens.ts';

export type SessionKind = 'cookie' | 'bot';

export interface SessionChanges {
  /** @returns the token, which is shown once and kept only as a hash. */
  open(
    account: AccountId,
    kind: SessionKind,
    more?: {
      /** The bot's own key that it is opened with. */
      readonly key?: BotKeyId | undefined;
      /** Words about the browser that opens it. */
      readonly device?: string;
    },
  ): Promise<{
    readonly token: string;
    readonly session: SessionRef;
    readonly openedAt: number;
    readonly expiresAt: number;
  }>;
  /** @returns whether the account has such a session. */
  endOne(account: AccountId, id: string): Promise<boolean>;
  /** Ends all sessions that were opened with a key of a bot. */
  endAllWith(key: BotKeyId): Promise<void>;
  /** Ends all sessions of the account, but for `spared`. */
  endAllOf(account: AccountId, spared?: SessionRef): Promise<void>;
  /** What visitors come by changed: those who are nobody by now hear so. */
  lookAtVisitors(): void;
}

/** One line of the list of one's own. */
export interface SessionNote {
  /** Names it in that list; it is no key. */
  readonly id: string;
  readonly session: SessionRef;
  readonly device: string;
  readonly openedAt: number;
  readonly seenAt: number;
}

export interface Sessions extends SessionChanges {
  /** The same inside of a transaction; sockets are closed when it is committed. */
  within(unit: Together): SessionChanges;
  /** @returns undefined where the session is unknown or over, or its account inactive. */
  authenticate(tokenHash: Uint8Array, kind: SessionKind): Promise<Authenticated | undefined>;
  /** Whether it is not over, and its account active. */
  isCurrent(session: SessionRef): Promise<boolean>;
  end(session: SessionRef): Promise<void>;
  /** Those that are not over, last used first. */
  listOf(account: AccountId): Promise<readonly SessionNote[]>;
  /** Calls `ended` once, within a second of the end of the session, unless the returned undo is called first. */
  watch(session: SessionRef, ended: () => void): () => void;
  close(): void;
}

const hourMs = 60 * 60_000;
const dayMs = 24 * hourMs;

/** People sign in again after half a day away, and once a week; bots run unattended. */
const lifetimes: Record<SessionKind, { idleMs: number; absoluteMs: number }> = {
  cookie: { idleMs: 12 * hourMs, absoluteMs: 7 * dayMs },
  bot: { idleMs: 30 * dayMs, absoluteMs: 365 * dayMs },
};

/** `seen_at` is written at most this often, and expiry is looked for this often. */
const seenEveryMs = 60_000;
/** How often we look whether another program wrote to the database: the promise is a second. */
const lookEveryMs = 500;

const prefix = 'account:';
const refOf = (tokenHash: Uint8Array) => `${prefix}${toBase64Url(tokenHash)}` as SessionRef;

/** As long as other ids. */
const idOf = (tokenHash: Uint8Array) => toBase64Url(tokenHash.subarray(0, 16));

const rowsOf = (account: AccountId, database: Database) =>
  database.selectFrom('sessions').selectAll().where('account', '=', account).execute();

/** @returns undefined for visitors, whose tokens have no session. */
function hashOfRef(session: SessionRef): Uint8Array | undefined {
  return session.startsWith(prefix) ? fromBase64Url(session.slice(prefix.length)) : undefined;
}

/** For programs beside the server, which notices it by itself. */
export async function endSessionsOf(database: Database, account: AccountId): Promise<void> {
  await database.deleteFrom('sessions').where('account', '=', account).execute();
}

export function createSessions(options: {
  readonly database: Database;
  readonly clock: Clock;
  readonly randomBytes: (length: number) => Uint8Array;
  /** Whether what a visitor showed is still good; left out: always. */
  readonly isVisitorCurrent?: (session: SessionRef) => Promise<boolean>;
  /** Called with faults of the background check. */
  readonly onFault: (fault: unknown) => void;
}): Sessions {
  const { database, clock, randomBytes } = options;
  const isVisitorCurrent = options.isVisitorCurrent ?? (() => Promise.resolve(true));
  const watchers = new Map<SessionRef, Set<() => void>>();
  let seenVersion: number | undefined;
  const steady = steadyTime(clock.now);
  let sweptAt = steady();
  let isClosed = false;
  let cancelLook = clock.after(lookEveryMs, lookAgain);

  function tellEnded(session: SessionRef): void {
    const listeners = watchers.get(session);
    watchers.delete(session);
    for (const ended of listeners ?? []) ended();
  }

  /** Finds the watched sessions that are over. An open socket counts as use, so it keeps its session from being idle. */
  async function sweep(): Promise<void> {
    for (const session of watchers.keys()) await check(session);
  }

  async function check(session: SessionRef): Promise<void> {
    const hash = hashOfRef(session);
    if (hash !== undefined && (await current(hash)) === undefined) tellEnded(session);
  }

  function lookAtVisitors(): void {
    for (const session of watchers.keys()) {
      if (hashOfRef(session) !== undefined) continue;
      isVisitorCurrent(session)
        .then((isCurrent) => {
          if (!isCurrent) tellEnded(session);
        })
        .catch((fault: unknown) => {
          if (!isClosed) options.onFault(fault);
        });
    }
  }

  async function look(): Promise<void> {
    const version = await dataVersion(database);
    const isDue = steady() - sweptAt >= seenEveryMs;
    if (version === seenVersion && !isDue) return;
    seenVersion = version;
    if (isDue) {
      sweptAt = steady();
      await database.deleteFrom('sessions').where('expires_at', '<=', clock.now()).execute();
    }
    await sweep();
  }

  function lookAgain(): void {
    look()
      .catch((fault: unknown) => {
        if (!isClosed) options.onFault(fault);
      })
      .finally(() => {
        if (!isClosed) cancelLook = clock.after(lookEveryMs, lookAgain);
      });
  }

  /** Reads a session that is not over, and notes that it was used. */
  async function current(hash: Uint8Array) {
    const row = await database
      .selectFrom('sessions')
      .innerJoin('accounts', 'accounts.id', 'sessions.account')
      .leftJoin('bot_keys', 'bot_keys.id', 'sessions.bot_key')
      .select([
        'accounts.id',
        'accounts.username',
        'accounts.name',
        'accounts.role',
        'accounts.active',
        'accounts.worker_of',
        'bot_keys.scopes',
        'sessions.kind',
        'sessions.seen_at',
        'sessions.expires_at',
      ])
      .where('sessions.token_hash', '=', hash)
      .executeTakeFirst();
    const now = clock.now();
    if (row === undefined || row.active === 0 || row.expires_at <= now) return undefined;
    if (row.seen_at + lifetimes[row.kind].idleMs <= now) return undefined;
    if (now - row.seen_at >= seenEveryMs) {
      await database
        .updateTable('sessions')
        .set({ seen_at: now })
        .where('token_hash', '=', hash)
        .execute();
    }
    return row;
  }

  async function endWhere(hashes: readonly Uint8Array[], unit: Together): Promise<void> {
    for (const hash of hashes) {
      await unit.database.deleteFrom('sessions').where('token_hash', '=', hash).execute();
      unit.afterCommit(() => tellEnded(refOf(hash)));
    }
  }

  function within(unit: Together): SessionChanges {
    return {
      async endOne(account, id) {
        const hash = (await rowsOf(account, unit.database)).find(
          (row) => idOf(row.token_hash) === id,
        )?.token_hash;
        if (hash !== undefined) await endWhere([hash], unit);
        return hash !== undefined;
      },
      async open(account, kind, { key, device = '' } = {}) {
        const { token, hash } = makeToken(kind === 'bot' ? 'bot' : 'session', randomBytes);
        const now = clock.now();
        const expiresAt = now + lifetimes[kind].absoluteMs;
        await unit.database
          .insertInto('sessions')
          .values({
            token_hash: hash,
            account,
            kind,
            created_at: now,
            seen_at: now,
            expires_at: expiresAt,
            bot_key: key ?? null,
            device,
          })
          .execute();
        return { token, session: refOf(hash), openedAt: now, expiresAt };
      },
      async endAllWith(key) {
        const rows = await unit.database
          .selectFrom('sessions')
          .select('token_hash')
          .where('bot_key', '=', key)
          .execute();
        await endWhere(
          rows.map((row) => row.token_hash),
          unit,
        );
      },
      async endAllOf(account, spared) {
        const rows = await unit.database
          .selectFrom('sessions')
          .select('token_hash')
          .where('account', '=', account)
          .execute();
        const hashes = rows.map((row) => row.token_hash).filter((hash) => refOf(hash) !== spared);
        await endWhere(hashes, unit);
      },
      lookAtVisitors: () => unit.afterCommit(lookAtVisitors),
    };
  }

  return {
    within,
    lookAtVisitors,
    open: (account, kind, more) =>
      together(database, (unit) => within(unit).open(account, kind, more)),
    endAllWith: (key) => together(database, (unit) => within(unit).endAllWith(key)),
    endOne: (account, id) => together(database, (unit) => within(unit).endOne(account, id)),
    async listOf(account) {
      const now = clock.now();
      const rows = await rowsOf(account, database);
      return rows
        .filter((row) => row.expires_at > now && row.seen_at + lifetimes[row.kind].idleMs > now)
        .toSorted((a, b) => b.seen_at - a.seen_at || b.created_at - a.created_at)
        .map((row) => ({
          id: idOf(row.token_hash),
          session: refOf(row.token_hash),
          device: row.device,
          openedAt: row.created_at,
          seenAt: row.seen_at,
        }));
    },
    endAllOf: (account, spared) =>
      together(database, (unit) => within(unit).endAllOf(account, spared)),
    async authenticate(tokenHash, kind) {
      const row = await current(tokenHash);
      if (row === undefined || row.kind !== kind) return undefined;
      const { id, username, name, role } = row;
      return {
        actor: {
          kind: 'account',
          account: id,
          username,
          name,
          role,
          ...(row.worker_of === null ? {} : { workerOf: row.worker_of }),
          ...(row.scopes === null ? {} : { scopes: v.parse(scopeList, JSON.parse(row.scopes)) }),
        },
        session: refOf(tokenHash),
      };
    },
    async isCurrent(session) {
      const hash = hashOfRef(session);
      return hash === undefined ? isVisitorCurrent(session) : (await current(hash)) !== undefined;
    },
    async end(session) {
      const hash = hashOfRef(session);
      if (hash !== undefined) await together(database, (unit) => endWhere([hash], unit));
    },
    watch(session, ended) {
      const listeners = watchers.get(session) ?? new Set();
      watchers.set(session, listeners.add(ended));
      // It may have ended between the ticket and the socket.
      check(session).catch((fault: unknown) => {
        if (!isClosed) options.onFault(fault);
      });
      return () => {
        listeners.delete(ended);
        if (listeners.size === 0 && watchers.get(session) === listeners) watchers.delete(session);
      };
    },
    close() {
      isClosed = true;
      cancelLook();
      watchers.clear();
    },
  };
}
