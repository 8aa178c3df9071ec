/** Typing, links, leaving and availability: what needs no transaction. */
import { unreachable } from '../../../conversation/protocol/result.ts';
import type { ToServer } from '../../../conversation/protocol/session.ts';
import { removePeer } from '../news.ts';
import type { Services } from '../services.ts';
import { actorKeyOf, type Joined, type Session } from '../session.ts';
import type { Outcome } from './outcome.ts';
import { endPreview } from './preview.ts';
import { stopWatching } from './watching.ts';

/** To the peers of other participants that have no direct link to this one. */
export function relayTyping(joined: Joined, typing: boolean, services: Services): void {
  const { conversation, participant } = joined;
  joined.typing = typing;
  for (const peer of services.directory.peersOf(conversation)) {
    if (peer.participant.id === participant.id) continue;
    if (services.introductions.hasLink(conversation, peer.log, joined.log)) continue;
    peer.session.send({ type: 'typing', conversation, participant: participant.id, typing });
  }
  for (const { session } of services.directory.watchersOf(conversation)) {
    session.send({ type: 'typing', conversation, participant: participant.id, typing });
  }
}

type SmallTalk = Extract<ToServer, { type: 'typing' | 'link' | 'leave' }>;

export async function smallTalk(
  session: Session,
  message: SmallTalk,
  services: Services,
): Promise<Outcome> {
  const { conversation } = message;
  const joined = session.joined.get(conversation);
  if (joined === undefined) {
    if (message.type !== 'leave') {
      return { code: session.watching.has(conversation) ? 'not-allowed' : 'not-joined' };
    }
    await stopWatching(session, conversation, services);
    return undefined;
  }
  switch (message.type) {
    case 'typing':
      // That somebody stopped is always passed on, or it would show for ever.
      if (message.typing && !joined.typingRate.take()) return undefined;
      if (message.typing || joined.typing) relayTyping(joined, message.typing, services);
      return undefined;
    case 'link': {
      const isPeer = services.directory
        .peersOf(conversation)
        .some((peer) => peer.log === message.log && peer !== joined);
      // A link may end because its other end has left.
      if (!isPeer && message.up) return undefined;
      services.introductions.linkReported(conversation, joined.log, message.log, message.up);
      return undefined;
    }
    case 'leave':
      if (joined.typing) relayTyping(joined, false, services);
      endPreview(joined, services);
      removePeer(services, joined);
      services.news.here(conversation);
      return undefined;
    default:
      return unreachable(message);
  }
}

export async function setAvailable(
  session: Session,
  { available, saidAt }: Extract<ToServer, { type: 'available' }>,
  services: Services,
): Promise<Outcome> {
  const { actor } = session;
  if (actor.kind !== 'account') return { code: 'not-allowed' };
  const said = services.availability.setAvailable(actor.account, available, saidAt);
  for (const own of services.directory.sessionsOf(actorKeyOf(actor))) {
    own.send({ type: 'available', ...said });
  }
  await services.pairing.run();
  return undefined;
}
