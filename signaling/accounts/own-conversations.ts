/** What a customer or a visitor raised, takes part in or may read, for their own list. */
import type { OwnConversationJson } from '../../conversation/protocol/http/customers.ts';
import type { AccountId, ConversationId } from '../../conversation/protocol/ids.ts';
import { groupKinds } from '../../conversation/protocol/kinds.ts';
import { readSummaries } from '../archive/summaries.ts';
import { kindRules } from '../conversations/kinds.ts';
import type { VisitorId } from './actor.ts';
import type { Database } from '../database/database.ts';

const saidToAll = groupKinds.filter((kind) => kindRules[kind].with === 'everybody');

/** Whose list it is. */
export type Owner =
  | { readonly kind: 'account'; readonly account: AccountId }
  | { readonly kind: 'visitor'; readonly visitor: VisitorId };

/** A line of a list. */
const longestText = 140;

/** Newest activity first. @param before only what was active before this moment */
export async function readOwnConversations(
  database: Database,
  whose: Owner,
  { before, limit }: { readonly before: number | undefined; readonly limit: number },
): Promise<OwnConversationJson[]> {
  const column = whose.kind === 'account' ? 'account' : 'visitor';
  const id = whose.kind === 'account' ? whose.account : whose.visitor;
  const summaries = await readSummaries(
    database,
    (query) =>
      (before === undefined ? query : query.where('conversations.active_at', '<', before))
        .where((where) =>
          where.or([
            where(`client.${column}`, '=', id),
            where('conversations.kind', 'in', groupKinds),
          ]),
        )
        .where('conversations.erased_at', 'is', null)
        // Theirs are few, and found by an index; all conversations are many.
        .where((where) =>
          where.or([
            where('conversations.id', 'in', (from) =>
              from
                .selectFrom('participants as own')
                .select('own.conversation')
                .where(`own.${column}`, '=', id)
                .where('own.left_at', 'is', null),
            ),
            // What is said to everybody of a department, who is enrolled there reads without taking part.
            where.and([
              where.lit(whose.kind === 'account'),
              where('conversations.kind', 'in', saidToAll),
              where('conversations.status', '=', 'open'),
              where('conversations.department', 'in', (from) =>
                from
                  .selectFrom('enrolments')
                  .select('enrolments.department')
                  .where('enrolments.account', '=', id as AccountId),
              ),
            ]),
          ]),
        )
        .orderBy('conversations.active_at', 'desc')
        .orderBy('conversations.id')
        .limit(limit),
    whose.kind === 'account' ? whose.account : undefined,
  );
  const names = await departmentNames(database);
  return Promise.all(
    summaries.map(async (summary) => ({
      ...summary,
      departmentName: names.get(summary.department) ?? '',
      ...(await lastText(database, summary.conversation)),
    })),
  );
}

async function departmentNames(database: Database): Promise<ReadonlyMap<string, string>> {
  const rows = await database.selectFrom('departments').select(['id', 'name']).execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}

async function lastText(
  database: Database,
  conversation: ConversationId,
): Promise<{ lastText?: string }> {
  const row = await database
    .selectFrom('entries')
    .innerJoin('entry_body', 'entry_body.id', 'entries.id')
    .select('entry_body.text')
    .where('entries.conversation', '=', conversation)
    .where('entries.verdict', '=', 'accepted')
    .where('entry_body.text', 'is not', null)
    .orderBy('entries.seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return {};
  const signs = Array.from(row.text);
  const isLong = signs.length > longestText;
  return { lastText: isLong ? `${signs.slice(0, longestText - 1).join('')}…` : row.text };
}
