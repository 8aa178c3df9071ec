/**
 * A peer without a network, for the gallery and for unit tests: what it shows is what its script sets.
 * It answers nothing by itself; `said` tells the script what the user did.
 */
import type { MessageState, TimelineItem } from '../../conversation/log/timeline.ts';
import type { Conversation, LinkState, Peer, SessionState } from '../../conversation/peer/api.ts';
import type {
  ConversationStatus,
  ConversationSummary,
  Participant,
} from '../../conversation/protocol/conversation.ts';
import type { ConversationId, EntryId, ParticipantId } from '../../conversation/protocol/ids.ts';
import { accept } from '../../conversation/protocol/result.ts';

export interface FakeFacts {
  loaded: boolean;
  items: readonly TimelineItem[];
  status: ConversationStatus | undefined;
  you: Participant | undefined;
  others: readonly Participant[];
  here: ReadonlySet<ParticipantId>;
  typing: ReadonlySet<ParticipantId>;
  previews: ReadonlyMap<ParticipantId, string>;
  mayPreview: boolean;
  link: LinkState;
  trouble: string | undefined;
}

type FakeItem = Extract<TimelineItem, { kind: 'message' }>;

export type FakeDeed =
  | { readonly did: 'say'; readonly text: string }
  | { readonly did: 'read'; readonly upTo: EntryId }
  | { readonly did: 'typing'; readonly typing: boolean }
  | { readonly did: 'preview'; readonly text: string }
  | { readonly did: 'subject'; readonly subject: string }
  | { readonly did: 'edit'; readonly of: EntryId; readonly text: string }
  | { readonly did: 'take-back'; readonly of: EntryId }
  | { readonly did: 'react'; readonly of: EntryId; readonly emoji: string; readonly on: boolean }
  | { readonly did: 'end' | 'hand-over' | 'close' };

export interface FakeConversation extends Conversation {
  /** Changes what is shown, and calls the listeners. */
  show(change: Partial<FakeFacts>): void;
  /** Called with what the user did, after the fake took note of it. */
  onDeed(listener: (deed: FakeDeed) => void): () => void;
  /** Moves one of one's own messages on. */
  progress(entry: EntryId, state: MessageState): void;
  listeners(): number;
}

/** @param name 22 characters of base64url come of it; two names never meet. */
export function fakeId(name: string): string {
  return `${name.replaceAll(/[^A-Za-z0-9]/g, '')}${'A'.repeat(22)}`.slice(0, 21) + 'A';
}

export function fakeParticipant(name: string, role: Participant['role']): Participant {
  return { id: fakeId(name) as ParticipantId, name, role };
}

export interface FakeMessage {
  readonly id: string;
  readonly author: Participant;
  readonly text: string;
  readonly at: number;
  readonly mine?: boolean;
  readonly state?: MessageState;
  readonly receivedAt?: number;
}

export function fakeMessage(message: FakeMessage): TimelineItem {
  return {
    kind: 'message',
    id: message.id as EntryId,
    author: message.author,
    mine: message.mine === true,
    at: message.at,
    receivedAt: message.receivedAt ?? message.at,
    text: message.text,
    edited: false,
    reactions: [],
    state: message.mine === true ? (message.state ?? 'read') : undefined,
  };
}

export function createFakeConversation(
  facts: Partial<FakeFacts> & { readonly id?: ConversationId } = {},
  now: () => number = () => 0,
): FakeConversation {
  const you = facts.you ?? fakeParticipant('Visitor', 'client');
  let shown: FakeFacts = {
    loaded: true,
    items: [],
    status: undefined,
    you,
    others: [],
    here: new Set(),
    typing: new Set(),
    previews: new Map(),
    mayPreview: false,
    link: 'direct',
    trouble: undefined,
    ...facts,
  };
  const listeners = new Set<() => void>();
  const deedListeners = new Set<(deed: FakeDeed) => void>();
  let readUpTo = -1;
  let written = 0;

  const show = (change: Partial<FakeFacts>) => {
    shown = { ...shown, ...change };
    for (const listener of listeners) listener();
  };
  const change = (of: EntryId, make: (item: FakeItem) => TimelineItem) =>
    show({
      items: shown.items.map((item) =>
        item.id === of && item.kind === 'message' ? make(item) : item,
      ),
    });
  const did = (deed: FakeDeed) => {
    for (const listener of deedListeners) listener(deed);
  };
  const listenIn = <Listener>(set: Set<Listener>, listener: Listener) => {
    set.add(listener);
    return () => void set.delete(listener);
  };

  return {
    id: facts.id ?? (fakeId('conversation') as ConversationId),
    loaded: () => shown.loaded,
    caughtUp: () => shown.loaded && shown.link !== 'offline',
    items: () => shown.items,
    status: () => shown.status,
    you: () => shown.you,
    others: () => shown.others,
    here: () => shown.here,
    typing: () => shown.typing,
    previews: () => shown.previews,
    mayPreview: () => shown.mayPreview,
    link: () => shown.link,
    trouble: () => shown.trouble,
    unread: () =>
      shown.items.filter((item, index) => index > readUpTo && !item.mine && item.kind === 'message')
        .length,
    onChange: (listener) => listenIn(listeners, listener),
    onDeed: (listener) => listenIn(deedListeners, listener),
    listeners: () => listeners.size,
    show,
    progress(entry, state) {
      change(entry, (item) => ({ ...item, state }));
    },
    mayWrite: () => true,
    readBy: (of) => {
      const item = shown.items.find(({ id }) => id === of);
      return item?.kind === 'message' && item.state === 'read' ? shown.others : [];
    },
    mayChange: () => shown.status?.state !== 'closed',
    edit: (of, text) => {
      change(of, (item) => ({ ...item, text, edited: true }));
      did({ did: 'edit', of, text });
    },
    takeBack: (of) => {
      change(of, ({ id, author, mine, at, receivedAt }) => {
        return { kind: 'redacted', id, author, mine, at, receivedAt };
      });
      did({ did: 'take-back', of });
    },
    react: (of, emoji, on) => {
      const me = shown.you ?? you;
      change(of, (item) => {
        const before = item.reactions.find((it) => it.emoji === emoji)?.by ?? [];
        const others = before.filter(({ id }) => id !== me.id);
        const by = on ? [...others, me] : others;
        const rest = item.reactions.filter((it) => it.emoji !== emoji);
        return { ...item, reactions: by.length === 0 ? rest : [...rest, { emoji, by }] };
      });
      did({ did: 'react', of, emoji, on });
    },
    details: (of) => {
      const item = shown.items.find(({ id }) => id === of);
      if (item?.kind !== 'message') return undefined;
      const { at, receivedAt, text } = item;
      const reached = shown.others.map((by) => ({ by, at: at + 1000 }));
      const isRead = item.state === 'read';
      return {
        writtenAt: at,
        receivedAt,
        texts: [{ text, at }],
        delivered: item.state === 'delivered' || isRead ? reached : [],
        read: isRead ? reached : [],
      };
    },
    say(text, how) {
      written += 1;
      const at = now();
      const message = fakeMessage({
        id: `7-${written}`,
        author: shown.you ?? you,
        text,
        at,
        mine: true,
        state: 'sending',
      });
      show({ items: [...shown.items, { ...message, ...how }] });
      did({ did: 'say', text });
    },
    markRead(upTo) {
      readUpTo = shown.items.findIndex(({ id }) => id === upTo);
      show({});
      did({ did: 'read', upTo });
    },
    setTyping: (typing) => did({ did: 'typing', typing }),
    setPreview: (text) => did({ did: 'preview', text }),
    end: () => did({ did: 'end' }),
    handOver: () => did({ did: 'hand-over' }),
    setSubject: (subject) => did({ did: 'subject', subject }),
    close: () => did({ did: 'close' }),
  };
}

export interface FakePeer extends Peer {
  show(change: {
    session?: SessionState;
    listed?: readonly ConversationSummary[];
    available?: boolean;
    overview?: readonly ConversationSummary[];
  }): void;
}

/** @param open gives the conversation of an id, and the one to start for undefined. */
export function createFakePeer(open: (id: ConversationId | undefined) => Conversation): FakePeer {
  let session: SessionState = { state: 'online', you: { kind: 'visitor', name: 'Visitor' } };
  let listed: readonly ConversationSummary[] = [];
  let available = false;
  let overview: readonly ConversationSummary[] = [];
  let oversees = false;
  const listeners = new Set<() => void>();
  const tell = () => {
    for (const listener of listeners) listener();
  };
  return {
    session: () => session,
    listed: () => listed,
    available: () => available,
    setAvailable(next) {
      available = next;
      tell();
    },
    start: () => open(undefined),
    open: (id) => open(id),
    watch: (id) => open(id),
    staff: {
      transfer: () => Promise.resolve(accept(true)),
      takeOver: () => Promise.resolve(accept(true)),
      changeTicket: () => Promise.resolve(accept(true)),
      oversee(on) {
        oversees = on;
        tell();
      },
      overview: () => (oversees ? overview : []),
      isOverviewWhole: () => oversees,
      ticketChanges: () => 0,
      contextChanges: () => 0,
      view: () => undefined,
      viewers: () => [],
      onBeside: () => () => undefined,
    },
    shareFiles: () => undefined,
    takeFile: () => undefined,
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    wake() {
      tell();
    },
    close: () => Promise.resolve(),
    show(change) {
      session = change.session ?? session;
      listed = change.listed ?? listed;
      available = change.available ?? available;
      overview = change.overview ?? overview;
      tell();
    },
  };
}
