/** Keys that bots sign in with: shown once, stored hashed, each with what it lets its bot do. */
import * as v from 'valibot';
import { scopeList, type BotScope } from '../../conversation/protocol/http/bots.ts';
import { randomIdFrom, type AccountId } from '../../conversation/protocol/ids.ts';
import type { Database } from '../database/database.ts';
import type { BotKeyId } from './actor.ts';
import { makeToken, readToken } from './tokens.ts';

export interface BotKey {
  readonly id: BotKeyId;
  readonly account: AccountId;
  readonly beginning: string;
  readonly scopes: readonly BotScope[];
  readonly createdAt: number;
  readonly usedAt: number | undefined;
  readonly revokedAt: number | undefined;
}

export interface BotKeys {
  /** Of all bots, oldest first, also those that were revoked. */
  list(): Promise<readonly BotKey[]>;
  /** @returns the key itself as well, which is kept nowhere. */
  issue(
    account: AccountId,
    scopes: readonly BotScope[],
    by: AccountId,
  ): Promise<{ readonly key: BotKey; readonly secret: string }>;
  /** Notes that it was used. @returns undefined for what is no key, or was revoked. */
  authenticate(
    secret: string,
  ): Promise<{ readonly id: BotKeyId; readonly account: AccountId } | undefined>;
  /** @returns false where this bot has no such key, or it was revoked before. */
  revoke(id: BotKeyId, account: AccountId): Promise<boolean>;
}

/** By the word in front and six of 43 characters people tell keys apart; nobody guesses the rest. */
const shownCharacters = 'key_'.length + 6;

export function createBotKeys(options: {
  readonly database: Database;
  readonly now: () => number;
  readonly randomBytes: (length: number) => Uint8Array;
}): BotKeys {
  const { database, now, randomBytes } = options;
  return {
    async list() {
      const rows = await database
        .selectFrom('bot_keys')
        .selectAll()
        .orderBy('created_at')
        .orderBy('id')
        .execute();
      return rows.map((row) => ({
        id: row.id,
        account: row.account,
        beginning: row.beginning,
        scopes: v.parse(scopeList, JSON.parse(row.scopes)),
        createdAt: row.created_at,
        usedAt: row.used_at ?? undefined,
        revokedAt: row.revoked_at ?? undefined,
      }));
    },
    async issue(account, scopes, by) {
      const { token, hash } = makeToken('key', randomBytes);
      const id = randomIdFrom(randomBytes(16)) as BotKeyId;
      const beginning = token.slice(0, shownCharacters);
      const createdAt = now();
      await database
        .insertInto('bot_keys')
        .values({
          id,
          account,
          key_hash: hash,
          beginning,
          scopes: JSON.stringify(scopes),
          created_at: createdAt,
          created_by: by,
          used_at: null,
          revoked_at: null,
        })
        .execute();
      const unused = { usedAt: undefined, revokedAt: undefined };
      return { key: { id, account, beginning, scopes, createdAt, ...unused }, secret: token };
    },
    async authenticate(secret) {
      const read = readToken(secret);
      if (read?.kind !== 'key') return undefined;
      const row = await database
        .updateTable('bot_keys')
        .set({ used_at: now() })
        .where('key_hash', '=', read.hash)
        .where('revoked_at', 'is', null)
        .returning(['id', 'account'])
        .executeTakeFirst();
      return row;
    },
    async revoke(id, account) {
      const { numUpdatedRows } = await database
        .updateTable('bot_keys')
        .set({ revoked_at: now() })
        .where('id', '=', id)
        .where('account', '=', account)
        .where('revoked_at', 'is', null)
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },
  };
}
