/** Who the visitor is in this browser: a token from the server, and the conversation to come back to. */
import * as v from 'valibot';
import {
  conversationId,
  type ConversationId,
  type DepartmentId,
} from '../../conversation/protocol/ids.ts';
import type { KeptValues } from '../browser/kept-values.ts';
import { askAs, type AskInit } from '../browser/tickets.ts';
import { askAsVisitor, tokenName, type AskTicket, type TicketAsker } from './visitor-ticket.ts';

export interface Visitor {
  /** The conversation that was begun here and not left. */
  kept(): ConversationId | undefined;
  keep(conversation: ConversationId): void;
  leave(): void;
  /** Becomes somebody first, where this browser is nobody yet. Rejects while the server is away. */
  readonly ticket: AskTicket;
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

/** A bot that was asked for has a conversation of its own, and so has a department. */
export function createVisitor(
  asker: TicketAsker,
  {
    bot,
    department,
    ask = () => askAsVisitor(asker),
  }: {
    readonly bot?: string | undefined;
    readonly department?: DepartmentId | undefined;
    readonly ask?: AskTicket | undefined;
  } = {},
): Visitor {
  const { values } = asker;
  const keptName = keptNameOf({ department, bot });
  return {
    kept: () => readKept(values, keptName),
    keep: (conversation) => values.set(keptName, conversation),
    leave: () => values.delete(keptName),
    ticket: ask,
    ask: (path, init) => askAs(values.get(tokenName), path, init),
    forget() {
      values.delete(tokenName);
      values.delete(keptName);
    },
  };
}
