/** Visitors whom a site's server identified: one person on every device, with a session for each. */
import * as v from 'valibot';
import { attributes, type ClientAnswer } from '../../conversation/protocol/http/visitors.ts';
import {
  randomIdFrom,
  type ConversationId,
  type DepartmentId,
} from '../../conversation/protocol/ids.ts';
import type { VisitorId } from '../accounts/actor.ts';
import { makeToken } from '../accounts/tokens.ts';
import { visitorName } from '../accounts/visitors-store.ts';
import type { Database } from '../database/database.ts';
import type { Verified } from './identity-token.ts';

export interface Identified {
  /** For the bearer header; shown once. */
  readonly token: string;
  readonly name: string;
  readonly visitor: VisitorId;
}

export interface IdentifiedVisitors {
  /**
   * Takes what the token says for what is so, and opens a session.
   *
   * @returns undefined where the token was good for one use, and was used: nothing is changed then
   */
  enter(verified: Verified): Promise<Identified | undefined>;
  /** @param department undefined: of any. @returns the open one in which they, or somebody else, wrote last */
  lastConversation(
    visitor: VisitorId,
    department: DepartmentId | undefined,
  ): Promise<ConversationId | undefined>;
  /** Whoever raised a conversation. @returns undefined where there is no such conversation */
  clientOf(conversation: ConversationId): Promise<ClientAnswer | undefined>;
}

/** A session outlives its token, which is only for the moment; the site's page asks for another when it is over. */
const sessionMs = 12 * 60 * 60_000;
/** Of one person: tabs and devices. The oldest end first. */
const mostSessions = 20;

export function createIdentifiedVisitors(options: {
  readonly database: Database;
  readonly now: () => number;
  readonly randomBytes: (length: number) => Uint8Array;
}): IdentifiedVisitors {
  const { database, now, randomBytes } = options;

  async function remember(trx: Database, { site, claims }: Verified) {
    const { sub: subject, email = null } = claims;
    const known = await trx
      .selectFrom('visitors')
      .select(['id', 'name'])
      .where('site', '=', site)
      .where('subject', '=', subject)
      .executeTakeFirst();
    const visitor = known?.id ?? (randomIdFrom(randomBytes(16)) as VisitorId);
    const name = claims.name ?? known?.name ?? visitorName(randomBytes);
    const said = {
      name,
      email,
      attributes: JSON.stringify(claims.attributes ?? {}),
      verified_at: now(),
      seen_at: now(),
    };
    if (known === undefined) {
      const { hash } = makeToken('visitor', randomBytes);
      const row = { id: visitor, site, subject, token_hash: hash, created_at: now(), ...said };
      await trx.insertInto('visitors').values(row).execute();
    } else await trx.updateTable('visitors').set(said).where('id', '=', visitor).execute();
    return { visitor, name };
  }

  async function openSession(trx: Database, visitor: VisitorId, { key }: Verified) {
    await trx.deleteFrom('identified_sessions').where('expires_at', '<=', now()).execute();
    const { token, hash } = makeToken('visitor', randomBytes);
    const expires = now() + sessionMs;
    await trx
      .insertInto('identified_sessions')
      .values({ token_hash: hash, visitor, site_key: key, created_at: now(), expires_at: expires })
      .execute();
    await trx
      .deleteFrom('identified_sessions')
      .where('visitor', '=', visitor)
      .where((row) =>
        row(
          'token_hash',
          'in',
          row
            .selectFrom('identified_sessions')
            .select('token_hash')
            .where('visitor', '=', visitor)
            .orderBy('created_at', 'desc')
            .limit(1000)
            .offset(mostSessions),
        ),
      )
      .execute();
    return token;
  }

  /** @returns false: it was used before */
  async function use(trx: Database, { site, claims: { jti }, until }: Verified): Promise<boolean> {
    if (jti === undefined) return true;
    await trx.deleteFrom('used_identity_tokens').where('expires_at', '<=', now()).execute();
    const { numInsertedOrUpdatedRows } = await trx
      .insertInto('used_identity_tokens')
      .values({ site, jti, expires_at: until })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirstOrThrow();
    return numInsertedOrUpdatedRows === 1n;
  }

  return {
    enter: (verified) =>
      database.transaction().execute(async (trx) => {
        if (!(await use(trx, verified))) return undefined;
        const who = await remember(trx, verified);
        return { ...who, token: await openSession(trx, who.visitor, verified) };
      }),
    async lastConversation(visitor, department) {
      const row = await database
        .selectFrom('participants')
        .innerJoin('conversations', 'conversations.raised_by', 'participants.id')
        .select('conversations.id')
        .where('participants.visitor', '=', visitor)
        .where('conversations.status', '!=', 'closed')
        .$if(department !== undefined, (query) =>
          query.where('conversations.department', '=', department as DepartmentId),
        )
        .orderBy('conversations.active_at', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row?.id;
    },
    async clientOf(conversation) {
      const row = await database
        .selectFrom('conversations')
        .innerJoin('participants', 'participants.id', 'conversations.raised_by')
        .leftJoin('visitors', 'visitors.id', 'participants.visitor')
        .leftJoin('sites', 'sites.id', 'visitors.site')
        .select([
          'conversations.masked',
          'participants.account',
          'participants.name as shown',
          'visitors.name',
          'visitors.subject',
          'visitors.email',
          'visitors.attributes',
          'visitors.verified_at',
          'sites.name as site',
        ])
        .where('conversations.id', '=', conversation)
        .executeTakeFirst();
      if (row === undefined) return undefined;
      if (row.masked === 1) return { kind: 'hidden' };
      if (row.account !== null) return { kind: 'account', name: row.shown };
      const { subject, name, site, verified_at: verifiedAt } = row;
      const isKnown = subject !== null && name !== null && site !== null && verifiedAt !== null;
      if (!isKnown) return { kind: 'anonymous', name: row.shown };
      return {
        kind: 'identified',
        name,
        site,
        subject,
        ...(row.email === null ? {} : { email: row.email }),
        attributes: v.parse(attributes, JSON.parse(row.attributes ?? '{}')),
        verifiedAt,
      };
    },
  };
}
