import type { Database } from '../database/database.ts';
import type { Outbox } from '../mail/outbox.ts';

/** Nobody fills another one's mailbox by asking for mails to it. Whoever asks is not told. */
const mostInAnHour = 3;
const hourMs = 60 * 60_000;

export async function mayWriteTo(
  address: string,
  options: {
    readonly outbox: Pick<Outbox, 'countTo'>;
    readonly now: () => number;
    /** The transaction that the mail is stored in. */
    readonly database: Database;
  },
): Promise<boolean> {
  const { outbox, now, database } = options;
  return (await outbox.countTo(address, now() - hourMs, database)) < mostInAnHour;
}
