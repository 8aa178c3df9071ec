import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { SMTPServer } from 'smtp-server';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createManualClock } from '../../conversation/peer/clock.fixture.ts';
import { openDatabase, type Database } from '../database/database.ts';
import { together } from '../database/together.ts';
import { openMailbox } from './mailbox.fixture.ts';
import { createMailer, type Mailer } from './mailer.ts';
import type { Mail, MailTransport } from './mail.ts';
import { createOutbox, type Outbox } from './outbox.ts';
import { createFolderTransport, createSmtpTransport } from './transports.ts';

const mail: Mail = {
  to: 'ann@example.org',
  subject: 'Your request #K7Q2M',
  text: 'Somebody looks at it now.\nhttps://chat.example/dashboard/',
  html: '<p>Somebody looks at it now.</p>',
};
const from = 'Parley <parley@chat.example>';

let database: Database;
let clock: ReturnType<typeof createManualClock>;
let outbox: Outbox;
let mailer: Mailer | undefined;

beforeEach(async () => {
  database = await openDatabase(':memory:');
  clock = createManualClock(Date.UTC(2026, 10, 21));
  outbox = createOutbox({ database, now: () => clock.now(), randomBytes });
});
afterEach(async () => {
  await mailer?.close();
  mailer = undefined;
  await database.destroy();
});

const problems: unknown[] = [];
function start(transport: MailTransport): Mailer {
  problems.length = 0;
  mailer = createMailer({
    outbox,
    transport,
    clock,
    onSent: () => {},
    onProblem: (problem) => problems.push(problem),
  });
  return mailer;
}

const settle = async () => mailer?.settled();

/** Answers each mail as `answers` says, the last one for ever. */
function scripted(...answers: readonly ('ok' | 'down')[]) {
  const sent: Mail[] = [];
  const transport: MailTransport = {
    send: (each) => {
      const answer = answers[Math.min(sent.length, answers.length - 1)];
      sent.push(each);
      return answer === 'down'
        ? Promise.reject(new Error('connect ECONNREFUSED'))
        : Promise.resolve('smtp');
    },
    close: () => {},
  };
  return { sent, transport };
}

const stateOf = async () => (await outbox.list(1))[0]?.state;

test('a mail is sent at once, and what is in it is not kept', async () => {
  const { sent, transport } = scripted('ok');
  await start(transport).send(mail);
  await settle();
  expect((await stateOf())?.kind).toBe('sent');
  expect(sent).toEqual([mail]);
  const row = await database.selectFrom('mails').selectAll().executeTakeFirstOrThrow();
  expect(row).toMatchObject({ text: null, html: null, subject: mail.subject });
});

test('a mail server that is down delays a mail, and loses none', async () => {
  const { sent, transport } = scripted('down', 'down', 'ok');
  await start(transport).send(mail);
  await settle();
  expect(await stateOf()).toMatchObject({ kind: 'waiting', problem: 'connect ECONNREFUSED' });
  await clock.advance(10_000, settle);
  expect(sent).toHaveLength(2);
  await clock.advance(60_000, settle);
  expect(sent).toEqual([mail, mail, mail]);
  expect((await stateOf())?.kind).toBe('sent');
  expect(problems).toHaveLength(2);
});

test('what another part writes to the outbox goes out within a second', async () => {
  const { sent, transport } = scripted('ok');
  start(transport);
  await settle();
  await database.transaction().execute((trx) => outbox.add(mail, trx));
  await clock.advance(1_000, settle);
  expect(sent).toEqual([mail]);
});

test('after days it is given up, and the list says so', async () => {
  const { transport } = scripted('down');
  await start(transport).send(mail);
  await settle();
  await clock.advance(3 * 24 * 60 * 60_000, settle);
  expect(await stateOf()).toEqual({ kind: 'given-up', problem: 'connect ECONNREFUSED' });
  expect((await outbox.list(1))[0]?.attempts).toBe(18);
});

test('what waits is sent after a restart', async () => {
  await outbox.add(mail);
  const { sent, transport } = scripted('ok');
  start(transport);
  await settle();
  expect(sent).toEqual([mail]);
});

test('a mail of a transaction that fails was never there', async () => {
  const { sent, transport } = scripted('ok');
  const started = start(transport);
  const failing = together(database, async (unit) => {
    await started.send(mail, unit);
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  await together(database, (unit) => started.send(mail, unit));
  await settle();
  expect(sent).toHaveLength(1);
});

test('[W8] a mail that is done is forgotten after a month, one that waits is not', async () => {
  const { transport } = scripted('ok');
  await start(transport).send(mail);
  await settle();
  await mailer?.close();
  await outbox.add({ ...mail, to: 'ben@example.org' });
  await clock.advance(31 * 24 * 60 * 60_000, settle);
  await outbox.add({ ...mail, to: 'cem@example.org' });
  expect((await outbox.list(9)).map(({ to }) => to)).toEqual([
    'cem@example.org',
    'ben@example.org',
  ]);
});

test('[W8] a mail server that hangs does not keep the server from stopping', async () => {
  const started = start({ send: () => new Promise(() => {}), close: () => {} });
  await started.send(mail);
  const closed = started.close();
  await clock.advance(2_000, () => Promise.resolve());
  await closed;
  expect(await stateOf()).toMatchObject({ kind: 'waiting' });
});

test('without a mail server each mail is a file that mail programs read', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-mail-'));
  try {
    const transport = createFolderTransport({ folder: join(folder, 'outbox'), from });
    const path = await transport.send({ ...mail, subject: 'Größe\r\nBcc: all@example.org' }, 'abc');
    const text = readFileSync(path, 'utf8');
    expect(text).toMatch(/^To: ann@example\.org\r$/m);
    expect(text).toMatch(/^From: Parley <parley@chat\.example>\r$/m);
    expect(text).toMatch(/^Message-ID: <abc@chat\.example>\r$/m);
    expect(text).toContain('Somebody looks at it now.');
    // A subject is one header, whatever is in it.
    expect(text).not.toMatch(/^Bcc:/m);
    transport.close();
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a real mail server that is away for a while gets every mail once it is back, each once', async () => {
  const before = await openMailbox();
  await before.close();
  const started = start(createSmtpTransport({ url: before.url, from }));
  const readers = ['ann', 'ben', 'cem'].map((name) => `${name}@example.org`);
  for (const to of readers) await started.send({ ...mail, to });
  await settle();
  expect((await outbox.list(9)).map(({ state }) => state.kind)).toEqual(Array(3).fill('waiting'));
  expect(problems).toHaveLength(3);
  const back = await openMailbox(Number(new URL(before.url).port));
  try {
    await clock.advance(10_000, settle);
    expect(back.received.flatMap(({ to }) => to).toSorted()).toEqual(readers);
    expect((await outbox.list(9)).map(({ state }) => state.kind)).toEqual(Array(3).fill('sent'));
    await clock.advance(24 * 60 * 60_000, settle);
    expect(back.received).toHaveLength(3);
  } finally {
    await mailer?.close();
    await back.close();
  }
});

test('a real SMTP server receives what was sent, and its refusal is a problem', async () => {
  const received: { to: string[]; body: string }[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: ({ address }, _session, done) =>
      done(address.startsWith('nobody') ? new Error('No such mailbox') : undefined),
    onData(stream, session, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        received.push({ to, body: Buffer.concat(parts).toString('utf8') });
        done();
      });
    },
  });
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const address = listening.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const transport = createSmtpTransport({ url: `smtp://127.0.0.1:${port}`, from });
  try {
    expect(await transport.send(mail, 'abc')).toBe('smtp');
    await expect(transport.send({ ...mail, to: 'nobody@example.org' }, 'abd')).rejects.toThrow();
    expect(received).toHaveLength(1);
    expect(received[0]?.to).toEqual(['ann@example.org']);
    expect(received[0]?.body).toContain('Auto-Submitted: auto-generated');
    expect(received[0]?.body).toContain('text/html');
  } finally {
    transport.close();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }
});
