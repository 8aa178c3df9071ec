/**
 * The one door to nodemailer: an SMTP server where one is set, else a folder of `.eml` files (RFC 5322), so that an
 * installation without a mail server loses no mail in silence.
 */
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import type { Mail, MailTransport } from './mail.ts';

/** A mail server that does not answer must not hold the queue for minutes. */
const timeouts = { connectionTimeout: 15_000, greetingTimeout: 15_000, socketTimeout: 30_000 };

/** Nothing that somebody wrote makes us read a file or an address. */
const closed = { disableFileAccess: true, disableUrlAccess: true };

const bodyOf = (mail: Mail) => ({
  to: { name: '', address: mail.to },
  subject: mail.subject,
  text: mail.text,
  html: mail.html,
  // RFC 3834: vacation notes and other programs do not answer it.
  headers: { 'Auto-Submitted': 'auto-generated' },
});

export interface SmtpOptions {
  /** `smtp://user:password@host:port` or `smtps://…`, as nodemailer reads it. */
  readonly url: string;
  readonly from: string;
}

export function createSmtpTransport(options: SmtpOptions): MailTransport {
  const transport = createTransport({ url: options.url, ...timeouts, ...closed });
  return {
    async send(mail, id) {
      await transport.sendMail({
        ...bodyOf(mail),
        from: options.from,
        messageId: idOf(id, options.from),
      });
      return 'smtp';
    },
    close: () => transport.close(),
  };
}

export interface FolderOptions {
  readonly folder: string;
  readonly from: string;
}

export function createFolderTransport(options: FolderOptions): MailTransport {
  const writer = createTransport({ streamTransport: true, buffer: true, ...closed });
  return {
    async send(mail, id) {
      const messageId = idOf(id, options.from);
      const { message } = await writer.sendMail({ ...bodyOf(mail), from: options.from, messageId });
      await mkdir(options.folder, { recursive: true, mode: 0o700 });
      const path = join(options.folder, `${id}.eml`);
      // Written beside and renamed: who reads the folder sees whole mails only.
      await writeFile(`${path}.part`, message as Buffer, { mode: 0o600 });
      await rename(`${path}.part`, path);
      return path;
    },
    close: () => writer.close(),
  };
}

/** The same for each try, so that a mail that was delivered and not confirmed can be told from a new one. */
function idOf(id: string, from: string): string {
  return `<${id}@${/@([^@>]+)>?$/.exec(from)?.[1] ?? 'localhost'}>`;
}
