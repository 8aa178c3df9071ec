import type { TicketRefusal } from '../../conversation/peer/session-link.ts';
import { accept, refuse, type Result } from '../../conversation/protocol/result.ts';

/**
 * Asks for one ticket.
 *
 * @param token of a visitor; undefined: the cookie of a signed-in person says who asks.
 * @returns a refusal with `ended` where asking again is of no use. Rejects where the network is away.
 */
export async function askForTicket(
  token: string | undefined,
  signal?: AbortSignal,
): Promise<Result<string, TicketRefusal>> {
  const answer = await postJson('/api/session-tickets', token, signal);
  if (answer.status === 401 || answer.status === 403) {
    return refuse({ ended: true, message: 'You are not signed in any more.' });
  }
  if (!answer.ok) return refuse({ ended: false, message: 'The server is busy.' });
  const ticket = wordIn(await answer.json(), 'ticket');
  return ticket === undefined
    ? refuse({ ended: false, message: 'The server gave an answer that is not understood.' })
    : accept(ticket);
}

/** Reads one text of an answer. By hand: a chat asks for its first ticket before the schemas are loaded. */
export function wordIn(answer: unknown, name: string): string | undefined {
  if (typeof answer !== 'object' || answer === null) return undefined;
  const value: unknown = Reflect.get(answer, name);
  return typeof value === 'string' ? value : undefined;
}

/** What a page asks for its socket, as nobody or with a visitor's token. */
export function postJson(
  path: string,
  token: string | undefined,
  signal?: AbortSignal,
  body: object = {},
): Promise<Response> {
  return askAs(token, path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
    cache: 'no-store',
    ...(signal === undefined ? {} : { signal }),
  });
}

export interface AskInit extends Omit<RequestInit, 'headers' | 'credentials'> {
  readonly headers?: Readonly<Record<string, string>>;
}

/** `fetch` as a visitor, or without a token as whoever is signed in in this browser. */
export function askAs(
  token: string | undefined,
  path: string,
  init: AskInit = {},
): Promise<Response> {
  // A visitor is who the token says, whatever else is signed in in this browser.
  return fetch(path, {
    ...init,
    headers: {
      ...init.headers,
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
    },
    credentials: token === undefined ? 'same-origin' : 'omit',
  });
}
