import type { Migration } from './migration.ts';

/**
 * Sites that hold the widget, the keys that their servers sign with, and visitors whom they identify. A visitor without
 * a site belongs to the default one. `token_hash` of an identified visitor is of a token that nobody has: theirs are
 * sessions, one for each device and token of the site.
 */
export const sites: Migration = {
  name: '0010-sites',
  sql: `
create table sites (
  id text primary key,
  name text not null,
  origins text not null default '[]' check (json_valid(origins)),
  department text references departments (id),
  is_default integer not null default 0 check (is_default in (0, 1)),
  created_at integer not null,
  deleted_at integer
) strict, without rowid;
create unique index one_default_site on sites (is_default) where is_default = 1;

create table site_keys (
  id text primary key,
  site text not null references sites (id),
  kind text not null check (kind in ('HS256', 'ES256', 'EdDSA')),
  material text not null,
  beginning text not null,
  created_at integer not null
) strict, without rowid;
create index keys_of_site on site_keys (site);

alter table visitors add column site text references sites (id);
alter table visitors add column subject text check (subject is null or length(subject) between 1 and 128);
alter table visitors add column email text;
alter table visitors add column attributes text not null default '{}' check (json_valid(attributes));
alter table visitors add column verified_at integer;
create unique index visitors_by_subject on visitors (site, subject) where subject is not null;

create table identified_sessions (
  token_hash blob primary key check (length(token_hash) = 32),
  visitor text not null references visitors (id) on delete cascade,
  site_key text not null references site_keys (id) on delete cascade,
  created_at integer not null,
  expires_at integer not null
) strict, without rowid;
create index identified_sessions_of_visitor on identified_sessions (visitor, created_at);
create index identified_sessions_of_key on identified_sessions (site_key);
create index identified_sessions_by_expiry on identified_sessions (expires_at);
`,
};
