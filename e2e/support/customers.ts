/** Customers: people with an account of their own. */
import { expect, type BrowserContext, type Page } from '@playwright/test';
import { linkMailedTo } from './mails.ts';
import type { Parley } from './parley.ts';

/** Registers, confirms the address and signs in. @returns their own page, `/account/` */
export async function openCustomer(
  context: BrowserContext,
  { url, dataDir }: Pick<Parley, 'url' | 'dataDir'>,
  name: string,
): Promise<Page> {
  const email = emailOf(name);
  const password = 'long walks at dawn';
  const page = await context.newPage();
  const post = async (path: string, data: object, status: number) => {
    const answer = await page.request.post(url + path, { data });
    expect(answer.status()).toBe(status);
  };
  await post('/api/customers', { name, email, mobile: '+49 170 1234567', password }, 204);
  const key = (await linkMailedTo(dataDir, email, 'confirm')).split('=')[1];
  await post('/api/customers/confirm', { key }, 204);
  await post('/api/sign-in', { username: email, password }, 200);
  await page.goto(`${url}/account/`);
  await expect(page.getByRole('heading', { name: 'Your conversations' })).toBeVisible();
  return page;
}

export function emailOf(name: string): string {
  return `${name.toLowerCase().replaceAll(' ', '.')}@example.org`;
}
