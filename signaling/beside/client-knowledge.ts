/**
 * What the staff of a department noted about a client, and what that client asked before. Of whoever raised a masked
 * conversation nothing is kept and nothing is shown: it would tell which of them are one person.
 */
import {
  mostClientAttributes,
  mostPrevious,
  type ChangeClientAttributeRequest,
  type ClientAttributesAnswer,
} from '../../conversation/protocol/http/beside.ts';
import type { ConversationSummary } from '../../conversation/protocol/conversation.ts';
import type { AccountId, ConversationId, DepartmentId } from '../../conversation/protocol/ids.ts';
import { accept, refuse, type Result } from '../../conversation/protocol/result.ts';
import type { VisitorId } from '../accounts/actor.ts';
import { readSummaries, type Queries } from '../archive/summaries.ts';
import { createAuditLog } from '../audit.ts';
import type { Database } from '../database/database.ts';

type Client = { readonly account: AccountId } | { readonly visitor: VisitorId };

export interface ClientKnowledge {
  attributes(conversation: ConversationId): Promise<ClientAttributesAnswer>;
  /** `hidden`: the conversation is masked. */
  change(
    conversation: ConversationId,
    attribute: ChangeClientAttributeRequest,
    by: { readonly account: AccountId; readonly name: string },
  ): Promise<Result<true, 'hidden' | 'too-many'>>;
  /** Newest activity first. @param mayRead which of them are shown */
  previous(
    conversation: ConversationId,
    mayRead: (conversation: ConversationId) => Promise<boolean>,
  ): Promise<readonly ConversationSummary[]>;
}

/** So many of a client's are looked at for those that may be read. */
const mostLookedAt = 200;

export function createClientKnowledge(options: {
  readonly database: Database;
  readonly now: () => number;
}): ClientKnowledge {
  const { database, now } = options;
  return {
    async attributes(conversation) {
      const place = await clientOf(database, conversation);
      if (place === undefined) return { hidden: true, attributes: [] };
      const rows = await database
        .selectFrom('client_attributes')
        .select(['name', 'value', 'by_name as by', 'at'])
        .where('department', '=', place.department)
        .where(columnOf(place.client), '=', idOf(place.client))
        .orderBy('name')
        .execute();
      return { hidden: false, attributes: rows };
    },
    change: (conversation, { name, value }, by) =>
      database.transaction().execute(async (trx) => {
        const place = await clientOf(trx, conversation);
        if (place === undefined) return refuse('hidden');
        const { client, department } = place;
        const names = await trx
          .selectFrom('client_attributes')
          .select('name')
          .where('department', '=', department)
          .where(columnOf(client), '=', idOf(client))
          .execute();
        const isKnown = names.some((one) => one.name === name);
        if (value !== null && !isKnown && names.length >= mostClientAttributes) {
          return refuse('too-many');
        }
        await trx
          .deleteFrom('client_attributes')
          .where('department', '=', department)
          .where(columnOf(client), '=', idOf(client))
          .where('name', '=', name)
          .execute();
        if (value !== null) {
          await trx
            .insertInto('client_attributes')
            .values({
              department,
              account: 'account' in client ? client.account : null,
              visitor: 'visitor' in client ? client.visitor : null,
              name,
              value,
              by_name: by.name,
              at: now(),
            })
            .execute();
        }
        const action = value === null ? 'client-attribute-removed' : 'client-attribute-set';
        await createAuditLog(trx, now).record(by.account, action, conversation, { name });
        return accept(true);
      }),
    async previous(conversation, mayRead) {
      const place = await clientOf(database, conversation);
      if (place === undefined) return [];
      const rows = await database
        .selectFrom('participants')
        .innerJoin('conversations', 'conversations.raised_by', 'participants.id')
        .select('conversations.id')
        .where(`participants.${columnOf(place.client)}`, '=', idOf(place.client))
        .where('conversations.id', '!=', conversation)
        .where('conversations.masked', '=', 0)
        .where('conversations.kind', 'in', ['support', 'course'])
        .orderBy('conversations.active_at', 'desc')
        .limit(mostLookedAt)
        .execute();
      const readable: ConversationId[] = [];
      for (const { id } of rows) {
        if (readable.length >= mostPrevious) break;
        if (await mayRead(id)) readable.push(id);
      }
      if (readable.length === 0) return [];
      return readSummaries(database, (query) =>
        query.where('conversations.id', 'in', readable).orderBy('conversations.active_at', 'desc'),
      );
    },
  };
}

const columnOf = (client: Client) => ('account' in client ? 'account' : 'visitor');
const idOf = (client: Client) => ('account' in client ? client.account : client.visitor);

/** @returns undefined where it is masked, is between departments or among equals, or its client is gone */
async function clientOf(
  database: Queries,
  conversation: ConversationId,
): Promise<{ readonly client: Client; readonly department: DepartmentId } | undefined> {
  const row = await database
    .selectFrom('conversations')
    .innerJoin('participants', 'participants.id', 'conversations.raised_by')
    .select(['conversations.department', 'participants.account', 'participants.visitor'])
    .where('conversations.id', '=', conversation)
    .where('conversations.masked', '=', 0)
    .where('conversations.kind', 'in', ['support', 'course'])
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { account, visitor, department } = row;
  if (account !== null) return { client: { account }, department };
  return visitor === null ? undefined : { client: { visitor }, department };
}
