import type { Migration } from './migration.ts';

/** Identity tokens that are good for one use, until they are too old anyway. */
export const usedTokens: Migration = {
  name: '0019-used-tokens',
  sql: `
create table used_identity_tokens (
  site text not null references sites (id) on delete cascade,
  jti text not null,
  expires_at integer not null,
  primary key (site, jti)
) strict, without rowid;
create index used_identity_tokens_by_expiry on used_identity_tokens (expires_at);
`,
};
