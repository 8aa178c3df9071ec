/** How a bot proves to the server who it is: the installation's bots key, then a session, then tickets. */
import * as v from 'valibot';
import type { TicketRefusal } from '../../conversation/peer/session-link.ts';
import { newBotSessionAnswer, newTicketAnswer } from '../../conversation/protocol/http.ts';
import { errorAnswer } from '../../conversation/protocol/http/error.ts';
import { accept, refuse, type Result } from '../../conversation/protocol/result.ts';

export interface ServerAddress {
  /** Origin, like `http://127.0.0.1:8080`. */
  readonly server: string;
  readonly fetch: typeof fetch;
}

/** A server that does not answer for so long will be asked again. */
const requestLimitMs = 10_000;

export interface SignInRefusal {
  readonly message: string;
  /** Nobody answered: nothing is known of what the server would have said. */
  readonly isAway: boolean;
}

/**
 * @param key of this bot alone, or what the server keeps in `bots.key`, or in BOTS_KEY
 * @returns the bearer token of a new session, or why there is none, as a sentence
 */
export async function signIn(
  address: ServerAddress,
  key: string,
  bot: { readonly name: string; readonly shownName: string },
): Promise<Result<string, SignInRefusal>> {
  const body = { username: bot.name, name: bot.shownName };
  const answer = await post(address, '/api/bot-sessions', key, body);
  if (!answer.ok) return refuse({ message: answer.refusal, isAway: true });
  const { status, json } = answer.value;
  if (status === 401) {
    return refused(
      `The server at ${address.server} does not accept the key; it must be one of this bot that was not revoked (BOT_KEY), or the server's own (BOTS_KEY, or bots.key in its data folder).`,
    );
  }
  const session = v.safeParse(newBotSessionAnswer, json);
  if (status < 300 && session.success) return accept(session.output.token);
  return refused(`The server at ${address.server} refused "${bot.name}": ${reason(status, json)}`);
}

/** @returns a single-use ticket for `/session`; the refusal is final when the session itself is over. */
export async function getTicket(
  address: ServerAddress,
  token: string,
): Promise<Result<string, TicketRefusal>> {
  const answer = await post(address, '/api/session-tickets', token, {});
  if (!answer.ok) return refuse({ ended: false, message: answer.refusal });
  const { status, json } = answer.value;
  const found = v.safeParse(newTicketAnswer, json);
  if (status < 300 && found.success) return accept(found.output.ticket);
  return refuse({ ended: status === 401 || status === 403, message: reason(status, json) });
}

async function post(
  { server, fetch }: ServerAddress,
  path: string,
  bearer: string,
  body: object,
): Promise<Result<{ readonly status: number; readonly json: unknown }, string>> {
  try {
    const response = await fetch(new URL(path, server), {
      method: 'POST',
      headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(requestLimitMs),
    });
    const json: unknown = await response.json().catch(() => undefined);
    return accept({ status: response.status, json });
  } catch {
    // Whatever the network says (refused, reset, timed out), the remedy is the same: ask again later.
    return refuse(`The server at ${server} cannot be reached.`);
  }
}

const refused = (message: string) => refuse({ message, isAway: false });

function reason(status: number, json: unknown): string {
  const known = v.safeParse(errorAnswer, json);
  return known.success ? known.output.error.message : `it answered with status ${status}.`;
}
