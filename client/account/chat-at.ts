/** Where a conversation is gone on with, or begun. */
import type { AccountId, ConversationId, DepartmentId } from '../../conversation/protocol/ids.ts';
import type { ConversationKind } from '../../conversation/protocol/kinds.ts';

export interface ChatPlace {
  /** To go on with. */
  readonly conversation?: ConversationId;
  readonly department?: DepartmentId;
  /** Left out: support. */
  readonly kind?: ConversationKind;
  /** A subject is asked for. */
  readonly ticket?: '';
}

export function chatAt(account: AccountId, what: ChatPlace): string {
  const { kind, ...place } = what;
  const named = kind === undefined || kind === 'support' ? {} : { kind };
  return `/chat/?${new URLSearchParams({ account, ...place, ...named })}`;
}
