/** What one session may ask for, each with its reason. The limits of the log are in conversation/log/limits.ts. */
import type { Actor } from '../accounts/actor.ts';
import type { Rate } from './token-bucket.ts';

export const sessionLimits = {
  /** An update of 64 KiB, its head, and room for the frame. */
  frameBytes: 96 * 1024,
  /** A peer that has a ticket says hello at once. */
  helloWithinMs: 10_000,
  /** Proxies drop what is silent for a minute; two missed answers are a dead line. */
  heartbeatMs: 15_000,
  /** Unsent bytes after which the other side is taken for dead or hostile. */
  unsentBytes: 1024 * 1024,
  /** The same for all sockets together: beyond it, whoever holds more than the second number is let go. */
  unsentBytesOfAll: 256 * 1024 * 1024,
  unsentBytesOfMany: 64 * 1024,
  /** While something waits, the network must take some of it this often: a mebibyte in that time is 35 kB a second. */
  unreadMs: 30_000,
  /** Malformed messages before the socket is closed: one may be a fault of a newer version. */
  strikes: 3,
  /** Messages of one session that wait for the ones before them. */
  waitingMessages: 512,
  /** What is held back for a peer while it gets the history; then it is told to ask again. */
  heldPushes: 1024,
  /** Open conversations of one visitor or customer in all departments; how many in each is the department's policy. */
  openPerClient: 25,
  /** New conversations by one address: an office behind one address raises a few a minute. */
  startsPerAddress: { burst: 20, perSecond: 0.5 } satisfies Rate,
  /** TURN credentials for visitors and customers of one address: one for each conversation in each five minutes. */
  relayPassesPerAddress: { burst: 120, perSecond: 1 } satisfies Rate,
  /** Open sockets of this process, and of one account or visitor. */
  sessions: 20_000,
  sessionsPerActor: 32,
  /** Open sockets from one network: a large office behind one address. Before hello nothing else tells them apart. */
  socketsPerAddress: 1000,
  /** Conversations that one session looks on in. */
  watched: 16,
  /** In one welcome; an account has far fewer open at once. */
  listed: 1000,
  /** Logs that one participant may be given in one conversation. */
  logsPerParticipant: 64,
  typing: { burst: 8, perSecond: 4 } satisfies Rate,
  /** Peers send twice a second at most, and once more where somebody comes. */
  previews: { burst: 4, perSecond: 2 } satisfies Rate,
  /** Asking for what is missing may bring the whole history; honest peers ask when they join, and after a gap. */
  syncs: { burst: 5, perSecond: 0.5 } satisfies Rate,
} as const;

/** Messages a second, and conversations joined at once, by what somebody is. */
export function allowanceOf(actor: Actor): { readonly messages: Rate; readonly joined: number } {
  const role = actor.kind === 'visitor' ? 'visitor' : actor.role;
  switch (role) {
    case 'visitor':
    case 'customer':
      return { messages: { burst: 100, perSecond: 20 }, joined: 16 };
    case 'agent':
    case 'admin':
    case 'super-admin':
      return { messages: { burst: 500, perSecond: 100 }, joined: 256 };
    case 'bot':
      return { messages: { burst: 5000, perSecond: 1000 }, joined: 2048 };
  }
}
