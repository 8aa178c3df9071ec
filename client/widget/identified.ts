/** Somebody whom the server of the page around us vouches for: they are the same person in every browser. */
import * as v from 'valibot';
import type { TicketRefusal } from '../../conversation/peer/session-link.ts';
import { newVisitorAnswer } from '../../conversation/protocol/http.ts';
import type { ContactField } from '../../conversation/protocol/http/asking.ts';
import type { ConversationId, DepartmentId } from '../../conversation/protocol/ids.ts';
import { accept, refuse, type Result } from '../../conversation/protocol/result.ts';
import type { IdentifiedId } from '../browser/browser-peer.ts';
import type { KeptValues } from '../browser/kept-values.ts';
import { askAs, askForTicket, postJson } from '../browser/tickets.ts';
import { signInThere } from './visitor-ticket.ts';
import { keptNameOf, readKept, type Visitor } from './visitor.ts';

/** What the server made of a token. */
export interface Entered {
  readonly id: IdentifiedId;
  /** What the site said of them. */
  readonly knows: readonly ContactField[];
  /** For tickets; in memory only, so that it ends with the page. */
  readonly token: string;
  /** Where they were last, on whatever device. */
  readonly conversation: ConversationId | undefined;
}

export interface Identified {
  readonly id: IdentifiedId;
  readonly knows: readonly ContactField[];
  readonly visitor: Visitor;
  /** The same person, with a newer token. */
  renew(entered: Entered): void;
}

/** Shows the token to the server. Rejects where the network is away. */
export async function enter(
  token: string,
  department: DepartmentId | undefined,
): Promise<Result<Entered, TicketRefusal>> {
  const body = { token, ...(department && { department }) };
  const answer = await postJson('/api/visitors', undefined, undefined, body);
  if (answer.status === 401) {
    // For whoever builds the page: the sentence says what is wrong with the token, and holds nothing of it.
    console.error('Parley:', await answer.text());
    return refuse({ ended: true, message: signInThere });
  }
  if (!answer.ok) return refuse({ ended: false, message: 'The server is busy.' });
  const { token: session, identified } = v.parse(newVisitorAnswer, await answer.json());
  if (identified === undefined) return refuse({ ended: true, message: signInThere });
  const { visitor, conversation, knows } = identified;
  return accept({ id: visitor as IdentifiedId, token: session, conversation, knows });
}

/**
 * @param bot a bot that was asked for has a conversation of its own in this browser.
 * @param askAgain for another token, when what was opened with the last one is over.
 */
export function createIdentified(
  entered: Entered,
  options: {
    readonly values: KeptValues;
    readonly department: DepartmentId | undefined;
    readonly bot: string | undefined;
    readonly askAgain: () => Promise<Result<Entered, TicketRefusal>>;
  },
): Identified {
  const { values, department, bot } = options;
  const { id } = entered;
  const keptName = keptNameOf({ owner: id, department, bot });
  let token = entered.token;
  if (entered.conversation !== undefined && bot === undefined) {
    values.set(keptName, entered.conversation);
  }

  async function ticket(): Promise<Result<string, TicketRefusal>> {
    const known = await askForTicket(token);
    if (known.ok || !known.refusal.ended) return known;
    const again = await options.askAgain();
    if (!again.ok) return again;
    // Somebody else by now: this chat is put away in a moment.
    if (again.value.id !== id) return refuse({ ended: true, message: signInThere });
    token = again.value.token;
    return askForTicket(token);
  }

  return {
    id,
    knows: entered.knows,
    renew: (newer) => {
      token = newer.token;
    },
    visitor: {
      kept: () => readKept(values, keptName),
      keep: (conversation) => values.set(keptName, conversation),
      leave: () => values.delete(keptName),
      ticket,
      ask: (path, init) => askAs(token, path, init),
      forget: () => values.delete(keptName),
    },
  };
}
