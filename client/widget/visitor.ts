/** Who the visitor is in this browser: a token from the server, and the conversation to come back to. */
import * as v from 'valibot';
import {
  conversationId,
  type ConversationId,
  type DepartmentId,
  type SiteId,
} from '../../conversation/protocol/ids.ts';
import type { TicketRefusal } from '../../conversation/peer/session-link.ts';
import { refuse, type Result } from '../../conversation/protocol/result.ts';
import type { KeptValues } from '../browser/kept-values.ts';
import { askAs, askForTicket, postJson, type AskInit } from '../browser/tickets.ts';

const visitorAnswer = v.object({ token: v.string() });
const tokenName = 'visitor';

/** What is said to whoever comes by a page that lets in only those whom its server vouches for. */
export const signInThere = 'Sign in on this site to write here.';

export interface Visitor {
  /** The conversation that was begun here and not left. */
  kept(): ConversationId | undefined;
  keep(conversation: ConversationId): void;
  leave(): void;
  /** Becomes somebody first, where this browser is nobody yet. Rejects while the server is away. */
  ticket(): Promise<Result<string, TicketRefusal>>;
  /** `fetch`, as this person. */
  ask(path: string, init?: AskInit): Promise<Response>;
  /** Forgets token and conversation: the server does not know them any more. */
  forget(): void;
}

/** @param owner undefined: the anonymous visitor. */
export function keptNameOf(of: {
  readonly owner?: string;
  readonly department: DepartmentId | undefined;
  readonly bot: string | undefined;
}): string {
  return ['conversation', of.owner, of.department, of.bot].filter(Boolean).join('.');
}

export function readKept(values: KeptValues, name: string): ConversationId | undefined {
  const parsed = v.safeParse(conversationId, values.get(name));
  return parsed.success ? parsed.output : undefined;
}

/**
 * @param values this browser's.
 * @param locks keeps two tabs that open at once from becoming two visitors.
 * @param bot a bot that was asked for has a conversation of its own, and so has a department.
 * @param site that the page around us names.
 */
export function createVisitor(
  values: KeptValues,
  locks: LockManager | undefined,
  bot: string | undefined,
  department?: DepartmentId,
  site?: SiteId,
): Visitor {
  const keptName = keptNameOf({ department, bot });

  async function become(): Promise<Result<string, TicketRefusal>> {
    const known = values.get(tokenName);
    if (known !== undefined) return { ok: true, value: known };
    const answer = await postJson('/api/visitors', undefined, undefined, site && { site });
    // No site wants to know who somebody is but those whose pages can tell.
    if (answer.status === 401) return refuse({ ended: true, message: signInThere });
    if (!answer.ok) return refuse({ ended: false, message: 'The server is busy.' });
    const { token } = v.parse(visitorAnswer, await answer.json());
    values.set(tokenName, token);
    return { ok: true, value: token };
  }

  return {
    kept: () => readKept(values, keptName),
    keep: (conversation) => values.set(keptName, conversation),
    leave: () => values.delete(keptName),
    async ticket() {
      const token =
        locks === undefined ? await become() : await locks.request('parley-visitor', become);
      return token.ok ? askForTicket(token.value) : token;
    },
    ask: (path, init) => askAs(values.get(tokenName), path, init),
    forget() {
      values.delete(tokenName);
      values.delete(keptName);
    },
  };
}
