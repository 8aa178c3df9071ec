import { sql } from 'kysely';
import { databasePath } from '../signaling/database/data-folder.ts';
import { openDatabase } from '../signaling/database/database.ts';
import { expect, test } from './support/test.ts';

/** The overview tells of about a thousand at most. */
const many = 900;

/** Archived conversations of one visitor each, as if they had been there for long. */
async function fill(dataDir: string): Promise<void> {
  const database = await openDatabase(databasePath(dataDir));
  const id = (last: 'Q' | 'g') => sql.raw(`printf('%021d', n) || '${last}'`);
  const numbers = sql`with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < ${many})`;
  await database.transaction().execute(async (trx) => {
    await sql`insert into conversations
        (id, kind, department, status, status_since, raised_by, waiting_since, created_at, active_at)
      ${numbers} select ${id('Q')}, 'support', (select id from departments order by id limit 1),
      'waiting', n, ${id('g')}, n, n, n from numbers`.execute(trx);
    await sql`insert into participants (id, conversation, account, role, name, joined_at)
      ${numbers} select ${id('g')}, ${id('Q')}, null, 'client', 'Person ' || n, n from numbers`.execute(
      trx,
    );
  });
  await database.destroy();
}

test('of 900 conversations those in view are drawn; the others come by scrolling, and new ones by themselves [W8]', async ({
  agent,
  client,
  parley,
}) => {
  await fill(parley.dataDir);
  const { page } = await agent({ available: false });
  await page.getByRole('button', { name: 'All', exact: true }).click();
  const list = page.getByRole('list', { name: 'All conversations' });
  const rows = list.getByRole('listitem');
  await expect(rows.first()).toHaveAccessibleName('Person 1');
  expect(await rows.count()).toBeLessThan(80);

  // Far down, and back: each place shows its rows at once, and the way there is as long as all of them.
  await list.evaluate((element) => element.scrollTo(0, element.scrollHeight));
  await expect(list.getByRole('listitem', { name: `Person ${many}`, exact: true })).toBeVisible();
  expect(await rows.count()).toBeLessThan(80);
  await list.evaluate((element) => element.scrollTo(0, element.scrollHeight / 2));
  await expect(list.getByRole('listitem', { name: /^Person 4\d\d$/ }).first()).toBeVisible();
  const isCovered = () =>
    list.evaluate((element) => {
      const { top, left, width } = element.getBoundingClientRect();
      const at = (y: number) => document.elementFromPoint(left + width / 2, y);
      return [top + 20, top + element.clientHeight / 2, top + element.clientHeight - 20].every(
        (y) => at(y)?.closest('[data-spacer]') === null && at(y)?.closest('li') !== null,
      );
    });
  for (const share of [0.1, 0.33, 0.77, 0.99]) {
    await list.evaluate((element, to) => element.scrollTo(0, element.scrollHeight * to), share);
    await expect.poll(isCovered).toBe(true);
  }
  const before = await list.evaluate((element) => element.scrollTop);
  const visitor = await client();
  await visitor.say('I am new');
  await page.getByRole('searchbox').first().fill('visitor');
  await expect(rows).toHaveCount(1);
  await page.getByRole('searchbox').first().fill('');
  await expect.poll(() => rows.count()).toBeGreaterThan(5);
  expect(before).toBeGreaterThan(1000);
});
