/**
 * What a client writes, as it is written: by leave of the department, to the agents who take part, and nowhere else.
 * It goes this way even where there is a direct link, because only here is known what the department allows.
 */
import type { ConversationId } from '../../../conversation/protocol/ids.ts';
import type { ToServer } from '../../../conversation/protocol/session.ts';
import type { Services } from '../services.ts';
import type { Joined, Session } from '../session.ts';
import type { Outcome } from './outcome.ts';

async function areAllowed(conversation: ConversationId, { database }: Services): Promise<boolean> {
  const row = await database
    .selectFrom('conversations')
    .innerJoin('departments', 'departments.id', 'conversations.department')
    .select('departments.previews')
    .where('conversations.id', '=', conversation)
    // Elsewhere people talk among themselves.
    .where('conversations.kind', 'in', ['support', 'course'])
    .where('conversations.masked', '=', 0)
    .where('conversations.status', '!=', 'closed')
    .executeTakeFirst();
  return row?.previews === 1;
}

/** Says so to a client who has just joined. */
export async function offerPreviews(joined: Joined, services: Services): Promise<void> {
  const { conversation, participant, session } = joined;
  if (participant.role !== 'client' || !(await areAllowed(conversation, services))) return;
  session.send({ type: 'previews', conversation, on: true });
}

export async function showPreview(
  session: Session,
  { conversation, text }: Extract<ToServer, { type: 'preview' }>,
  services: Services,
): Promise<Outcome> {
  const joined = session.joined.get(conversation);
  if (joined === undefined) {
    return { code: session.watching.has(conversation) ? 'not-allowed' : 'not-joined' };
  }
  if (joined.participant.role !== 'client') return { code: 'not-allowed' };
  // That nothing stands there any more is always passed on.
  if (text === '') endPreview(joined, services);
  else if (joined.previewRate.take()) {
    if (await areAllowed(conversation, services)) {
      joined.previewed = true;
      relay(joined, text, services);
    } else {
      endPreview(joined, services);
      session.send({ type: 'previews', conversation, on: false });
    }
  }
  return undefined;
}

export function endPreview(joined: Joined, services: Services): void {
  if (!joined.previewed) return;
  joined.previewed = false;
  relay(joined, '', services);
}

function relay({ conversation, participant }: Joined, text: string, services: Services): void {
  for (const peer of services.directory.peersOf(conversation)) {
    if (peer.participant.role !== 'agent') continue;
    peer.session.send({ type: 'preview', conversation, participant: participant.id, text });
  }
}
