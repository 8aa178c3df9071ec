/** What somebody is in one conversation, and to its department, read from the database. */
import type { ConversationId } from '../../conversation/protocol/ids.ts';
import { isGroup } from '../../conversation/protocol/kinds.ts';
import type { Actor } from '../accounts/actor.ts';
import type { Queries } from '../archive/summaries.ts';
import type { ConversationRow, ParticipantRow } from '../database/conversations-tables.ts';
import { kindRules, type Seat, type Standing } from './kinds.ts';
import { standingOf } from './people.ts';

export interface Place {
  readonly row: ConversationRow;
  /** Their face, while they take part. */
  readonly own: ParticipantRow | undefined;
  readonly seat: Seat | undefined;
  /** To the department that the conversation is in. */
  readonly standing: Standing;
  readonly isStarter: boolean;
  readonly mayRead: boolean;
  /** As far as the kind of it is concerned: nobody writes in what is closed. */
  readonly mayWrite: boolean;
}

/** @returns undefined where there is no such conversation. */
export async function placeOf(
  database: Queries,
  conversation: ConversationId,
  actor: Actor,
): Promise<Place | undefined> {
  const row = await database
    .selectFrom('conversations')
    .selectAll()
    .where('id', '=', conversation)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const own = await database
    .selectFrom('participants')
    .selectAll()
    .where('conversation', '=', conversation)
    .where('left_at', 'is', null)
    .where((where) =>
      actor.kind === 'visitor'
        ? where('visitor', '=', actor.visitor)
        : where('account', '=', actor.account),
    )
    .executeTakeFirst();
  const account = actor.kind === 'account' ? actor.account : undefined;
  const standing = await standingOf(database, row.department, account);
  const isSharer =
    own === undefined &&
    row.from_department !== null &&
    (await standingOf(database, row.from_department, account)) === 'staff';
  const seat = isSharer ? 'sharer' : own && seatOf(row, own);
  const { reads, writes } = kindRules[row.kind];
  const mayRead = seat !== undefined || reads.includes(standing);
  return {
    row,
    own,
    seat,
    standing,
    isStarter: isSharer || own?.id === row.raised_by,
    mayRead,
    mayWrite: mayRead && seat !== 'sharer' && writes.includes(standing),
  };
}

function seatOf({ kind, raised_by: raiser }: ConversationRow, { id }: ParticipantRow): Seat {
  if (isGroup(kind)) return 'member';
  return id === raiser ? 'raiser' : 'answerer';
}
