/** The tables of those who sign in or are known otherwise; `schema.ts` says how columns are to be read. */
import type { Generated } from 'kysely';
import type { AccountId, DepartmentId, SiteId } from '../../conversation/protocol/ids.ts';
import type { SiteKeyKind } from '../../conversation/protocol/http/sites.ts';
import type { AccountRole, BotKeyId, SiteKeyId, VisitorId } from '../accounts/actor.ts';
import type { Flag } from './flag.ts';

export type Gender = 'female' | 'male' | 'other';

export interface AccountsTable {
  id: AccountId;
  /** Unique without regard to case (ASCII). */
  username: string;
  name: string;
  /** Unique without regard to case (ASCII). */
  email: string | null;
  /** When a link that was sent there was used. */
  email_confirmed_at: Generated<number | null>;
  mobile: Generated<string | null>;
  gender: Generated<Gender | null>;
  role: AccountRole;
  /** Argon2id in PHC form; null for bots and for accounts that cannot sign in with a password. */
  password_hash: string | null;
  password_changed_at: number | null;
  active: Flag;
  created_at: number;
  created_by: AccountId | null;
  /** The one department that this agent works for, and which made and deletes it. */
  worker_of: Generated<DepartmentId | null>;
}

export interface VisitorsTable {
  id: VisitorId;
  /** SHA-256 of the bearer token; of somebody identified, of a token that nobody has. */
  token_hash: Uint8Array;
  name: string;
  created_at: number;
  seen_at: number;
  /** Null: the default one. */
  site: Generated<SiteId | null>;
  /** The site's own id of them; set for those whom its server identified. */
  subject: Generated<string | null>;
  email: Generated<string | null>;
  /** JSON: what else the site's server signed of them. */
  attributes: Generated<string>;
  verified_at: Generated<number | null>;
}

/** What somebody identified shows after their token was checked. */
export interface IdentifiedSessionsTable {
  token_hash: Uint8Array;
  visitor: VisitorId;
  /** Which key the token was signed with: without it the session ends. */
  site_key: SiteKeyId;
  created_at: number;
  expires_at: number;
}

/** RFC 7519, 4.1.7: what a site said may be shown once. */
export interface UsedIdentityTokensTable {
  site: SiteId;
  jti: string;
  /** The token is refused as too old from then on. */
  expires_at: number;
}

export interface SitesTable {
  id: SiteId;
  name: string;
  /** JSON: a list of origins. */
  origins: Generated<string>;
  /** JSON: how it shows the chat. */
  widget: Generated<string>;
  department: DepartmentId | null;
  is_default: Generated<Flag>;
  created_at: number;
  deleted_at: number | null;
}

export interface SiteKeysTable {
  id: SiteKeyId;
  site: SiteId;
  kind: SiteKeyKind;
  /** The secret itself, which HMAC needs, or a public key in PEM. */
  material: string;
  beginning: string;
  created_at: number;
}

export interface SessionsTable {
  /** SHA-256 of the token. */
  token_hash: Uint8Array;
  account: AccountId;
  kind: 'cookie' | 'bot';
  created_at: number;
  seen_at: number;
  expires_at: number;
  /** Words about the browser that opened it, like "Firefox on Linux". */
  device: Generated<string>;
  /** Which of a bot's own keys opened it. */
  bot_key: Generated<BotKeyId | null>;
}

export interface BotKeysTable {
  id: BotKeyId;
  account: AccountId;
  /** SHA-256 of the key. */
  key_hash: Uint8Array;
  /** Its first characters, by which people know it again. */
  beginning: string;
  /** JSON: a list of scopes. */
  scopes: string;
  created_at: number;
  created_by: AccountId | null;
  used_at: number | null;
  revoked_at: number | null;
}

/** Asked for with an e-mail address that was not confirmed; becomes an account with the link in the mail. */
export interface RegistrationsTable {
  token_hash: Uint8Array;
  email: string;
  name: string;
  mobile: string;
  password_hash: string;
  expires_at: number;
}

/** Links in mails that let somebody set a password. Deleted when used. */
export interface OneTimeTokensTable {
  token_hash: Uint8Array;
  purpose: 'reset' | 'invite';
  account: AccountId;
  expires_at: number;
}

/** For codes by RFC 6238. */
export interface SecondStepsTable {
  account: AccountId;
  /** 20 bytes. */
  secret: Uint8Array;
  /** Null until the first right code: it counts from then on. */
  confirmed_at: number | null;
  /** Of the last code that was taken; no code counts twice. */
  last_counter: Generated<number>;
}

/** SHA-256 of codes that are good once; deleted when used. */
export interface RecoveryCodesTable {
  account: AccountId;
  code_hash: Uint8Array;
}

export interface SignInAttemptsTable {
  /** `account:<username in lower case>` or `address:<IP, /64 for IPv6>`. */
  subject: string;
  failures: number;
  last_at: number;
  blocked_until: number;
}
