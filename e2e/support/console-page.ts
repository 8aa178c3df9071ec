/** An agent or admin at the console. */
import { expect, type BrowserContext, type Locator, type Page } from '@playwright/test';
import { createChatView, type ChatView } from './chat-view.ts';

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

export interface ConsolePage extends ChatView {
  readonly page: Page;
  readonly available: Locator;
  /** Lines of the list of conversations. */
  readonly conversations: Locator;
  setAvailable(available: boolean): Promise<void>;
  /** Opens the conversation with this place in the list (0 is the first), or whose line has this text. */
  open(which?: number | string): Promise<void>;
  /** Closes the conversation that is open, and waits until that cannot be taken back any more. */
  closeConversation(): Promise<void>;
}

export async function signIn(page: Page, { username, password }: Credentials): Promise<void> {
  await page.getByLabel('Username', { exact: true }).fill(username);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** Opens the console and signs in; with `available`, conversations come. */
export async function openConsole(
  context: BrowserContext,
  url: string,
  who: Credentials,
  { available = true } = {},
): Promise<ConsolePage> {
  const page = await context.newPage();
  await page.goto(`${url}/console/`);
  await signIn(page, who);
  const console = consoleOn(page);
  await expect(console.available).toBeVisible();
  if (available) await console.setAvailable(true);
  return console;
}

export function consoleOn(page: Page): ConsolePage {
  const available = page.getByRole('switch', { name: 'Available', exact: true });
  const conversations = page
    .getByRole('list', { name: 'Conversations', exact: true })
    .getByRole('listitem');
  return {
    page,
    available,
    conversations,
    async setAvailable(to) {
      // What the switch shows before the server said it is nobody's choice. Narrow windows hide the word.
      await expect(page.getByText('Online', { exact: true })).toBeAttached();
      if ((await available.isChecked()) !== to) await available.click();
      await expect(available).toBeChecked({ checked: to });
    },
    async open(which = 0) {
      const line =
        typeof which === 'number'
          ? conversations.nth(which)
          : conversations.filter({ hasText: which });
      await line.getByRole('link').click();
    },
    async closeConversation() {
      await page.getByRole('button', { name: 'Close conversation', exact: true }).click();
      // Five seconds of them are for taking it back.
      const closed = page.getByText('This conversation is closed.');
      await expect(closed).toBeVisible({ timeout: 15_000 });
    },
    ...createChatView(page),
  };
}
