/** Who takes part in a group, and what somebody may do to it. */
import type { GroupPeopleAnswer } from '../../conversation/protocol/http/groups.ts';
import type { ConversationId } from '../../conversation/protocol/ids.ts';
import { isGroup } from '../../conversation/protocol/kinds.ts';
import type { Actor } from '../accounts/actor.ts';
import type { Queries } from '../archive/summaries.ts';
import { kindRules, mayEnd, mayInvite } from './kinds.ts';
import { placeOf } from './place.ts';

/** @returns undefined where it is no group. */
export async function readGroup(
  database: Queries,
  conversation: ConversationId,
  actor: Actor,
): Promise<GroupPeopleAnswer | undefined> {
  const place = await placeOf(database, conversation, actor);
  if (place === undefined || !isGroup(place.row.kind)) return undefined;
  const { row, own, standing, isStarter } = place;
  const { kind, status, raised_by: starter } = row;
  const faces = await database
    .selectFrom('participants')
    .select(['id', 'name', 'role', 'joined_at'])
    .where('conversation', '=', conversation)
    .where('role', '!=', 'server')
    .where('left_at', 'is', null)
    .orderBy('joined_at')
    .orderBy('name')
    .orderBy('id')
    .execute();
  const isOpen = status === 'open';
  const invites = isOpen && own !== undefined && mayInvite(kind, standing, isStarter);
  const ends = mayEnd({ ...place, kind, whoCloses: 'anybody' });
  return {
    people: faces.map(({ id, joined_at: since, ...face }) => ({
      ...face,
      participant: id,
      isStarter: id === starter,
      isYou: id === own?.id,
      since,
    })),
    may: {
      invite: invites,
      remove: invites,
      leave: isOpen && own !== undefined && kindRules[kind].leaves,
      close: isOpen && ends,
      delete: status === 'closed' && row.erased_at === null && ends,
    },
  };
}
