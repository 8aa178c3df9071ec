/**
 * Single-use tickets: got over HTTP, where Origin, cookie and token are checked, and spent in the first message
 * of a WebSocket. So no long-lived secret stands in a URL, and a cookie alone never opens a socket.
 */
import { toBase64Url } from '../../conversation/protocol/ids.ts';
import { accept, refuse, type Result } from '../../conversation/protocol/result.ts';
import { createRecentlyUsed } from '../recently-used.ts';
import { createTokenBucket, type Rate, type TokenBucket } from '../session/token-bucket.ts';
import type { Authenticated, SessionRef } from './actor.ts';

/** `throttled`: whoever asks has had many, or was hung up on for what they sent. `busy`: too many are outstanding. */
export type TicketRefusal = 'throttled' | 'busy';

export interface Tickets {
  /** @returns 43 characters, good once within 30 seconds. */
  issue(whom: Authenticated): Result<string, TicketRefusal>;
  /** Whoever was hung up on for what they sent gets no ticket for a while: coming back is what costs the server. */
  bar(session: SessionRef): void;
  /** @returns undefined for a ticket that is unknown, spent or too old. */
  redeem(ticket: string): Authenticated | undefined;
}

const lifetimeMs = 30_000;
/** A bound for memory: 10,000 tickets in 30 s is far beyond what one server can pair. */
const mostOutstanding = 10_000;
/** Of one session: a browser with thirty tabs comes back at once; nobody comes back every second for long. */
const ticketsPerSession: Rate = { burst: 40, perSecond: 0.5 };
/** Whose asking is remembered. */
const mostSessions = 20_000;
const barredForMs = 10_000;

/** @param now milliseconds that do not go back. @param randomBytes a CSPRNG. */
export function createTickets(options: {
  readonly now: () => number;
  readonly randomBytes: (length: number) => Uint8Array;
}): Tickets {
  /** In order of issue, so the oldest come first. */
  const outstanding = new Map<string, { whom: Authenticated; expiresAt: number }>();

  const askers = createRecentlyUsed<
    SessionRef,
    { readonly bucket: TokenBucket; barredUntil: number }
  >(mostSessions);

  function askerOf(session: SessionRef) {
    const known = askers.get(session);
    if (known !== undefined) return known;
    const asker = { bucket: createTokenBucket(ticketsPerSession, options.now), barredUntil: 0 };
    askers.set(session, asker);
    return asker;
  }

  function forgetExpired(now: number): void {
    for (const [ticket, { expiresAt }] of outstanding) {
      if (expiresAt > now) return;
      outstanding.delete(ticket);
    }
  }

  return {
    issue(whom) {
      const now = options.now();
      forgetExpired(now);
      const asker = askerOf(whom.session);
      if (asker.barredUntil > now || !asker.bucket.take()) return refuse('throttled');
      if (outstanding.size >= mostOutstanding) return refuse('busy');
      const ticket = toBase64Url(options.randomBytes(32));
      outstanding.set(ticket, { whom, expiresAt: now + lifetimeMs });
      return accept(ticket);
    },
    bar(session) {
      askerOf(session).barredUntil = options.now() + barredForMs;
    },
    redeem(ticket) {
      const found = outstanding.get(ticket);
      outstanding.delete(ticket);
      return found !== undefined && found.expiresAt > options.now() ? found.whom : undefined;
    },
  };
}
