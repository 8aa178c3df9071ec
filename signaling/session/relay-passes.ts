/**
 * Who gets TURN credentials. A relay carries whatever its users want to wherever they want, at the operator's cost, so
 * nobody has one before there is somebody else to talk to, and one network gets so many and no more.
 */
import { randomIdFrom, type ConversationId } from '../../conversation/protocol/ids.ts';
import type { IceServer } from '../../conversation/protocol/session.ts';
import type { Actor } from '../accounts/actor.ts';
import type { RateLimit } from '../rate-limit.ts';
import { iceServersFor, type TurnSettings } from './ice-servers.ts';
import type { Services } from './services.ts';
import type { Joined } from './session.ts';

export interface RelayPasses {
  /** For the answer to its join. */
  serversFor(joined: Joined): IceServer[];
  /** Somebody joined: whoever was alone until now is told of the relays. */
  someoneJoined(conversation: ConversationId): void;
  /** Again, before the credentials end. */
  renew(joined: Joined): void;
}

export type RelayPassesNeeds = Pick<Services, 'clock' | 'directory' | 'metrics' | 'randomBytes'> & {
  readonly turn: TurnSettings;
  /** For those whom nobody knows. */
  readonly perNetwork: RateLimit;
};

export function createRelayPasses(needs: RelayPassesNeeds): RelayPasses {
  const { clock, directory, metrics, randomBytes, turn, perNetwork } = needs;

  function isPaired({ conversation, participant }: Joined): boolean {
    return directory.peersOf(conversation).some((peer) => peer.participant.id !== participant.id);
  }

  function isGranted({ session: { actor, address } }: Joined): boolean {
    if (!isStranger(actor) || perNetwork.take(address)) return true;
    metrics.refused('session', 'too-many-relay-passes');
    return false;
  }

  function serversFor(joined: Joined): IceServer[] {
    if (joined.topic === undefined) return [];
    joined.hasRelays = turn.secret !== undefined && isPaired(joined) && isGranted(joined);
    const nonce = randomIdFrom(randomBytes(16));
    const secret = joined.hasRelays ? turn.secret : undefined;
    return iceServersFor({ urls: turn.urls, secret }, nonce, clock.now());
  }

  function send(joined: Joined): void {
    const iceServers = serversFor(joined);
    if (!joined.hasRelays) return;
    const { conversation, session } = joined;
    session.send({ type: 'ice-servers', conversation, iceServers });
  }

  return {
    serversFor,
    someoneJoined(conversation) {
      for (const peer of directory.peersOf(conversation)) {
        if (peer.topic !== undefined && !peer.hasRelays && isPaired(peer)) send(peer);
      }
    },
    renew(joined) {
      if (joined.topic !== undefined) send(joined);
    },
  };
}

/** Anybody may be a visitor or register as a customer, as often as they like. */
function isStranger(actor: Actor): boolean {
  return actor.kind === 'visitor' || actor.role === 'customer';
}
