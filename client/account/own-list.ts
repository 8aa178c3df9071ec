/** One's conversations, page by page; what is asked again keeps the pages that one has read. */
import { createSignal, type Accessor } from 'solid-js';
import type { OwnConversationJson } from '../../conversation/protocol/http/customers.ts';
import type { AccountApi } from './account-api.ts';

export interface OwnList {
  /** Undefined until the server has answered. */
  readonly all: Accessor<readonly OwnConversationJson[] | undefined>;
  readonly hasMore: Accessor<boolean>;
  /** Why there is no list. */
  readonly failure: Accessor<string | undefined>;
  more(): Promise<void>;
  /** The newest ones anew. Where that fails, what is known stays. */
  refresh(): Promise<void>;
}

export function createOwnList(api: Pick<AccountApi, 'conversations'>): OwnList {
  const [all, setAll] = createSignal<readonly OwnConversationJson[]>();
  const [next, setNext] = createSignal<number>();
  const [failure, setFailure] = createSignal<string>();

  async function refresh() {
    const result = await api.conversations(undefined);
    if (!result.ok) {
      if (all() === undefined) setFailure(result.refusal.message);
      return;
    }
    const { conversations, next: after } = result.value;
    const fresh = new Set(conversations.map(({ conversation }) => conversation));
    const older = (all() ?? []).filter(
      ({ conversation, activeAt }) =>
        !fresh.has(conversation) && after !== undefined && activeAt < after,
    );
    setFailure(undefined);
    setAll([...conversations, ...older]);
    if (older.length === 0) setNext(after);
  }
  async function more() {
    const result = await api.conversations(next());
    if (!result.ok) return;
    setAll([...(all() ?? []), ...result.value.conversations]);
    setNext(result.value.next);
  }
  void refresh();
  return { all, hasMore: () => next() !== undefined, failure, more, refresh };
}
