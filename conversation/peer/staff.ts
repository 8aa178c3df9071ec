/** What staff do with conversations beyond answering, over the peer's session: each question has one answer. */
import type { ConversationSummary } from '../protocol/conversation.ts';
import type { AccountId, ConversationId, ParticipantId } from '../protocol/ids.ts';
import { accept, refuse, type Result } from '../protocol/result.ts';
import type { FromServer, Question, ToServer, TransferTarget } from '../protocol/session.ts';
import type { SettableTicketStatus } from '../protocol/ticket.ts';

/** A refusal is a sentence for people. */
export type StaffAnswer = Promise<Result<true, string>>;

export interface Viewer {
  readonly account: AccountId;
  readonly name: string;
}

/** What lies beside a conversation changed. */
export interface BesideChange {
  readonly conversation: ConversationId;
  /** A note names whoever hears this. */
  readonly mentioned: boolean;
}

export interface Staff {
  /** @param from who answers it now, as far as one knows; null: nobody. */
  transfer(
    conversation: ConversationId,
    from: ParticipantId | null,
    to: TransferTarget,
    note: string,
  ): StaffAnswer;
  takeOver(conversation: ConversationId, from: ParticipantId | null): StaffAnswer;
  changeTicket(
    conversation: ConversationId,
    change: { readonly subject?: string; readonly status?: SettableTicketStatus },
  ): StaffAnswer;
  /** Whether to be told of all open conversations that one may watch. */
  oversee(on: boolean): void;
  /** They, by the server's last word; empty while nobody asked. */
  overview(): readonly ConversationSummary[];
  /** Whether the server has told of all of them since one asked. */
  isOverviewWhole(): boolean;
  /** Grows when a ticket of one's departments has changed. */
  ticketChanges(): number;
  /** Grows when what the page around it tells has changed. */
  contextChanges(conversation: ConversationId): number;
  /** Which conversation is before one's eyes; undefined: none. */
  view(conversation: ConversationId | undefined): void;
  /** Who else of the staff has that one before them. */
  viewers(): readonly Viewer[];
  /** The listener is given nothing where it may be any of them. */
  onBeside(listener: (change: BesideChange | undefined) => void): () => void;
}

type Answer = Extract<FromServer, { type: 'done' | 'refused' }>;

export interface StaffParts {
  readonly staff: Staff;
  /** @returns false where it is no answer to a question that is open. */
  answered(message: Answer): boolean;
  onMessage(
    message: Extract<
      FromServer,
      { type: 'overview' | 'tickets-changed' | 'context-changed' | 'beside' | 'viewers' }
    >,
  ): void;
  online(): void;
  disconnected(): void;
}

const notConnected = 'There is no connection to the server. Try again when it is back.';
const lost = 'The connection was lost before the answer came. Look whether it was done.';

export function createStaff(options: {
  send(message: ToServer): boolean;
  onChange(): void;
}): StaffParts {
  const open = new Map<string, ((answer: Result<true, string>) => void)[]>();
  let overview: ReadonlyMap<ConversationId, ConversationSummary> = new Map();
  let oversees = false;
  let isWhole = false;
  let changes = 0;
  let viewed: ConversationId | undefined;
  let viewers: readonly Viewer[] = [];
  const listeners = new Set<(change: BesideChange | undefined) => void>();
  const contexts = new Map<ConversationId, number>();
  let returns = 0;

  const keyOf = (about: Question, conversation: ConversationId) => `${about} ${conversation}`;

  function ask(message: ToServer & { type: Question; conversation: ConversationId }): StaffAnswer {
    return new Promise((resolve) => {
      if (!options.send(message)) return resolve(refuse(notConnected));
      const key = keyOf(message.type, message.conversation);
      open.set(key, [...(open.get(key) ?? []), resolve]);
    });
  }

  function oversee(on: boolean): void {
    oversees = on;
    options.send({ type: 'oversee', on });
    if (!on) {
      overview = new Map();
      isWhole = false;
    }
    options.onChange();
  }

  /** Whoever may not be seen there sees nobody either, so the answer says nothing new. */
  function say(conversation: ConversationId, on: boolean): void {
    void ask({ type: 'view', conversation, on });
  }

  function view(conversation: ConversationId | undefined): void {
    if (conversation === viewed) return;
    const before = viewed;
    viewed = conversation;
    viewers = [];
    if (conversation !== undefined) say(conversation, true);
    else if (before !== undefined) say(before, false);
    options.onChange();
  }

  function tellBeside(change: BesideChange | undefined): void {
    for (const listener of listeners) listener(change);
  }

  return {
    staff: {
      transfer: (conversation, from, to, note) =>
        ask({
          type: 'transfer',
          conversation,
          from,
          to,
          ...(note.trim() === '' ? {} : { note: note.trim() }),
        }),
      takeOver: (conversation, from) => ask({ type: 'take-over', conversation, from }),
      changeTicket: (conversation, change) => ask({ type: 'ticket', conversation, ...change }),
      oversee,
      overview: () => [...overview.values()],
      isOverviewWhole: () => isWhole,
      ticketChanges: () => changes,
      view,
      viewers: () => viewers,
      onBeside(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      contextChanges: (conversation) => returns + (contexts.get(conversation) ?? 0),
    },
    answered(message) {
      const { about, conversation } = message;
      if (about === undefined || conversation === undefined) return false;
      // The server works off what concerns one conversation in order.
      const [first, ...others] = open.get(keyOf(about, conversation)) ?? [];
      if (first === undefined) return false;
      open.set(keyOf(about, conversation), others);
      first(message.type === 'done' ? accept(true) : refuse(message.message));
      return true;
    },
    onMessage(message) {
      if (message.type === 'beside') return tellBeside(message);
      // Of one that was left a moment ago, nobody is shown.
      if (message.type === 'viewers' && message.conversation === viewed) viewers = message.people;
      if (message.type === 'tickets-changed') changes += 1;
      else if (message.type === 'context-changed') {
        contexts.set(message.conversation, (contexts.get(message.conversation) ?? 0) + 1);
      }
      if (message.type === 'overview' && oversees) {
        const next = new Map(message.whole ? [] : overview);
        for (const summary of message.summaries) next.set(summary.conversation, summary);
        for (const conversation of message.gone) next.delete(conversation);
        overview = next;
        isWhole ||= message.whole;
      }
      options.onChange();
    },
    online() {
      // What changed while we were away, nobody told us.
      changes += 1;
      returns += 1;
      if (oversees) options.send({ type: 'oversee', on: true });
      if (viewed !== undefined) say(viewed, true);
      tellBeside(undefined);
    },
    disconnected() {
      const all = [...open.values()].flat();
      open.clear();
      viewers = [];
      for (const resolve of all) resolve(refuse(lost));
    },
  };
}
