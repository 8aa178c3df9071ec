/** The archive's conversations, page after page. */
import { createSignal, onCleanup, type Accessor } from 'solid-js';
import type { ConversationSummary } from '../../../conversation/protocol/conversation.ts';
import type { ArchiveState, ConsoleApi } from '../api/console-api.ts';

export type ArchiveFilter = ArchiveState | undefined;

export interface ArchiveList {
  readonly conversations: Accessor<readonly ConversationSummary[]>;
  readonly filter: Accessor<ArchiveFilter>;
  readonly loading: Accessor<boolean>;
  readonly trouble: Accessor<string | undefined>;
  readonly hasMore: Accessor<boolean>;
  /** Everything there is was loaded. */
  readonly isComplete: Accessor<boolean>;
  setFilter(filter: ArchiveFilter): void;
  /** The next page, or the one that failed again. */
  more(): void;
}

/** Loads the first page at once; ends with its owner. */
export function createArchiveList(api: Pick<ConsoleApi, 'archived'>): ArchiveList {
  const [conversations, setConversations] = createSignal<readonly ConversationSummary[]>([]);
  const [filter, setFilter] = createSignal<ArchiveFilter>();
  const [loading, setLoading] = createSignal(false);
  const [trouble, setTrouble] = createSignal<string>();
  const [position, setPosition] = createSignal<'start' | 'end' | { before: number }>('start');
  let running: AbortController | undefined;

  async function load() {
    running?.abort();
    const control = new AbortController();
    running = control;
    const from = position();
    const before = typeof from === 'object' ? from.before : undefined;
    setLoading(true);
    setTrouble(undefined);
    try {
      const result = await api.archived({ state: filter(), before }, control.signal);
      if (control.signal.aborted) return;
      setLoading(false);
      if (!result.ok) {
        setTrouble(result.refusal.message);
        return;
      }
      setConversations((known) => merged(known, result.value.conversations));
      const { next } = result.value;
      setPosition(next === undefined ? 'end' : { before: next });
    } catch (error) {
      // Cancelled by another filter, or the page was left.
      if (!control.signal.aborted) throw error;
    }
  }
  onCleanup(() => running?.abort());
  void load();

  return {
    conversations,
    filter,
    loading,
    trouble,
    hasMore: () => typeof position() === 'object' && trouble() === undefined,
    isComplete: () => position() === 'end',
    setFilter(next) {
      setFilter(next);
      setConversations([]);
      setPosition('start');
      void load();
    },
    more() {
      if (!loading() && position() !== 'end') void load();
    },
  };
}

/** A conversation that moved up between two pages comes again: it is shown once, with the later word. */
export function merged(
  known: readonly ConversationSummary[],
  page: readonly ConversationSummary[],
): ConversationSummary[] {
  const all = new Map(known.map((one) => [one.conversation, one]));
  for (const one of page) all.set(one.conversation, one);
  return [...all.values()];
}
