/** What staff do with conversations beyond answering, over the peer's session: each question has one answer. */
import type { ConversationSummary } from '../protocol/conversation.ts';
import type { ConversationId, ParticipantId } from '../protocol/ids.ts';
import { accept, refuse, type Result } from '../protocol/result.ts';
import type { FromServer, Question, ToServer, TransferTarget } from '../protocol/session.ts';
import type { SettableTicketStatus } from '../protocol/ticket.ts';

/** A refusal is a sentence for people. */
export type StaffAnswer = Promise<Result<true, string>>;

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
  /** Grows when a ticket of one's departments has changed. */
  ticketChanges(): number;
}

type Answer = Extract<FromServer, { type: 'done' | 'refused' }>;

export interface StaffParts {
  readonly staff: Staff;
  /** @returns false where it is no answer to a question that is open. */
  answered(message: Answer): boolean;
  onMessage(message: Extract<FromServer, { type: 'overview' | 'tickets-changed' }>): void;
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
  let changes = 0;

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
    if (!on) overview = new Map();
    options.onChange();
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
      ticketChanges: () => changes,
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
      if (message.type === 'tickets-changed') changes += 1;
      else if (oversees) {
        const next = new Map(message.whole ? [] : overview);
        for (const summary of message.summaries) next.set(summary.conversation, summary);
        for (const conversation of message.gone) next.delete(conversation);
        overview = next;
      }
      options.onChange();
    },
    online() {
      // What changed while we were away, nobody told us.
      changes += 1;
      if (oversees) options.send({ type: 'oversee', on: true });
    },
    disconnected() {
      const all = [...open.values()].flat();
      open.clear();
      for (const resolve of all) resolve(refuse(lost));
    },
  };
}
