/**
 * What was said goes, for good: the payloads, the files, what is found by searching, and what people called it. Headers stay, so
 * that the chain of each log still verifies (SPEC.md, ENT4); a late upload brings nothing back (archive/commit.ts).
 */
import { sql } from 'kysely';
import type { ConversationId } from '../../conversation/protocol/ids.ts';
import { accept, refuse, type Result } from '../../conversation/protocol/result.ts';
import type { Actor } from '../accounts/actor.ts';
import { createAuditLog } from '../audit.ts';
import type { Database } from '../database/database.ts';
import { mayEnd, type Standing } from './kinds.ts';
import { placeOf } from './place.ts';

export type ErasingRefusal = 'not-found' | 'not-allowed' | 'only-raiser' | 'still-open';

export function eraseConversation(
  conversation: ConversationId,
  actor: Actor,
  { database, now }: { readonly database: Database; readonly now: () => number },
): Promise<Result<'erased' | 'known', ErasingRefusal>> {
  return database.transaction().execute(async (trx) => {
    const place = await placeOf(trx, conversation, actor);
    if (place === undefined) return refuse('not-found');
    const { kind, department, status, erased_at: erasedAt } = place.row;
    const policy = await trx
      .selectFrom('departments')
      .select('who_closes')
      .where('id', '=', department)
      .executeTakeFirstOrThrow();
    const isSuper = actor.kind === 'account' && actor.role === 'super-admin';
    const standing: Standing = isSuper ? 'staff' : place.standing;
    const whoCloses = policy.who_closes;
    if (!mayEnd({ ...place, kind, standing, whoCloses })) {
      return refuse(whoCloses === 'raiser' ? 'only-raiser' : 'not-allowed');
    }
    if (status !== 'closed') return refuse('still-open');
    if (erasedAt !== null) return accept('known');
    // The shadow table names the rows that are in the index; what is not in it must not be taken out.
    await sql`insert into entry_text (entry_text, rowid, text)
      select 'delete', body.id, body.text from entry_body body
      join entries on entries.id = body.id
      where entries.conversation = ${conversation}
        and body.id in (select id from entry_text_docsize)`.execute(trx);
    await trx
      .updateTable('entries')
      .set({ payload: null })
      .where('conversation', '=', conversation)
      .where('payload', 'is not', null)
      .execute();
    await trx.deleteFrom('files').where('conversation', '=', conversation).execute();
    await trx.deleteFrom('uploads').where('conversation', '=', conversation).execute();
    await trx
      .updateTable('conversations')
      .set({ erased_at: now(), title: sql`case when title is null then null else 'Deleted' end` })
      .where('id', '=', conversation)
      .execute();
    await trx
      .updateTable('tickets')
      .set({ subject: 'Deleted' })
      .where('conversation', '=', conversation)
      .execute();
    await trx
      .updateTable('transfers')
      .set({ note: null })
      .where('conversation', '=', conversation)
      .execute();
    const by = actor.kind === 'account' ? actor.account : 'visitor';
    const detail = { department, kind };
    await createAuditLog(trx, now).record(by, 'conversation-erased', conversation, detail);
    return accept('erased');
  });
}
