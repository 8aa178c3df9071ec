/**
 * The server side of the demo's shop, as any site would have it: whoever "logs in" there gets a token that says so.
 * Served with `DEMO` only; everywhere else the site's own server signs (docs/identify.md).
 */
import { createHmac } from 'node:crypto';
import type { Database } from '../database/database.ts';
import type { ChangeStaff } from '../accounts/staff-changes.ts';
import type { Sites } from './sites-store.ts';

export const demoUsers = ['hanna', 'jonas'] as const;
export type DemoUser = (typeof demoUsers)[number];

const people: Readonly<Record<DemoUser, object>> = {
  hanna: {
    sub: 'customer-48120',
    name: 'Hanna Petersen',
    email: 'hanna.petersen@example.org',
    attributes: { tariff: 'Breeze', meter: 48_120, 'heat pump': true, since: '2021' },
  },
  jonas: {
    sub: 'customer-51077',
    name: 'Jonas Brandt',
    email: 'jonas.brandt@example.org',
    attributes: { tariff: 'Calm', meter: 51_077, 'heat pump': false, since: '2024' },
  },
};

const siteName = 'Nordlicht Energie';
const goodForSeconds = 300;

/** Once: a site that an admin took away stays away. */
export async function makeDemoSite(database: Database, changeStaff: ChangeStaff): Promise<void> {
  const known = await database
    .selectFrom('sites')
    .select('id')
    .where('name', '=', siteName)
    .executeTakeFirst();
  if (known !== undefined) return;
  await changeStaff(async ({ sites, audit }) => {
    const { id } = await sites.create({ name: siteName, origins: [], department: null });
    await sites.addSecret(id);
    await audit.record('server', 'site-created', id, { name: siteName });
  });
}

/** @returns undefined where the site, or its secret, was taken away. */
export async function signForDemo(
  user: DemoUser,
  sites: Pick<Sites, 'list' | 'verifyingKeys'>,
  now: number,
): Promise<string | undefined> {
  const site = (await sites.list()).find(({ name, isDefault }) => name === siteName && !isDefault);
  const keys = (site && (await sites.verifyingKeys(site.id))) ?? [];
  const secret = keys.find(({ kind }) => kind === 'HS256')?.material;
  if (site === undefined || secret === undefined) return undefined;
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const exp = Math.floor(now / 1000) + goodForSeconds;
  const text = [{ alg: 'HS256' }, { aud: site.id, exp, ...people[user] }].map(encode).join('.');
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}
