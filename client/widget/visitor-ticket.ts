/** How a browser becomes an anonymous visitor, and gets its tickets. Small: it runs before the application is loaded. */
import type { TicketRefusal } from '../../conversation/peer/session-link.ts';
import type { SiteId } from '../../conversation/protocol/ids.ts';
import { accept, refuse, type Result } from '../../conversation/protocol/result.ts';
import type { KeptValues } from '../browser/kept-values.ts';
import { askForTicket, postJson, wordIn } from '../browser/tickets.ts';

/** Of the visitor's token. */
export const tokenName = 'visitor';

/** What is said to whoever comes by a page that lets in only those whom its server vouches for. */
export const signInThere = 'Sign in on this site to write here.';

export type AskTicket = () => Promise<Result<string, TicketRefusal>>;

export interface TicketAsker {
  /** This browser's. */
  readonly values: KeptValues;
  /** Keeps two tabs that open at once from becoming two visitors. */
  readonly locks: LockManager | undefined;
  /** That the page around us names. */
  readonly site?: SiteId | undefined;
}

/**
 * Becomes somebody first, where this browser is nobody yet. What has to be asked is asked before this comes back: a lock
 * is not given before the page has time. Rejects while the server is away.
 */
export async function askAsVisitor({
  values,
  locks,
  site,
}: TicketAsker): Promise<Result<string, TicketRefusal>> {
  const known = values.get(tokenName);
  if (known !== undefined) return askForTicket(known);
  const newcomer = becomeSomebody(site);
  // Where another tab was sooner, nobody looks at it.
  newcomer.catch(() => undefined);
  const become = async (): Promise<Result<Newcomer, TicketRefusal>> => {
    const token = values.get(tokenName);
    if (token !== undefined) return accept({ token });
    const made = await newcomer;
    if (made.ok) values.set(tokenName, made.value.token);
    return made;
  };
  const visitor =
    locks === undefined ? await become() : await locks.request('parley-visitor', become);
  if (!visitor.ok) return visitor;
  const { token, ticket } = visitor.value;
  return ticket === undefined ? askForTicket(token) : accept(ticket);
}

interface Newcomer {
  readonly token: string;
  readonly ticket?: string;
}

async function becomeSomebody(site: SiteId | undefined): Promise<Result<Newcomer, TicketRefusal>> {
  const wanted = { ticket: true, ...(site && { site }) };
  const answer = await postJson('/api/visitors', undefined, undefined, wanted);
  // No site wants to know who somebody is but those whose pages can tell.
  if (answer.status === 401) return refuse({ ended: true, message: signInThere });
  if (!answer.ok) return refuse({ ended: false, message: 'The server is busy.' });
  const made: unknown = await answer.json();
  const token = wordIn(made, 'token');
  const ticket = wordIn(made, 'ticket');
  if (token === undefined) throw new Error('The server made a visitor without a token.');
  return accept({ token, ...(ticket && { ticket }) });
}

/** The server takes a ticket for 30 seconds from when it made it. */
const goodForMs = 20_000;

/** Asks now for the ticket that is wanted first; each one after it, and one that lay too long, is asked for when it is wanted. */
export function askAhead(ask: AskTicket, now: () => number): AskTicket {
  const askedAt = now();
  let first: ReturnType<AskTicket> | undefined = ask();
  // Whoever takes it meets what went wrong.
  first.catch(() => undefined);
  return () => {
    const ahead = first;
    first = undefined;
    return ahead !== undefined && now() - askedAt < goodForMs ? ahead : ask();
  };
}
