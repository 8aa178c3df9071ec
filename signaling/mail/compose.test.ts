import { expect, test } from 'vitest';
import { openDatabase } from '../database/database.ts';
import { createTicketMails } from '../tickets/notices.ts';
import { createAccountMails } from './account-mails.ts';
import { composeMail } from './compose.ts';
import { keyIn, openMailbox } from './mailbox.fixture.ts';
import type { Mail } from './mail.ts';
import { createSmtpTransport } from './transports.ts';

const hostile = '<img src=x onerror=alert(1)>"\'&amp;\r\nBcc: all@example.org';

test('[V-01] what somebody wrote is text in both parts of a mail, and never a header', () => {
  const { subject, text, html } = composeMail({
    to: 'ann@example.org',
    subject: hostile,
    paragraphs: [hostile],
    action: { label: hostile, url: `https://chat.example/${hostile}` },
    reason: hostile,
  });
  expect(subject).not.toMatch(/[\r\n]/);
  expect(text).toContain('<img src=x onerror=alert(1)>');
  expect(html).not.toMatch(/<img|onerror=alert\(1\)>|href="[^"]*"[^ >]/);
  expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;amp;');
});

const mails = createAccountMails(() => 'https://chat.example');
const key = 'k'.repeat(43);
const ann = 'ann@example.org';

/** What a customer is told about a ticket. */
async function ticketMail(): Promise<Mail> {
  const sent: Mail[] = [];
  const mailer = {
    send: async (mail: Mail) => {
      sent.push(mail);
    },
  };
  const to = { name: hostile, email: ann, hasAccount: true };
  const unit = { database: await openDatabase(':memory:'), afterCommit: () => undefined };
  await createTicketMails(mailer, () => 'https://chat.example')(
    { kind: 'ticket-assigned', number: 'K7Q2M', subject: hostile, to },
    unit,
  );
  await unit.database.destroy();
  const [mail] = sent;
  if (mail === undefined) throw new Error('Nothing was sent.');
  return mail;
}

test.each([
  ['confirm', mails.confirm(ann, key)],
  ['reset', mails.reset(ann, hostile, key)],
  ['invite', mails.invite(ann, hostile, hostile, key)],
  ['already registered', mails.alreadyRegistered(ann)],
  ['nobody here', mails.nobodyHere(ann)],
  ['ticket', await ticketMail()],
])(
  '[C1] the mail "%s" says why it came and what to do, over a real SMTP server',
  async (what, mail) => {
    const mailbox = await openMailbox();
    const transport = createSmtpTransport({ url: mailbox.url, from: 'Parley <p@chat.example>' });
    try {
      await transport.send(mail, 'id');
      const received = await mailbox.take();
      expect(received.to).toEqual([ann]);
      for (const part of ['text/plain', 'text/html']) expect(received.text).toContain(part);
      expect(received.text).toContain('https://chat.example/account/');
      expect(received.text).toContain('You get this because');
      expect(received.text.split('\r\n\r\n', 1)[0]).not.toMatch(/^Bcc:/m);
      if (what === 'confirm' || what === 'reset' || what === 'invite') {
        expect(keyIn(received, what)).toBe(key);
      }
    } finally {
      transport.close();
      await mailbox.close();
    }
  },
);

test('a mail to an address that was not confirmed holds nothing that a stranger wrote', () => {
  for (const { text } of [mails.confirm(ann, key), mails.nobodyHere(ann)]) {
    expect(text).toMatch(/^Hello,\n/);
  }
});
