/** Mails on their way: rows, so that a restart loses none. */
import { randomIdFrom } from '../../conversation/protocol/ids.ts';
import type { Database } from '../database/database.ts';
import type { Mail } from './mail.ts';
import { retryAfterMs } from './retry.ts';

/** What the console shows of a mail: never what is in it, as a link in it is a key. */
export interface MailNote {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly createdAt: number;
  readonly attempts: number;
  readonly state:
    | { readonly kind: 'waiting'; readonly nextAt: number; readonly problem: string | undefined }
    | { readonly kind: 'sent'; readonly at: number; readonly where: string }
    | { readonly kind: 'given-up'; readonly problem: string };
}

export interface Outbox {
  /** In the same transaction as what the mail tells of: both happen, or neither. */
  add(mail: Mail, within?: Database): Promise<void>;
  /** Calls `added` for each mail, maybe before its transaction is over. @returns its undo */
  onAdd(added: () => void): () => void;
  /** How many went, or are to go, to this address since then. */
  countTo(address: string, since: number, within: Database): Promise<number>;
  /** The one that is due first, if any is. */
  due(): Promise<{ readonly id: string; readonly mail: Mail } | undefined>;
  /** When the next one is due; undefined: none waits. */
  nextAt(): Promise<number | undefined>;
  sent(id: string, where: string): Promise<void>;
  failed(id: string, problem: string): Promise<void>;
  /** Newest first. */
  list(limit: number): Promise<readonly MailNote[]>;
}

/** What a mail server says may be long, and is shown in one line. */
const problemLength = 300;
/** The list is for finding out what became of a mail, not for good. */
const keptForMs = 30 * 24 * 60 * 60_000;

export function createOutbox(options: {
  readonly database: Database;
  readonly now: () => number;
  readonly randomBytes: (length: number) => Uint8Array;
}): Outbox {
  const { database, now, randomBytes } = options;
  const listeners = new Set<() => void>();
  return {
    onAdd(added) {
      listeners.add(added);
      return () => void listeners.delete(added);
    },
    async add(mail, within = database) {
      await within
        .deleteFrom('mails')
        .where('due_at', 'is', null)
        .where('created_at', '<', now() - keptForMs)
        .execute();
      await within
        .insertInto('mails')
        .values({
          id: randomIdFrom(randomBytes(16)),
          recipient: mail.to,
          subject: mail.subject,
          text: mail.text,
          html: mail.html,
          created_at: now(),
          due_at: now(),
          attempts: 0,
          sent_at: null,
          sent_where: null,
          problem: null,
        })
        .execute();
      for (const added of listeners) added();
    },
    async countTo(address, since, within) {
      const { count } = await within
        .selectFrom('mails')
        .select((row) => row.fn.countAll<number>().as('count'))
        .where('recipient', '=', address)
        .where('created_at', '>', since)
        .executeTakeFirstOrThrow();
      return count;
    },
    async due() {
      const row = await database
        .selectFrom('mails')
        .select(['id', 'recipient', 'subject', 'text', 'html'])
        .where('due_at', '<=', now())
        .orderBy('due_at')
        .orderBy('id')
        .executeTakeFirst();
      if (row === undefined) return undefined;
      const { id, recipient, subject, text, html } = row;
      return { id, mail: { to: recipient, subject, text: text ?? '', html: html ?? '' } };
    },
    async nextAt() {
      const { next } = await database
        .selectFrom('mails')
        .select((row) => row.fn.min('due_at').as('next'))
        .where('due_at', 'is not', null)
        .executeTakeFirstOrThrow();
      return next ?? undefined;
    },
    async sent(id, where) {
      // What is delivered is not kept: links in it would still be keys.
      await database
        .updateTable('mails')
        .set((row) => ({
          attempts: row('attempts', '+', 1),
          due_at: null,
          sent_at: now(),
          sent_where: where,
          problem: null,
          text: null,
          html: null,
        }))
        .where('id', '=', id)
        .execute();
    },
    async failed(id, problem) {
      const row = await database
        .selectFrom('mails')
        .select('attempts')
        .where('id', '=', id)
        .executeTakeFirst();
      if (row === undefined) return;
      const attempts = row.attempts + 1;
      const waitMs = retryAfterMs(attempts);
      const isOver = waitMs === undefined;
      await database
        .updateTable('mails')
        .set({
          attempts,
          due_at: isOver ? null : now() + waitMs,
          problem: problem.slice(0, problemLength),
          ...(isOver ? { text: null, html: null } : {}),
        })
        .where('id', '=', id)
        .execute();
    },
    async list(limit) {
      const rows = await database
        .selectFrom('mails')
        .select([
          'id',
          'recipient',
          'subject',
          'created_at',
          'attempts',
          'due_at',
          'sent_at',
          'sent_where',
          'problem',
        ])
        .orderBy('created_at', 'desc')
        .orderBy('id')
        .limit(limit)
        .execute();
      return rows.map((row) => ({
        id: row.id,
        to: row.recipient,
        subject: row.subject,
        createdAt: row.created_at,
        attempts: row.attempts,
        state:
          row.sent_at !== null
            ? { kind: 'sent', at: row.sent_at, where: row.sent_where ?? '' }
            : row.due_at !== null
              ? { kind: 'waiting', nextAt: row.due_at, problem: row.problem ?? undefined }
              : { kind: 'given-up', problem: row.problem ?? '' },
      }));
    },
  };
}
