/** People decide who answers: they pass a conversation on, or take it over. */
import type { ConversationId } from '../../../conversation/protocol/ids.ts';
import { transferNoteCharacters, type ToServer } from '../../../conversation/protocol/session.ts';
import { accountOf } from '../../accounts/actor.ts';
import {
  commitTakeOver,
  commitTransfer,
  holderBehind,
  type Moved,
} from '../../pairing/transfer.ts';
import { removePeer } from '../news.ts';
import { refusedMessage } from '../refusals.ts';
import type { Services } from '../services.ts';
import type { ActorKey, Session } from '../session.ts';
import type { Outcome } from './outcome.ts';

export async function transfer(
  session: Session,
  message: Extract<ToServer, { type: 'transfer' }>,
  services: Services,
): Promise<Outcome> {
  const about = 'transfer';
  const { conversation, from, to } = message;
  const note = message.note?.trim() ?? '';
  if (Array.from(note).length > transferNoteCharacters) return { code: 'note-too-long', about };
  const holder = await holderBehind(services.database, from);
  const moved = await commitTransfer(
    { conversation, from, holder, to, by: byOf(session), note: note === '' ? undefined : note },
    {
      ...commitOptions(services),
      isLive: (account) => services.availability.isLive(account),
    },
  );
  if (!moved.ok) return { code: moved.refusal, about };
  session.send({ type: 'done', conversation, about });
  await tellMoved(conversation, moved.value, services);
  return undefined;
}

export async function takeOver(
  session: Session,
  { conversation, from }: Extract<ToServer, { type: 'take-over' }>,
  services: Services,
): Promise<Outcome> {
  const about = 'take-over';
  const holder = await holderBehind(services.database, from);
  const moved = await commitTakeOver(
    { conversation, from, holder, by: byOf(session) },
    commitOptions(services),
  );
  if (!moved.ok) return { code: moved.refusal, about };
  session.send({ type: 'done', conversation, about });
  await tellMoved(conversation, moved.value, services);
  return undefined;
}

const byOf = ({ actor }: Session) => ({ account: accountOf(actor), name: actor.name });

const commitOptions = ({ database, clock, randomBytes, notify }: Services) => ({
  database,
  now: clock.now,
  randomBytes,
  notify,
});

async function tellMoved(
  conversation: ConversationId,
  { former, formerDepartment, to }: Moved,
  services: Services,
): Promise<void> {
  const { availability, conversations, news, oversight, pairing } = services;
  pairing.forget(conversation);
  if (to !== undefined) availability.given(to);
  const concerned = former === undefined ? [] : [`account:${former}` as ActorKey];
  await news.changed(conversation, concerned, formerDepartment);
  const summary = await conversations.summary(conversation);
  const isSilent =
    former !== undefined &&
    summary?.department === formerDepartment &&
    (await conversations.isMasked(conversation));
  if (summary?.status.state === 'assigned') {
    if (!isSilent) await news.event(conversation, 'assigned', summary.status.to);
  } else {
    await news.event(conversation, 'transferred');
  }
  if (summary !== undefined && summary.department !== formerDepartment) {
    await connectAnew(conversation, formerDepartment, summary.department, services);
    await oversight.recheck();
  }
  // Somebody has a free place now, or the next department an answer to give.
  await pairing.run();
  const after = await conversations.summary(conversation);
  if (after?.status.state === 'waiting') await news.event(conversation, 'waiting');
}

/** Where the next department connects in another way, those who stay come in again by its rules. */
async function connectAnew(
  conversation: ConversationId,
  before: Moved['formerDepartment'],
  after: Moved['formerDepartment'],
  services: Services,
): Promise<void> {
  const { departments, directory } = services;
  const [was, is] = await Promise.all([departments.get(before), departments.get(after)]);
  if (was?.connection === is?.connection) return;
  for (const peer of directory.peersOf(conversation)) {
    removePeer(services, peer);
    peer.session.send(refusedMessage('not-joined', { conversation }));
  }
}
