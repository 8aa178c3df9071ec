/** What customers are told about their tickets when they are not looking. */
import type { ConversationId } from '../../conversation/protocol/ids.ts';
import type { Database } from '../database/database.ts';
import type { Together } from '../database/together.ts';
import { composeMail } from '../mail/compose.ts';
import type { Mailer } from '../mail/mailer.ts';

export interface TicketNotice {
  readonly kind: 'ticket-assigned';
  readonly number: string;
  readonly subject: string;
  readonly to: { readonly name: string; readonly email: string };
}

/** Within the transaction that makes it true: both happen, or neither. */
export type Notify = (notice: TicketNotice, within: Together) => Promise<void>;

/** @param home where browsers find us, without a slash at the end; known once the server listens. */
export function createTicketMails(mailer: Pick<Mailer, 'send'>, home: () => string): Notify {
  return ({ number, subject, to }, within) =>
    mailer.send(
      composeMail({
        to: to.email,
        subject: `Your ticket #${number} is being worked on`,
        paragraphs: [`Hello ${to.name},`, `somebody is working on your ticket now: ${subject}`],
        action: { label: 'Read and answer', url: `${home()}/account/` },
        reason: `You get this because you raised the ticket #${number}.`,
      }),
      within,
    );
}

/** The notice of a ticket that a person was given; undefined where its raiser cannot be written to. */
export async function assignedNotice(
  trx: Database,
  conversation: ConversationId,
): Promise<TicketNotice | undefined> {
  const row = await trx
    .selectFrom('tickets')
    .innerJoin('conversations', 'conversations.id', 'tickets.conversation')
    .innerJoin('participants as client', 'client.id', 'conversations.raised_by')
    .innerJoin('accounts', 'accounts.id', 'client.account')
    .innerJoin('participants as staff', 'staff.id', 'conversations.assigned_to')
    .select(['tickets.number', 'tickets.subject', 'accounts.name', 'accounts.email'])
    .where('tickets.conversation', '=', conversation)
    .where('staff.role', '=', 'agent')
    .where('accounts.active', '=', 1)
    .executeTakeFirst();
  if (row === undefined || row.email === null) return undefined;
  const { number, subject, name, email } = row;
  return { kind: 'ticket-assigned', number, subject, to: { name, email } };
}
