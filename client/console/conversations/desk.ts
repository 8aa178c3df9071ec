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
import { isGroup } from '../../../conversation/protocol/kinds.ts';
import type { KeptValues } from '../../browser/kept-values.ts';
import { createConversationState, type ConversationState } from '../../state/conversation-state.ts';
import type { PeerState } from '../../state/peer-state.ts';
import {
  compareAttention,
  lastActiveAt,
  lastLine,
  waitingSince,
  type Attention,
  type LastLine,
} from './attention.ts';

export interface OpenConversation {
  readonly id: ConversationId;
  readonly state: ConversationState;
  /** The server's last word about it; undefined for one that was opened by its address alone. */
  readonly summary: Accessor<ConversationSummary | undefined>;
  /** Whoever raised it. */
  readonly client: Accessor<Participant | undefined>;
  /** What it is called in lists: the client's name, or a group's title. */
  readonly title: Accessor<string>;
  /** Whether it was raised to one's own side: somebody outside waits for words. Else one is among equals. */
  readonly isAnswered: Accessor<boolean>;
  readonly attention: Accessor<Attention>;
  readonly lastLine: Accessor<LastLine | undefined>;
}

export const shownLists = ['answered', 'queue', 'groups', 'mentions', 'all'] as const;
export type ShownList = (typeof shownLists)[number];

/** What lies beside conversations, as far as it decides where they stand. */
export interface Arranged {
  /** Greater is more urgent. */
  priorityOf(conversation: ConversationId): number;
  sleeps(conversation: ConversationId): boolean;
  /** Where one is mentioned, whoever answers it. */
  readonly mentioned: Accessor<readonly ConversationSummary[]>;
}

export interface Desk {
  /** What is to be answered now, and open by the server’s word; what needs attention first. */
  readonly ordered: Accessor<readonly OpenConversation[]>;
  /** What one answers and has put to sleep. */
  readonly asleep: Accessor<readonly OpenConversation[]>;
  /** Groups, and what one's own departments raised to others; unread ones first. */
  readonly groups: Accessor<readonly OpenConversation[]>;
  readonly selected: Accessor<OpenConversation | undefined>;
  /** Opens it where it is not yet, and keeps it open as long as it is selected, also after it was closed. */
  select(conversation: ConversationId | undefined): void;
  readonly unread: Accessor<number>;
  /** Of one that is not open, nothing is known. */
  unreadOf(conversation: ConversationId): number;
  /** Which list is on the screen; `queue`: what nobody answers yet; `all`: those of others too. */
  readonly shown: Accessor<ShownList>;
  show(list: ShownList): void;
  /** Looks on in one that somebody else answers, until it is left. */
  watch(conversation: ConversationId): void;
  /** Whether one takes part in it, looks on, or neither. */
  part(conversation: ConversationId): 'takes-part' | 'watches' | 'none';
}

/** Follows the peer's list until the owner is disposed of. */
export function createDesk(
  peer: PeerState,
  arranged: Arranged,
  kept: Pick<KeptValues, 'get' | 'set'>,
): Desk {
  const [selectedId, setSelectedId] = createSignal<ConversationId>();
  const [shown, setShown] = createSignal<ShownList>(
    shownLists.find((list) => list === kept.get('list.shown')) ?? 'answered',
  );
  const oversees = (list: ShownList) => list === 'all' || list === 'queue';
  if (untrack(() => oversees(shown()))) peer.peer.staff.oversee(true);
  const [watched, setWatched] = createSignal<ConversationId>();
  const summaries = createMemo<ReadonlyMap<ConversationId, ConversationSummary>>((known) => {
    // What was unlisted keeps its last summary: the closed conversation on the screen needs its name.
    const chosen = selectedId();
    const kept = [...known].filter(([id]) => id === chosen);
    const told = [...arranged.mentioned(), ...peer.overview(), ...peer.listed()];
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
      return openConversation(
        conversation,
        () => summaries().get(id),
        () => arranged.priorityOf(id),
        () => untrack(selectedId) === id,
      );
    }),
  );

  // A conversation that was closed leaves the list at once, and the screen when the agent goes on.
  const openAndListed = () => {
    const listed = new Set(peer.listed().map(({ conversation }) => conversation));
    return open().filter(({ id }) => listed.has(id));
  };

  const ordered = createMemo(() =>
    openAndListed().toSorted((a, b) => compareAttention(a.attention(), b.attention())),
  );

  return {
    shown,
    show(list) {
      if (oversees(list) !== oversees(shown())) peer.peer.staff.oversee(oversees(list));
      setShown(list);
      kept.set('list.shown', list);
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
      ordered().filter(({ id, isAnswered }) => isAnswered() && !arranged.sleeps(id)),
    ),
    asleep: createMemo(() =>
      ordered().filter(({ id, isAnswered }) => isAnswered() && arranged.sleeps(id)),
    ),
    groups: createMemo(() => ordered().filter(({ isAnswered }) => !isAnswered())),
    selected: createMemo(() => open().find(({ id }) => id === selectedId())),
    select(id) {
      // The page is made anew between two addresses: only another conversation ends the wish to look on.
      if (id !== undefined && id !== watched()) setWatched(undefined);
      setSelectedId(id);
    },
    unreadOf: (id) =>
      open()
        .find((one) => one.id === id)
        ?.state.unread() ?? 0,
    unread: createMemo(() => openAndListed().reduce((sum, { state }) => sum + state.unread(), 0)),
  };
}

function openConversation(
  conversation: Conversation,
  summary: Accessor<ConversationSummary | undefined>,
  priority: Accessor<number>,
  isSelected: () => boolean,
): OpenConversation {
  onCleanup(() => conversation.close());
  const state = createConversationState(conversation, isSelected);
  const [lastSummary, setLastSummary] = createSignal(summary());
  createEffect(() => {
    const next = summary();
    if (next !== undefined) setLastSummary(next);
  });
  const startedAt = () => lastSummary()?.activeAt ?? 0;
  const client = createMemo(
    () => state.others().find(({ role }) => role === 'client') ?? lastSummary()?.client,
  );
  const isAnswered = createMemo(() => {
    const known = lastSummary();
    if (known === undefined) return true;
    // Whoever raised it in the department's name, or reads along with them, has no agent's face in it.
    return known.kind === 'departments' ? state.you()?.role === 'agent' : !isGroup(known.kind);
  });
  return {
    id: conversation.id,
    state,
    summary: lastSummary,
    client,
    isAnswered,
    title: createMemo(() => lastSummary()?.title ?? client()?.name ?? 'Client'),
    attention: createMemo(
      () => ({
        waitingSince: isAnswered()
          ? waitingSince(state.items(), state.status() ?? lastSummary()?.status)
          : undefined,
        priority: priority(),
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
  return (
    a.waitingSince === b.waitingSince &&
    a.priority === b.priority &&
    a.unread === b.unread &&
    a.activeAt === b.activeAt
  );
}
