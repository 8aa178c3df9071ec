/**
 * Who may do what: one pure table for HTTP, sockets and the command line. Whether the thing exists is not said
 * here; a route answers 404 for what is missing and for what must not be seen.
 */
import type { AccountId } from '../../conversation/protocol/ids.ts';
import { accept, refuse, unreachable, type Result } from '../../conversation/protocol/result.ts';
import type { AccountRole, Actor, VisitorId } from './actor.ts';

/** A conversation as far as permission goes: who takes part in it now. */
export interface ConversationAccess {
  readonly participants: readonly {
    readonly account: AccountId | null;
    readonly visitor: VisitorId | null;
    /** Whether they left, for example because somebody else took over. */
    readonly left: boolean;
  }[];
}

export type Demand =
  | { readonly action: 'open-session' }
  | { readonly action: 'start-conversation' }
  | { readonly action: 'join-conversation'; readonly conversation: ConversationAccess }
  | { readonly action: 'close-conversation'; readonly conversation: ConversationAccess }
  | { readonly action: 'answer-conversations' }
  | { readonly action: 'ask-for-person'; readonly conversation: ConversationAccess }
  | { readonly action: 'read-archive' }
  | { readonly action: 'change-own-password' }
  | { readonly action: 'list-accounts' }
  | { readonly action: 'create-account'; readonly role: AccountRole }
  | {
      readonly action: 'change-account';
      readonly account: AccountId;
      readonly role: AccountRole;
    }
  | { readonly action: 'list-departments' }
  | { readonly action: 'change-department' };

export type Refusal = 'not-allowed';

const isAdmin = (role: AccountRole) => role === 'admin' || role === 'super-admin';
const isStaff = (role: AccountRole) => isAdmin(role) || role === 'agent';

function takesPart(actor: Actor, { participants }: ConversationAccess): boolean {
  return participants.some((participant) =>
    participant.left
      ? false
      : actor.kind === 'visitor'
        ? participant.visitor === actor.visitor
        : participant.account === actor.account,
  );
}

/** Nobody makes or changes an account of their own rank; super admins are made on the command line only. */
function manages(manager: AccountRole, managed: AccountRole): boolean {
  switch (managed) {
    case 'super-admin':
      return false;
    case 'admin':
      return manager === 'super-admin';
    case 'agent':
    case 'customer':
    case 'bot':
      return isAdmin(manager);
    default:
      return unreachable(managed);
  }
}

function isAllowed(actor: Actor, demand: Demand): boolean {
  const role = actor.kind === 'account' ? actor.role : undefined;
  switch (demand.action) {
    case 'open-session':
      return true;
    case 'start-conversation':
      return role === undefined || role === 'customer';
    case 'join-conversation':
    case 'close-conversation':
      return takesPart(actor, demand.conversation);
    case 'answer-conversations':
      return role !== undefined && (isStaff(role) || role === 'bot');
    case 'ask-for-person':
      return role === 'bot' && takesPart(actor, demand.conversation);
    case 'read-archive':
    case 'list-accounts':
    case 'change-department':
      return role !== undefined && isAdmin(role);
    case 'list-departments':
      return role !== undefined && isStaff(role);
    case 'change-own-password':
      return role !== undefined && role !== 'bot';
    case 'create-account':
      return role !== undefined && demand.role !== 'bot' && manages(role, demand.role);
    case 'change-account':
      return role !== undefined && manages(role, demand.role);
    default:
      return unreachable(demand);
  }
}

export function authorize(actor: Actor, demand: Demand): Result<true, Refusal> {
  return isAllowed(actor, demand) ? accept(true) : refuse('not-allowed');
}
