/** A real SMTP server for tests, and what came to it. */
import { once } from 'node:events';
import { SMTPServer } from 'smtp-server';

export interface ReceivedMail {
  readonly to: readonly string[];
  /** As it came over the wire, with its encodings undone. */
  readonly text: string;
}

export interface Mailbox {
  readonly url: string;
  readonly received: readonly ReceivedMail[];
  /** The next mail that was not taken yet; waits for it. */
  take(): Promise<ReceivedMail>;
  close(): Promise<void>;
}

/** @param port of a server that was there before; else a free one */
export async function openMailbox(port = 0): Promise<Mailbox> {
  const received: ReceivedMail[] = [];
  const waiters: (() => void)[] = [];
  let taken = 0;
  const server = new SMTPServer({
    authOptional: true,
    disableReverseLookup: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, { envelope }, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        const to = envelope.rcptTo.map(({ address }) => address);
        received.push({ to, text: decoded(Buffer.concat(parts).toString('latin1')) });
        done();
        for (const wake of waiters.splice(0)) wake();
      });
    },
  });
  const listening = server.listen(port, '127.0.0.1');
  await once(listening, 'listening');
  const address = listening.address();
  if (address === null || typeof address === 'string') throw new Error('It listens on no port.');
  return {
    url: `smtp://127.0.0.1:${address.port}`,
    received,
    async take() {
      while (received.length <= taken) await new Promise<void>((wake) => waiters.push(wake));
      const mail = received[taken];
      taken += 1;
      if (mail === undefined) throw new Error('A mail went away.');
      return mail;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** RFC 2045, section 6.7: quoted-printable. */
function decoded(raw: string): string {
  const bytes = raw
    .replaceAll('=\r\n', '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

/** @returns the key in the link of a mail. */
export function keyIn({ text }: ReceivedMail, purpose: 'confirm' | 'reset' | 'invite'): string {
  const [, key] = new RegExp(`/account/#${purpose}=([A-Za-z0-9_-]{43})`).exec(text) ?? [];
  if (key === undefined) throw new Error(`There is no link to ${purpose} in: ${text}`);
  return key;
}
