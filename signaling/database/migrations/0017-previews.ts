import type { Migration } from './migration.ts';

/** Whether those who answer may see what a client writes, as it is written. Nothing of it is ever stored. */
export const previews: Migration = {
  name: '0017-previews',
  sql: `
alter table departments add column previews integer not null default 0 check (previews in (0, 1));
`,
};
