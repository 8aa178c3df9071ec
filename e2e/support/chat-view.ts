/** What a test does with a chat: the widget's, the full page's or the console's. They are drawn by the same code. */
import { expect, type FrameLocator, type Locator, type Page } from '@playwright/test';

export type LinkState = 'connecting' | 'direct' | 'relay' | 'server' | 'offline';
export type MessageState = 'sending' | 'saved' | 'delivered' | 'read';

export interface ChatView {
  readonly log: Locator;
  readonly box: Locator;
  readonly status: Locator;
  /** Message elements with exactly this text, or all. */
  messages(text?: string | RegExp): Locator;
  say(text: string): Promise<void>;
  /** Waits until exactly one message has this text (and author). */
  sees(text: string | RegExp, author?: 'me' | 'them' | 'bot' | 'system'): Promise<void>;
  /** Waits until our message with this text is in one of these states. */
  isIn(text: string, ...states: MessageState[]): Promise<void>;
  /** Waits longer than the longest pause between two attempts to reach the server (backoff.ts). */
  linkIs(...states: LinkState[]): Promise<void>;
  /** What people and bots said, in order; of a long conversation, what is drawn. */
  texts(): Promise<string[]>;
}

export function createChatView(root: Page | FrameLocator): ChatView {
  const log = root.getByRole('log', { name: 'Conversation', exact: true });
  const box = root.getByRole('textbox', { name: 'Message', exact: true });
  const any = log.locator('[data-message]');
  const messages = (text?: string | RegExp) =>
    text === undefined ? any : any.filter({ has: root.getByText(text, { exact: true }) });

  return {
    log,
    box,
    status: root.getByRole('status'),
    messages,
    async say(text) {
      await box.fill(text);
      await root.getByRole('button', { name: 'Send', exact: true }).click();
    },
    async sees(text, author) {
      await expect(messages(text)).toHaveCount(1);
      if (author !== undefined) await expect(messages(text)).toHaveAttribute('data-author', author);
    },
    async isIn(text, ...states) {
      await expect(messages(text)).toHaveAttribute('data-state', oneOf(states));
    },
    async linkIs(...states) {
      await expect(log).toHaveAttribute('data-link', oneOf(states), { timeout: 40_000 });
    },
    texts: () => log.locator('[data-message] .bubble').allInnerTexts(),
  };
}

const oneOf = (words: readonly string[]) => new RegExp(`^(?:${words.join('|')})$`);
