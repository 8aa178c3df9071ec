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
  readonly to: {
    readonly name: string;
    readonly email: string;
    /** Otherwise a site vouches for them, and they answer where they asked. */
    readonly hasAccount: boolean;
  };
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
        paragraphs: [
          `Hello ${to.name},`,
          `somebody is working on your ticket now: ${subject}`,
          ...(to.hasAccount ? [] : ['Open the chat where you asked to read and answer.']),
        ],
        ...(to.hasAccount
          ? { action: { label: 'Read and answer', url: `${home()}/account/` } }
          : {}),
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
    .leftJoin('accounts', 'accounts.id', 'client.account')
    .leftJoin('visitors', 'visitors.id', 'client.visitor')
    .innerJoin('participants as staff', 'staff.id', 'conversations.assigned_to')
    .select([
      'tickets.number',
      'tickets.subject',
      'accounts.name as customer',
      'accounts.email as address',
      'visitors.name as visitor',
      'visitors.email as verified',
    ])
    .where('tickets.conversation', '=', conversation)
    .where('staff.role', '=', 'agent')
    .where((where) =>
      where.or([where('accounts.active', '=', 1), where('visitors.id', 'is not', null)]),
    )
    .executeTakeFirst();
  const name = row?.customer ?? row?.visitor ?? null;
  // A visitor's address is what a site's server signed.
  const email = row?.address ?? row?.verified ?? null;
  if (row === undefined || name === null || email === null) return undefined;
  const to = { name, email, hasAccount: row.customer !== null };
  return { kind: 'ticket-assigned', number: row.number, subject: row.subject, to };
}
