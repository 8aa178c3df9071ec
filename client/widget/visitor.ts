/** Who the visitor is in this browser: a token from the server, and the conversation to come back to. */
import * as v from 'valibot';
import {
  conversationId,
  type ConversationId,
  type DepartmentId,
} from '../../conversation/protocol/ids.ts';
import type { TicketRefusal } from '../../conversation/peer/session-link.ts';
import { refuse, type Result } from '../../conversation/protocol/result.ts';
import type { KeptValues } from '../browser/kept-values.ts';
import { askForTicket, postJson } from '../browser/tickets.ts';

const visitorAnswer = v.object({ token: v.string() });
const tokenName = 'visitor';

export interface Visitor {
  /** The conversation that was begun here and not left. */
  kept(): ConversationId | undefined;
  keep(conversation: ConversationId): void;
  leave(): void;
  /** Becomes somebody first, where this browser is nobody yet. Rejects while the server is away. */
  ticket(): Promise<Result<string, TicketRefusal>>;
  /** Forgets token and conversation: the server does not know them any more. */
  forget(): void;
}

/**
 * @param values this browser's.
 * @param locks keeps two tabs that open at once from becoming two visitors.
 * @param bot a bot that was asked for has a conversation of its own, and so has a department.
 */
export function createVisitor(
  values: KeptValues,
  locks: LockManager | undefined,
  bot: string | undefined,
  department?: DepartmentId,
): Visitor {
  const keptName = ['conversation', department, bot].filter(Boolean).join('.');

  async function become(): Promise<Result<string, TicketRefusal>> {
    const known = values.get(tokenName);
    if (known !== undefined) return { ok: true, value: known };
    const answer = await postJson('/api/visitors', undefined);
    if (!answer.ok) return refuse({ ended: false, message: 'The server is busy.' });
    const { token } = v.parse(visitorAnswer, await answer.json());
    values.set(tokenName, token);
    return { ok: true, value: token };
  }

  return {
    kept() {
      const parsed = v.safeParse(conversationId, values.get(keptName));
      return parsed.success ? parsed.output : undefined;
    },
    keep: (conversation) => values.set(keptName, conversation),
    leave: () => values.delete(keptName),
    async ticket() {
      const token =
        locks === undefined ? await become() : await locks.request('parley-visitor', become);
      return token.ok ? askForTicket(token.value) : token;
    },
    forget() {
      values.delete(tokenName);
      values.delete(keptName);
    },
  };
}
