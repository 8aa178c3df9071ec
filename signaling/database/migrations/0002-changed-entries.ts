import type { Migration } from './migration.ts';

/** Edits and redactions (types 2 and 3) are few, and are looked for before each text is indexed. */
export const changedEntries: Migration = {
  name: '0002-changed-entries',
  sql: `
create index entries_that_change on entries (conversation, seq) where type in (2, 3);
`,
};
