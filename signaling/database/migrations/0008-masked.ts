import type { Migration } from './migration.ts';

/**
 * Conversations in which neither side learns who the other one is: the staff of a department share one face, so what
 * wrote each log is kept beside it.
 */
export const masked: Migration = {
  name: '0008-masked',
  sql: `
alter table conversations add column masked integer not null default 0 check (masked in (0, 1));
alter table logs add column written_by text;
`,
};
