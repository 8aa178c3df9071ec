import { randomBytes } from 'node:crypto';
import { InsertQueryNode } from 'kysely';
import { expect, test } from 'vitest';
import { openDatabase } from '../database/database.ts';
import { openSitesStore } from '../sites/sites-store.ts';
import { hashOf } from './tokens.ts';
import { createVisitorsStore } from './visitors-store.ts';

test('[W8] visitors who come at once share commits, and each has a token of their own', async () => {
  let commits = 0;
  const opened = await openDatabase(':memory:');
  const database = opened.withPlugin({
    transformQuery: ({ node }) => {
      if (InsertQueryNode.is(node)) commits += 1;
      return node;
    },
    transformResult: async ({ result }) => result,
  });
  await openSitesStore({ database: opened, now: () => 1, randomBytes });
  const visitors = createVisitorsStore({ database, now: () => 1, randomBytes });
  await visitors.create();
  commits = 0;
  const made = await Promise.all(Array.from({ length: 50 }, () => visitors.create()));
  expect(commits).toBe(2);
  expect(new Set(made.map(({ token }) => token)).size).toBe(50);
  for (const { token, visitor } of made) {
    const who = await visitors.authenticate(hashOf(token));
    expect(who?.actor).toMatchObject({ kind: 'visitor', visitor });
  }
  await opened.destroy();
});
