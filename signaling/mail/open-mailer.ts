/** The mailer that the settings ask for. */
import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { createMailer, type Mailer } from './mailer.ts';
import type { Outbox } from './outbox.ts';
import { createFolderTransport, createSmtpTransport } from './transports.ts';

export function openMailer(
  config: Pick<Config, 'smtpUrl' | 'mailFrom' | 'publicUrl' | 'dataDir'>,
  options: {
    readonly outbox: Outbox;
    readonly clock: Clock;
    readonly metrics: Metrics;
    readonly log: Log;
  },
): Mailer {
  const { outbox, clock, metrics, log } = options;
  const host = config.publicUrl === undefined ? 'localhost' : new URL(config.publicUrl).hostname;
  const from = config.mailFrom ?? `Parley <parley@${host}>`;
  const folder = join(config.dataDir, 'outbox');
  const transport =
    config.smtpUrl === undefined
      ? createFolderTransport({ folder, from })
      : createSmtpTransport({ url: config.smtpUrl, from });
  return createMailer({
    outbox,
    transport,
    clock,
    onSent: metrics.counter('parley_mails_sent_total', 'Mails that were handed over.'),
    onProblem: (err) => log.warn({ err }, 'a mail could not be handed over; it is tried again'),
  });
}
