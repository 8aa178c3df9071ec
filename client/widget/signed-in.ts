/** The chat as a page for somebody who is signed in: which of their conversations it shows stands in the address. */
import * as v from 'valibot';
import {
  accountId,
  conversationId,
  type AccountId,
  type ConversationId,
} from '../../conversation/protocol/ids.ts';
import { askAs, askForTicket } from '../browser/tickets.ts';
import type { Visitor } from './visitor.ts';

export interface SignedIn {
  readonly account: AccountId;
  readonly visitor: Visitor;
}

export interface SignedInPage {
  readonly location: Pick<Location, 'search' | 'pathname' | 'assign'>;
  readonly history: Pick<History, 'replaceState'>;
}

/** @returns undefined where the address names no account: it is a visitor's page. */
export function readSignedIn({ location, history }: SignedInPage): SignedIn | undefined {
  const query = new URLSearchParams(location.search);
  const parsed = v.safeParse(accountId, query.get('account'));
  if (!parsed.success) return undefined;
  const account = parsed.output;
  const named = v.safeParse(conversationId, query.get('conversation'));
  let kept: ConversationId | undefined = named.success ? named.output : undefined;

  function show(conversation: ConversationId | undefined): void {
    kept = conversation;
    const shown = new URLSearchParams({ account, ...(conversation && { conversation }) });
    history.replaceState(null, '', `${location.pathname}?${shown}`);
  }

  return {
    account,
    visitor: {
      kept: () => kept,
      keep(conversation) {
        if (conversation !== kept) show(conversation);
      },
      leave: () => show(undefined),
      ticket: () => askForTicket(undefined),
      ask: (path, init) => askAs(undefined, path, init),
      forget: () => location.assign('/account/'),
    },
  };
}
