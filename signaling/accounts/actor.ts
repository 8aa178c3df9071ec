/** Who asks. Every way in (cookie, bearer token, ticket) ends in one of these. */
import type { BotScope } from '../../conversation/protocol/http/bots.ts';
import type { AccountId, DepartmentId } from '../../conversation/protocol/ids.ts';

export type VisitorId = string & { readonly visitorId: true };
export type SiteKeyId = string & { readonly siteKeyId: true };
export type BotKeyId = string & { readonly botKeyId: true };

export const accountRoles = ['super-admin', 'admin', 'agent', 'customer', 'bot'] as const;
export type AccountRole = (typeof accountRoles)[number];

export type Actor =
  | {
      readonly kind: 'visitor';
      readonly visitor: VisitorId;
      readonly name: string;
      /** A site's server signed who they are; undefined: nobody checked anything. */
      readonly identified?: true;
      /** Where what they raise goes that names no department; undefined: to the first. */
      readonly department?: DepartmentId;
    }
  | {
      readonly kind: 'account';
      readonly account: AccountId;
      readonly username: string;
      readonly name: string;
      readonly role: AccountRole;
      /** The one department that this agent works for; undefined for everybody else. */
      readonly workerOf?: DepartmentId;
      /** What the key of a bot lets it do; undefined: it came with the installation's key, and answers. */
      readonly scopes?: readonly BotScope[];
    };

/** @throws where a visitor asks: who may ask for this at all is decided before (access/). */
export function accountOf(actor: Actor): AccountId {
  if (actor.kind === 'account') return actor.account;
  throw new Error('Only accounts are permitted this.');
}

/** What lets a bot's program sign in: a key of its own, or the one of the installation. */
export type BotsKey =
  | { readonly kind: 'installation' }
  | { readonly kind: 'own'; readonly id: BotKeyId; readonly account: AccountId };

/** Names one signed-in session or one visitor's token, so that it can be watched; it is no secret and no key. */
export type SessionRef = string & { readonly sessionRef: true };

/** What a cookie, a bearer token or a ticket stands for. */
export interface Authenticated {
  readonly actor: Actor;
  readonly session: SessionRef;
}
