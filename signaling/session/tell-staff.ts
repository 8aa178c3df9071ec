/** To staff who have a conversation open: something beside it has changed, and may be asked for. */
import type { ConversationId } from '../../conversation/protocol/ids.ts';
import { kindOf, reachOf } from '../access/permissions.ts';
import type { Directory } from './directory.ts';

export function tellContextChanged(
  directory: Pick<Directory, 'peersOf' | 'watchersOf'>,
  conversation: ConversationId,
): void {
  const open = [...directory.peersOf(conversation), ...directory.watchersOf(conversation)];
  for (const session of new Set(open.map((one) => one.session))) {
    if (reachOf(kindOf(session.actor), 'read-client') === 'none') continue;
    session.send({ type: 'context-changed', conversation });
  }
}
