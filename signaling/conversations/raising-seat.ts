/** Who speaks for a department in what it raised: one of its staff at a time, with the one face that it has there. */
import type { ConversationId } from '../../conversation/protocol/ids.ts';
import { accept, refuse, type Result } from '../../conversation/protocol/result.ts';
import { accountOf, type Actor } from '../accounts/actor.ts';
import { createAuditLog } from '../audit.ts';
import type { Database } from '../database/database.ts';
import { placeOf } from './place.ts';

export type SeatRefusal = 'not-found' | 'already-closed' | 'answers-it';

export function takeSeat(
  conversation: ConversationId,
  by: Actor,
  { database, now }: { readonly database: Database; readonly now: () => number },
): Promise<Result<'taken' | 'known', SeatRefusal>> {
  return database.transaction().execute(async (trx) => {
    const place = await placeOf(trx, conversation, by);
    if (place?.seat === 'raiser') return accept('known');
    if (place?.seat !== 'sharer') return refuse('not-found');
    if (place.row.status === 'closed') return refuse('already-closed');
    const account = accountOf(by);
    const other = await trx
      .selectFrom('participants')
      .select('id')
      .where('conversation', '=', conversation)
      .where('account', '=', account)
      .where('id', '!=', place.row.raised_by)
      .executeTakeFirst();
    // Nobody asks and answers in one.
    if (other !== undefined) return refuse('answers-it');
    const former = await trx
      .selectFrom('participants')
      .select('account')
      .where('id', '=', place.row.raised_by)
      .executeTakeFirstOrThrow();
    await trx
      .updateTable('participants')
      .set({ account, left_at: null })
      .where('id', '=', place.row.raised_by)
      .execute();
    await createAuditLog(trx, now).record(account, 'seat-taken', conversation, {
      from: former.account ?? '',
    });
    return accept('taken');
  });
}
