import type { Migration } from './migration.ts';

/**
 * Raising a conversation makes a conversation and a face that name each other. SQLite then looks whether any
 * conversation waited for that face, in each column that may hold it (sqlite.org/foreignkeys.html, section 3).
 */
export const faces: Migration = {
  name: '0007-faces',
  sql: `
create index conversations_by_raiser on conversations (raised_by);
create index conversations_by_closer on conversations (closed_by) where closed_by is not null;
`,
};
