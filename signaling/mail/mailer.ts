/** Sends what waits in the outbox, one after the other, whenever something is due. Nobody waits for it. */
import type { Clock } from '../clock.ts';
import type { Together } from '../database/together.ts';
import type { Mail, MailTransport } from './mail.ts';
import type { Outbox } from './outbox.ts';

export interface Mailer {
  /** Stores the mail, if need be within a transaction, and sends it as soon as that is possible. */
  send(mail: Mail, within?: Together): Promise<void>;
  /** Resolves when nothing is being sent. */
  settled(): Promise<void>;
  /** Sends nothing more, and resolves when nothing is being sent, or after a moment. */
  close(): Promise<void>;
}

export interface MailerOptions {
  readonly outbox: Outbox;
  readonly transport: MailTransport;
  readonly clock: Clock;
  readonly onSent: () => void;
  /** A mail was not delivered, for now or for good. */
  readonly onProblem: (problem: unknown) => void;
}

/** A clock that was set back must not make us look without a pause. */
const shortestRestMs = 1_000;
/** A mail server that hangs does not keep us from stopping; the mail is sent again after the next start. */
const closeWithinMs = 2_000;
/** Never further off, as another program may add a mail. */
const longestRestMs = 10 * 60_000;

export function createMailer(options: MailerOptions): Mailer {
  const { outbox, transport, clock } = options;
  let running: Promise<void> | undefined;
  let cancelRest = () => {};
  /** A mail came while others were being sent. */
  let isAskedAgain = false;
  let isClosed = false;

  async function sendDue(): Promise<void> {
    for (let next = await outbox.due(); next !== undefined; next = await outbox.due()) {
      if (isClosed) return;
      try {
        const where = await transport.send(next.mail, next.id);
        await outbox.sent(next.id, where);
        options.onSent();
      } catch (problem) {
        options.onProblem(problem);
        await outbox.failed(next.id, problem instanceof Error ? problem.message : 'unknown');
      }
    }
  }

  async function sendAll(): Promise<void> {
    let nextAt: number | undefined;
    do {
      isAskedAgain = false;
      await sendDue();
      nextAt = await outbox.nextAt();
    } while (isAskedAgain && !isClosed);
    restUntil(nextAt ?? Number.POSITIVE_INFINITY);
  }

  function run(): void {
    isAskedAgain = true;
    if (isClosed || running !== undefined) return;
    running = sendAll()
      .catch((problem: unknown) => {
        options.onProblem(problem);
        restUntil(clock.now() + longestRestMs);
      })
      .finally(() => (running = undefined));
  }

  function restUntil(at: number): void {
    const restMs = Math.min(Math.max(at - clock.now(), shortestRestMs), longestRestMs);
    cancelRest();
    if (!isClosed) cancelRest = clock.after(restMs, run);
  }

  // Others write to the outbox as well, within transactions of theirs.
  const forgetOutbox = outbox.onAdd(() => {
    isAskedAgain = true;
    if (running === undefined) restUntil(clock.now());
  });
  run();
  return {
    async send(mail, within) {
      await outbox.add(mail, within?.database);
      // Within a transaction it is not there before that one is over.
      if (within === undefined) run();
      else within.afterCommit(run);
    },
    settled: async () => running,
    async close() {
      isClosed = true;
      forgetOutbox();
      cancelRest();
      let cancelWait = () => {};
      const patience = new Promise<void>((resolve) => {
        cancelWait = clock.after(closeWithinMs, resolve);
      });
      await Promise.race([running, patience]);
      cancelWait();
      transport.close();
    },
  };
}
