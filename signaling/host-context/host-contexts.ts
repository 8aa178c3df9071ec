/** What the page around the chat told of whoever writes, by conversation. It is in no log and no document. */
import { sql } from 'kysely';
import * as v from 'valibot';
import { mostContextBytes, mostTables } from '../../conversation/protocol/host-context.ts';
import {
  hostTable,
  type ContextAnswer,
  type TellContext,
} from '../../conversation/protocol/http/host-context.ts';
import { attributes } from '../../conversation/protocol/http/visitors.ts';
import type { ConversationId } from '../../conversation/protocol/ids.ts';
import { accept, refuse, type Result } from '../../conversation/protocol/result.ts';
import type { Database } from '../database/database.ts';

export type TellRefusal = 'hidden' | 'closed' | 'too-many' | 'too-large';

export interface HostContexts {
  /** @returns whether anything is different now */
  tell(conversation: ConversationId, told: TellContext): Promise<Result<boolean, TellRefusal>>;
  /** Nothing, where it is masked. */
  of(conversation: ConversationId): Promise<ContextAnswer>;
}

/** Its row. A table has a name of at least one character. */
const ofAttributes = '';

export function createHostContexts(database: Database, now: () => number): HostContexts {
  return {
    tell: (conversation, told) =>
      database.transaction().execute(async (trx) => {
        const { masked, status } = await trx
          .selectFrom('conversations')
          .select(['masked', 'status'])
          .where('id', '=', conversation)
          .executeTakeFirstOrThrow();
        if (masked === 1) return refuse('hidden');
        if (status === 'closed') return refuse('closed');
        const before = await trx
          .selectFrom('host_context')
          .select(['name', 'content', 'bytes'])
          .where('conversation', '=', conversation)
          .execute();
        const changes = changesIn(told);
        const after = new Map(before.map(({ name, bytes }) => [name, bytes]));
        for (const [name, content] of changes) {
          if (content === undefined) after.delete(name);
          else after.set(name, Buffer.byteLength(content));
        }
        const tables = [...after.keys()].filter((name) => name !== ofAttributes).length;
        if (tables > mostTables) return refuse('too-many');
        const total = [...after.values()].reduce((sum, bytes) => sum + bytes, 0);
        if (total > mostContextBytes) return refuse('too-large');
        const known = new Map(before.map(({ name, content }) => [name, content]));
        const news = [...changes].filter(([name, content]) => known.get(name) !== content);
        for (const [name, content] of news) await write(trx, conversation, name, content);
        return accept(news.length > 0);
      }),
    async of(conversation) {
      const rows = await database
        .selectFrom('host_context')
        .innerJoin('conversations', 'conversations.id', 'host_context.conversation')
        .select(['host_context.name', 'content', 'told_at as toldAt'])
        .where('conversation', '=', conversation)
        .where('conversations.masked', '=', 0)
        .orderBy(sql`host_context.rowid`)
        .execute();
      const facts = rows.find(({ name }) => name === ofAttributes);
      return {
        attributes: v.parse(attributes, JSON.parse(facts?.content ?? '{}')),
        tables: rows
          .filter(({ name }) => name !== ofAttributes)
          .map(({ content }) => v.parse(hostTable, JSON.parse(content))),
        ...(rows.length > 0 && { toldAt: Math.max(...rows.map(({ toldAt }) => toldAt)) }),
      };
    },
  };

  async function write(
    trx: Database,
    conversation: ConversationId,
    name: string,
    content: string | undefined,
  ): Promise<void> {
    if (content === undefined) {
      await trx
        .deleteFrom('host_context')
        .where('conversation', '=', conversation)
        .where('name', '=', name)
        .execute();
      return;
    }
    const told = { content, bytes: Buffer.byteLength(content), told_at: now() };
    await trx
      .insertInto('host_context')
      .values({ conversation, name, ...told })
      // A table that is told again keeps its place.
      .onConflict((conflict) => conflict.columns(['conversation', 'name']).doUpdateSet(told))
      .execute();
  }
}

/** By name; undefined: it goes. What is told in the same breath wins over what goes. */
function changesIn({ attributes: facts, tables, removed }: TellContext) {
  const changes = new Map<string, string | undefined>();
  for (const name of removed) changes.set(name, undefined);
  if (facts !== undefined) {
    const isEmpty = Object.keys(facts).length === 0;
    changes.set(ofAttributes, isEmpty ? undefined : JSON.stringify(facts));
  }
  for (const table of tables) changes.set(table.name, JSON.stringify(table));
  return changes;
}
