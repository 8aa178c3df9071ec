/**
 * Single-use tickets: got over HTTP, where Origin, cookie and token are checked, and spent in the first message
 * of a WebSocket. So no long-lived secret stands in a URL, and a cookie alone never opens a socket.
 */
import { toBase64Url } from '../../conversation/protocol/ids.ts';
import type { Authenticated } from './actor.ts';

export interface Tickets {
  /** @returns 43 characters, good once within 30 seconds; undefined while too many are outstanding. */
  issue(whom: Authenticated): string | undefined;
  /** @returns undefined for a ticket that is unknown, spent or too old. */
  redeem(ticket: string): Authenticated | undefined;
}

const lifetimeMs = 30_000;
/** A bound for memory: 10,000 tickets in 30 s is far beyond what one server can pair. */
const mostOutstanding = 10_000;

/** @param now milliseconds that do not go back. @param randomBytes a CSPRNG. */
export function createTickets(options: {
  readonly now: () => number;
  readonly randomBytes: (length: number) => Uint8Array;
}): Tickets {
  /** In order of issue, so the oldest come first. */
  const outstanding = new Map<string, { whom: Authenticated; expiresAt: number }>();

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
      if (outstanding.size >= mostOutstanding) return undefined;
      const ticket = toBase64Url(options.randomBytes(32));
      outstanding.set(ticket, { whom, expiresAt: now + lifetimeMs });
      return ticket;
    },
    redeem(ticket) {
      const found = outstanding.get(ticket);
      outstanding.delete(ticket);
      return found !== undefined && found.expiresAt > options.now() ? found.whom : undefined;
    },
  };
}
