/** A peer moved by hand, for the tests of the runtime and of the bots: no server, no network, no time. */
import type { TimelineItem } from '../../conversation/log/timeline.ts';
import type { Conversation, Peer, SessionState } from '../../conversation/peer/api.ts';
import type { Clock } from '../../conversation/peer/clock.ts';
import type {
  ConversationStatus,
  ConversationSummary,
  Participant,
  Role,
} from '../../conversation/protocol/conversation.ts';
import type {
  AccountId,
  ConversationId,
  DepartmentId,
  EntryId,
  ParticipantId,
} from '../../conversation/protocol/ids.ts';

const idOf = (name: string) => name.padEnd(21, '_') + 'A';
const face = (role: Role): Participant => ({ id: idOf(role) as ParticipantId, name: role, role });

export const people = {
  client: { ...face('client'), name: 'Ada' },
  bot: face('bot'),
  agent: face('agent'),
  server: face('server'),
} as const;

/** The number of a message is given when it reaches a conversation. */
function message(author: Participant, text: string): TimelineItem {
  return {
    kind: 'message',
    id: '1-0' as EntryId,
    author,
    mine: author.role === 'bot',
    at: 0,
    receivedAt: 0,
    text,
    edited: false,
    reactions: [],
    state: author.role === 'bot' ? 'saved' : undefined,
  };
}
export const clientSays = (text: string): TimelineItem => message(people.client, text);
export const botSays = (text: string): TimelineItem => message(people.bot, text);
export const botGreets = (text: string): TimelineItem =>
  ({ ...botSays(text), greeting: true }) as TimelineItem;
/** The number of the question is its place in the conversation. */
export const botAnswers = (question: number, text: string): TimelineItem =>
  ({ ...botSays(text), answers: `1-${question}` }) as TimelineItem;
export const agentSays = (text: string): TimelineItem => message(people.agent, text);
export const assigned = (): TimelineItem => {
  const { id, author, mine, at, receivedAt } = message(people.server, '');
  return {
    kind: 'system',
    id,
    author,
    mine,
    at,
    receivedAt,
    event: 'assigned',
    participant: people.bot,
  };
};

export const assignedToBot: ConversationStatus = { state: 'assigned', since: 0, to: people.bot };
export const assignedToAgent: ConversationStatus = {
  state: 'assigned',
  since: 0,
  to: people.agent,
};
export const closedByClient: ConversationStatus = { state: 'closed', since: 0, by: people.client };

/** Everything that happens to the conversation is noted in `log`, in order. */
export interface FakeConversation extends Conversation {
  readonly log: string[];
  /** The bot's messages. */
  readonly heard: () => string[];
  arrives(...items: TimelineItem[]): void;
  becomes(change: { status?: ConversationStatus; caughtUp?: boolean }): void;
  /** From now on the bot's messages stay `sending` until `savesAll`. */
  savesNothing(): void;
  savesAll(): void;
}

export function createFakeConversation(name = 'chat', ...before: TimelineItem[]): FakeConversation {
  const listeners = new Set<() => void>();
  const log: string[] = [];
  let items: readonly TimelineItem[] = [];
  let status: ConversationStatus = assignedToBot;
  let caughtUp = true;
  let isOpen = true;
  let state: 'saved' | 'sending' = 'saved';
  const changed = () => listeners.forEach((listener) => listener());
  const add = (more: readonly TimelineItem[]) => {
    for (const item of more) items = [...items, { ...item, id: `1-${items.length}` as EntryId }];
  };
  const note = (what: string) => {
    if (!isOpen) throw new Error(`${what}: the conversation was left`);
    log.push(what);
  };

  add(before);

  return {
    id: idOf(name) as ConversationId,
    log,
    heard: () => log.filter((line) => line.startsWith('say ')).map((line) => line.slice(4)),
    arrives(...more) {
      add(more);
      changed();
    },
    becomes(change) {
      status = change.status ?? status;
      caughtUp = change.caughtUp ?? caughtUp;
      changed();
    },
    savesNothing() {
      state = 'sending';
    },
    savesAll() {
      state = 'saved';
      items = items.map((item) =>
        item.kind === 'message' && item.mine ? { ...item, state } : item,
      );
      changed();
    },
    loaded: () => true,
    caughtUp: () => caughtUp,
    items: () => items,
    status: () => status,
    you: () => people.bot,
    others: () => [people.client],
    here: () => new Set(),
    typing: () => new Set(),
    previews: () => new Map(),
    mayPreview: () => false,
    link: () => 'direct',
    unread: () => 0,
    trouble: () => undefined,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    say(text, how) {
      note(`say ${text}`);
      add([{ ...botSays(text), ...how, state } as TimelineItem]);
      changed();
    },
    mayWrite: () => true,
    readBy: () => [],
    mayChange: () => true,
    edit: (of, text) => note(`edit ${of} ${text}`),
    takeBack: (of) => note(`take back ${of}`),
    react: (of, emoji, on) => note(`react ${of} ${emoji} ${on}`),
    details: () => undefined,
    markRead: (upTo) => note(`read ${items.findIndex((item) => item.id === upTo)}`),
    setTyping: (typing) => note(typing ? 'typing' : 'idle'),
    setPreview: () => undefined,
    end: () => note('end'),
    setSubject: (subject) => note(`subject ${subject}`),
    handOver: () => note('hand over'),
    close() {
      note('leave');
      isOpen = false;
    },
  };
}

export interface FakePeer extends Peer {
  /** Replaces what the server lists. */
  lists(...conversations: FakeConversation[]): void;
  goes(session: 'online' | 'offline' | 'ended'): void;
}

export function createFakePeer(): FakePeer {
  const listeners = new Set<() => void>();
  let listed: readonly FakeConversation[] = [];
  let session: SessionState = { state: 'connecting' };
  let available = false;
  const changed = () => listeners.forEach((listener) => listener());
  const you = {
    kind: 'account',
    account: idOf('account') as AccountId,
    name: 'Bot',
    role: 'bot',
  } as const;

  return {
    lists(...conversations) {
      listed = conversations;
      changed();
    },
    goes(to) {
      if (to === 'online') session = { state: 'online', you };
      else if (to === 'offline') session = { state: 'offline', retryAt: 0 };
      else session = { state: 'ended', code: 'not-allowed', message: 'The session has ended.' };
      changed();
    },
    session: () => session,
    listed: () => listed.map((conversation): ConversationSummary => summaryOf(conversation)),
    available: () => available,
    setAvailable(to) {
      available = to;
    },
    start() {
      throw new Error('Bots raise no conversations.');
    },
    watch() {
      throw new Error('Bots watch nobody.');
    },
    get staff(): never {
      throw new Error('Bots are no staff.');
    },
    open(conversation) {
      const found = listed.find(({ id }) => id === conversation);
      if (found === undefined) throw new Error('No such conversation.');
      return found;
    },
    shareFiles: () => undefined,
    takeFile: () => undefined,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    wake() {},
    close: () => Promise.resolve(),
  };
}

function summaryOf(conversation: Conversation): ConversationSummary {
  return {
    conversation: conversation.id,
    kind: 'support',
    department: idOf('support') as DepartmentId,
    client: people.client,
    status: conversation.status() ?? assignedToBot,
    createdAt: 0,
    activeAt: 0,
    entries: 0,
  };
}

/** Time that moves only when told. */
export interface FakeClock extends Clock {
  advance(byMs: number): void;
}

export function createFakeClock(): FakeClock {
  let now = 0;
  const tasks = new Set<{ at: number; task: () => void }>();
  return {
    now: () => now,
    after(delayMs, task) {
      const entry = { at: now + delayMs, task };
      tasks.add(entry);
      return () => tasks.delete(entry);
    },
    advance(byMs) {
      now += byMs;
      for (const entry of [...tasks].toSorted((a, b) => a.at - b.at)) {
        if (entry.at > now) continue;
        tasks.delete(entry);
        entry.task();
      }
    },
  };
}

/** Lets everything that is ready happen: promises settle in far fewer turns than this. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
}
