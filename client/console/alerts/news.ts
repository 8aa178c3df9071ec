/** What deserves a sound and the agent's eye: decided from two looks at the list of conversations. */
import type { ConversationId } from '../../../conversation/protocol/ids.ts';

/** Unread messages by conversation, at one moment. */
export type Glance = ReadonlyMap<ConversationId, number>;

export interface NewsItem {
  readonly kind: 'conversation' | 'message' | 'mention';
  readonly conversation: ConversationId;
}

/**
 * @param before undefined at the first look: what was there already is not news.
 * @param inView the conversation that the agent looks at right now; it makes no sound.
 */
export function newsSince(
  before: Glance | undefined,
  now: Glance,
  inView: ConversationId | undefined,
): readonly NewsItem[] {
  if (before === undefined) return [];
  const news: NewsItem[] = [];
  for (const [conversation, unread] of now) {
    const known = before.get(conversation);
    if (known === undefined) news.push({ kind: 'conversation', conversation });
    else if (unread > known && conversation !== inView) {
      news.push({ kind: 'message', conversation });
    }
  }
  return news;
}

/** "(3) Parley": the number stands first, where a narrow tab still shows it. */
export function titleFor(unread: number, page: string | undefined): string {
  const name = page === undefined ? 'Parley' : `${page} · Parley`;
  if (unread <= 0) return name;
  return `(${unread > 99 ? '99+' : unread}) ${name}`;
}
