/** What a conversation is to whoever asks for what lies beside it: beside those among equals lies nothing. */
import type { ConversationId } from '../../conversation/protocol/ids.ts';
import { isGroup } from '../../conversation/protocol/kinds.ts';
import type { Relation } from '../access/permissions.ts';
import type { Relations } from '../access/relations.ts';
import type { Actor } from '../accounts/actor.ts';
import type { Database } from '../database/database.ts';

export type RelationTo = (call: {
  readonly actor: Actor;
  readonly params: Readonly<Record<string, string>>;
}) => Promise<Relation>;

export function createRelationTo(
  database: Database,
  relations: Pick<Relations, 'toConversation'>,
): RelationTo {
  return async ({ actor, params }) => {
    const conversation = params['id'] as ConversationId;
    const row = await database
      .selectFrom('conversations')
      .select('kind')
      .where('id', '=', conversation)
      .executeTakeFirst();
    if (row === undefined || isGroup(row.kind)) return 'missing';
    return relations.toConversation(actor, conversation);
  };
}
