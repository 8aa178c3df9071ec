/** A client: the demo page with the widget in its frame, or the widget as a page. */
import type { BrowserContext, Page } from '@playwright/test';
import { createChatView, type ChatView } from './chat-view.ts';

export interface ClientPage extends ChatView {
  readonly page: Page;
}

/** Opens the demo page and the widget on it. */
export async function openDemo(context: BrowserContext, url: string): Promise<ClientPage> {
  const page = await context.newPage();
  await page.goto(`${url}/demo/`);
  await page.getByRole('button', { name: 'Open chat', exact: true }).click();
  return { page, ...createChatView(page.frameLocator('iframe')) };
}

/** Opens the widget as a page. `query` is what the public snippet could ask for, such as a bot. */
export async function openChat(
  context: BrowserContext,
  url: string,
  query = '',
): Promise<ClientPage> {
  const page = await context.newPage();
  await page.goto(`${url}/chat/${query}`);
  return { page, ...createChatView(page) };
}
