/** All of an agent's conversations, open at once: switching between them waits for nothing. */
import {
  createEffect,
  createMemo,
  createSignal,
  mapArray,
  onCleanup,
  untrack,
  type Accessor,
} from 'solid-js';
import type {
  ConversationSummary,
  Participant,
} from '../../../conversation/protocol/conversation.ts';
import type { Conversation } from '../../../conversation/peer/api.ts';
import type { ConversationId } from '../../../conversation/protocol/ids.ts';
import { createConversationState, type ConversationState } from '../../state/conversation-state.ts';
import type { PeerState } from '../../state/peer-state.ts';
import {
  compareAttention,
  lastActiveAt,
  lastLine,
  waitingSince,
  type Attention,
} from './attention.ts';

export interface OpenConversation {
  readonly id: ConversationId;
  readonly state: ConversationState;
  /** The server's last word about it; undefined for one that was opened by its address alone. */
  readonly summary: Accessor<ConversationSummary | undefined>;
  /** Whoever raised it. */
  readonly client: Accessor<Participant | undefined>;
  readonly attention: Accessor<Attention>;
  readonly lastLine: Accessor<{ text: string; mine: boolean } | undefined>;
}

export interface Desk {
  /** What is open by the server’s word; what needs attention first. */
  readonly ordered: Accessor<readonly OpenConversation[]>;
  readonly selected: Accessor<OpenConversation | undefined>;
  /** Opens it where it is not yet, and keeps it open as long as it is selected, also after it was closed. */
  select(conversation: ConversationId | undefined): void;
  readonly unread: Accessor<number>;
  /** Whether the list shows those of others too; for admins. */
  readonly showsAll: Accessor<boolean>;
  setShowsAll(all: boolean): void;
  /** Looks on in one that somebody else answers, until it is left. */
  watch(conversation: ConversationId): void;
  /** Whether one takes part in it, looks on, or neither. */
  part(conversation: ConversationId): 'takes-part' | 'watches' | 'none';
}

/** Follows the peer's list until the owner is disposed of. */
export function createDesk(peer: PeerState): Desk {
  const [selectedId, setSelectedId] = createSignal<ConversationId>();
  const [showsAll, setShowsAll] = createSignal(false);
  const [watched, setWatched] = createSignal<ConversationId>();
  const summaries = createMemo<ReadonlyMap<ConversationId, ConversationSummary>>((known) => {
    // What was unlisted keeps its last summary: the closed conversation on the screen needs its name.
    const chosen = selectedId();
    const kept = [...known].filter(([id]) => id === chosen);
    const told = [...peer.overview(), ...peer.listed()];
    return new Map([...kept, ...told.map((one) => [one.conversation, one] as const)]);
  }, new Map());
  const ids = createMemo(
    () => {
      const all = new Set(peer.listed().map(({ conversation }) => conversation));
      const chosen = selectedId();
      return chosen === undefined ? [...all] : [...all.add(chosen)];
    },
    [],
    { equals: sameIds },
  );
  const open = createMemo(
    mapArray(ids, (id) => {
      const isWatched = untrack(watched) === id;
      const conversation = isWatched ? peer.peer.watch(id) : peer.peer.open(id);
      return openConversation(conversation, () => summaries().get(id));
    }),
  );

  // A conversation that was closed leaves the list at once, and the screen when the agent goes on.
  const openAndListed = () => {
    const listed = new Set(peer.listed().map(({ conversation }) => conversation));
    return open().filter(({ id }) => listed.has(id));
  };

  return {
    showsAll,
    setShowsAll(all) {
      setShowsAll(all);
      peer.peer.staff.oversee(all);
    },
    watch(id) {
      setWatched(id);
      peer.peer.watch(id);
    },
    part(id) {
      if (peer.listed().some(({ conversation }) => conversation === id)) return 'takes-part';
      return watched() === id ? 'watches' : 'none';
    },
    ordered: createMemo(() =>
      openAndListed().toSorted((a, b) => compareAttention(a.attention(), b.attention())),
    ),
    selected: createMemo(() => open().find(({ id }) => id === selectedId())),
    select(id) {
      // The page is made anew between two addresses: only another conversation ends the wish to look on.
      if (id !== undefined && id !== watched()) setWatched(undefined);
      setSelectedId(id);
    },
    unread: createMemo(() => openAndListed().reduce((sum, { state }) => sum + state.unread(), 0)),
  };
}

function openConversation(
  conversation: Conversation,
  summary: Accessor<ConversationSummary | undefined>,
): OpenConversation {
  onCleanup(() => conversation.close());
  const state = createConversationState(conversation);
  const [lastSummary, setLastSummary] = createSignal(summary());
  createEffect(() => {
    const next = summary();
    if (next !== undefined) setLastSummary(next);
  });
  const startedAt = () => lastSummary()?.activeAt ?? 0;
  return {
    id: conversation.id,
    state,
    summary: lastSummary,
    client: createMemo(
      () => state.others().find(({ role }) => role === 'client') ?? lastSummary()?.client,
    ),
    attention: createMemo(
      () => ({
        waitingSince: waitingSince(state.items(), state.status() ?? lastSummary()?.status),
        unread: state.unread(),
        activeAt: lastActiveAt(state.items(), startedAt()),
      }),
      undefined,
      { equals: sameAttention },
    ),
    lastLine: createMemo(() => lastLine(state.items())),
  };
}

function sameIds(a: readonly ConversationId[], b: readonly ConversationId[]): boolean {
  return a.length === b.length && a.every((id, index) => id === b[index]);
}

function sameAttention(a: Attention, b: Attention): boolean {
  return a.waitingSince === b.waitingSince && a.unread === b.unread && a.activeAt === b.activeAt;
}
