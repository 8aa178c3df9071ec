/** Mails whose recipient, subject and text somebody else wrote, through a real mail server. */
import { once } from 'node:events';
import { SMTPServer } from 'smtp-server';
import { createSmtpTransport } from '../../../signaling/mail/transports.ts';

export interface Mailed {
  readonly delivered: number;
  readonly refused: number;
  readonly broken: readonly string[];
}

interface Received {
  readonly to: readonly string[];
  readonly raw: string;
}

const from = 'Parley <parley@chat.example>';
const ann = 'ann@example.org';
/** What would begin a header, a second recipient or a command of its own, were it not one text. */
const splitters = ['', '\r\nBcc: evil@evil.example\r\n', '\nBcc: evil@evil.example\n\n', '\r'];
const recipients = [
  `${ann}, evil@evil.example`,
  `${ann}\r\nBcc: evil@evil.example`,
  `${ann}>\r\nRCPT TO:<evil@evil.example`,
  `"evil@evil.example, x" <${ann}>`,
  `<evil@evil.example>${ann}`,
  `evil@evil.example;${ann}`,
];

export async function tryMails(texts: readonly string[]): Promise<Mailed> {
  const received: Received[] = [];
  const { port, close } = await receive((mail) => received.push(mail));
  const transport = createSmtpTransport({ url: `smtp://127.0.0.1:${port}`, from });
  const broken: string[] = [];
  let refused = 0;

  async function send(to: string, text: string, subject: string): Promise<Received | undefined> {
    const before = received.length;
    const html = `<p>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</p>`;
    const problem = await transport.send({ to, subject, text, html }, 'id').then(
      () => undefined,
      () => 'refused',
    );
    if (problem !== undefined) refused += 1;
    return received[before];
  }

  try {
    const honest = await send(ann, 'Hello', 'Hello');
    const headers = headerNames(honest?.raw ?? '');
    for (const [n, text] of texts.entries()) {
      const mail = await send(ann, text, `${text}${splitters[n % splitters.length]}${text}`);
      const what = JSON.stringify(text).slice(0, 80);
      if (mail === undefined) broken.push(`not delivered: ${what}`);
      else if (mail.to.join() !== ann) broken.push(`${what} went to ${mail.to.join()}`);
      else if (headerNames(mail.raw) !== headers) broken.push(`${what} made a header`);
      else if (squeezed(plainTextOf(mail.raw)) !== squeezed(text))
        broken.push(`the text is not what was written: ${what}`);
    }
    for (const recipient of recipients) {
      const mail = await send(recipient, 'Hello', 'Hello');
      const isElsewhere = mail?.to.some((to) => to.endsWith('@evil.example')) === true;
      const isSplit = mail !== undefined && headerNames(mail.raw) !== headers;
      if (isElsewhere || isSplit || (mail?.to.length ?? 0) > 1)
        broken.push(`the recipient ${JSON.stringify(recipient)} became ${mail?.to.join(' and ')}`);
    }
  } finally {
    transport.close();
    await close();
  }
  return { delivered: received.length, refused, broken };
}

async function receive(onMail: (mail: Received) => void) {
  const server = new SMTPServer({
    authOptional: true,
    disableReverseLookup: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, { envelope }, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        const to = envelope.rcptTo.map(({ address }) => address);
        onMail({ to, raw: Buffer.concat(parts).toString('utf8') });
        done();
      });
    },
  });
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const address = listening.address();
  if (address === null || typeof address === 'string') throw new Error('It listens on no port.');
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return { port: address.port, close };
}

/** Of a mail or of one of its parts; a header that goes on in the next line counts once. */
function headerNames(raw: string): string {
  const [head = ''] = raw.split('\r\n\r\n', 1);
  return head.replaceAll(/:.*$/gm, '').replaceAll(/\r\n[ \t].*/g, '');
}

/** The part that is plain text, as a mail program shows it. */
function plainTextOf(raw: string): string {
  const boundary = /boundary="([^"]+)"/.exec(raw)?.[1] ?? '';
  const part = raw.split(`--${boundary}`).find((it) => /^Content-Type: text\/plain/m.test(it));
  const body = part?.slice(part.indexOf('\r\n\r\n') + 4) ?? '';
  const encoding = /^Content-Transfer-Encoding: (\S+)/m.exec(part ?? '')?.[1];
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  if (encoding !== 'quoted-printable') return body;
  const bytes = body
    .replaceAll('=\r\n', '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

/** Line ends are the mail's own. */
const squeezed = (text: string) => text.replaceAll(/\s+/gu, ' ').trim();
