import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ticketAlphabet, type TicketStatus } from '../../conversation/protocol/ticket.ts';
import type { ConversationId } from '../../conversation/protocol/ids.ts';
import type { AccountRole } from '../accounts/actor.ts';
import type { Message } from '../session/client.fixture.ts';
import { createTestServer, type TestClient, type TestServer } from '../session/session.fixture.ts';
import { together } from '../database/together.ts';
import type { Mail } from '../mail/mail.ts';
import { createTicketMails, type TicketNotice } from './notices.ts';
import { randomTicketNumber } from './ticket-number.ts';
import { openTicket } from './tickets-store.ts';

let world: TestServer;
let notices: TicketNotice[];
beforeEach(async () => {
  notices = [];
  world = await createTestServer({
    notify: async (notice) => {
      notices.push(notice);
    },
  });
});
afterEach(() => world.close());

async function connect(username: string, role: AccountRole): Promise<TestClient> {
  return world.connect(await world.account(username, role));
}

async function available(username: string, role: AccountRole = 'agent'): Promise<TestClient> {
  const client = await connect(username, role);
  client.send({ type: 'available', available: true });
  await client.next('available');
  await client.settled();
  return client;
}

const statusOf = async (conversation: ConversationId): Promise<TicketStatus | undefined> => {
  const row = await world.database
    .selectFrom('tickets')
    .select('status')
    .where('conversation', '=', conversation)
    .executeTakeFirst();
  return row?.status;
};

/** Says it, and resolves with `done` or the code of the refusal. */
async function ask(
  client: TestClient,
  message: {
    conversation: ConversationId;
    subject?: string;
    status?: 'assigned' | 'waiting-for-customer' | 'solved';
  },
): Promise<string> {
  client.mark();
  client.send({ type: 'ticket', ...message });
  const said = await Promise.race([
    client.next('done', ({ about }) => about === 'ticket'),
    client.next('refused', ({ about }) => about === 'ticket'),
  ]);
  return said.type === 'refused' ? said.code : 'done';
}

const isListedAs =
  (status: TicketStatus) =>
  ({ summary }: Message<'listed'>): boolean =>
    summary.ticket?.status === status;

test('[C3] a ticket is a conversation with a subject, a number and a status', async () => {
  const customer = await connect('customer', 'customer');
  const { conversation } = await customer.start({ subject: 'The meter is dark' });
  const { summary } = await customer.next('listed');
  expect(summary).toMatchObject({
    conversation,
    ticket: { subject: 'The meter is dark', status: 'new' },
  });
  expect(summary.ticket?.number).toMatch(new RegExp(`^[${ticketAlphabet}]{5}$`));
  const audit = await world.database.selectFrom('audit_log').selectAll().execute();
  expect(audit.map(({ action, thing }) => [action, thing])).toEqual([
    ['ticket-opened', conversation],
  ]);
});

test('[W9] a subject of 151 characters is refused with its own sentence, and nothing is raised', async () => {
  const customer = await connect('customer', 'customer');
  await expect(customer.start({ subject: 'a'.repeat(151) })).rejects.toThrow('subject-too-long');
  await expect(customer.start({ subject: '  ' })).rejects.toThrow('subject-missing');
  const refused = customer.heard.find((it) => it.type === 'refused');
  expect(refused?.message).toBe('A subject has at most 150 characters.');
  expect(await world.database.selectFrom('conversations').selectAll().execute()).toEqual([]);
  await customer.start({ subject: 'a'.repeat(150) });
});

test('[C4] being assigned changes the status, and the customer is written to', async () => {
  await world.account('customer', 'customer').then(async (whom) => {
    await world.database
      .updateTable('accounts')
      .set({ email: 'customer@example.org' })
      .where('id', '=', whom.account)
      .execute();
    const customer = await world.connect(whom);
    const { conversation } = await customer.start({ subject: 'The meter is dark' });
    expect(await statusOf(conversation)).toBe('new');
    await available('ada');
    await customer.next('listed', isListedAs('assigned'));
    expect(notices).toMatchObject([
      {
        kind: 'ticket-assigned',
        subject: 'The meter is dark',
        to: { name: 'customer', email: 'customer@example.org', hasAccount: true },
      },
    ]);
  });
});

test('[C4] whom a site vouches for with an address is written to as well, and nobody else', async () => {
  const ask = async (email: string | null) => {
    const who = await world.visitor();
    if (who.actor.kind !== 'visitor') throw new Error('A visitor was made.');
    await world.database
      .updateTable('visitors')
      .set({ email })
      .where('id', '=', who.actor.visitor)
      .execute();
    const client = await world.connect(who);
    await client.start({ subject: 'The meter is dark' });
    await client.next('listed', isListedAs('assigned'));
    return who.actor.name;
  };
  await available('ada');
  await ask(null);
  const name = await ask('hanna@example.org');
  expect(notices.map(({ to }) => to)).toEqual([
    { name, email: 'hanna@example.org', hasAccount: false },
  ]);
});

test('the status follows who wrote, what staff say, and the end of the conversation', async () => {
  const ada = await available('ada');
  const customer = await connect('customer', 'customer');
  const peer = await customer.start({ subject: 'The meter is dark' });
  const { conversation } = peer;
  const staff = await ada.join(conversation);
  await peer.saved(await peer.say('Since yesterday'));
  expect(await ask(ada, { conversation, status: 'waiting-for-customer' })).toBe('customer-waits');

  await staff.saved(await staff.say('What does it show?'));
  expect(await ask(ada, { conversation, status: 'waiting-for-customer' })).toBe('done');
  await customer.next('listed', isListedAs('waiting-for-customer'));
  await staff.saved(await staff.say('Take your time'));
  expect(await statusOf(conversation)).toBe('waiting-for-customer');
  await peer.saved(await peer.say('Nothing at all'));
  await customer.next('listed', isListedAs('assigned'));

  expect(await ask(ada, { conversation, status: 'solved' })).toBe('done');
  customer.mark();
  await peer.saved(await peer.say('It is dark again'));
  await customer.next('listed', isListedAs('assigned'));

  customer.send({ type: 'close', conversation });
  await customer.next('unlisted');
  expect(await statusOf(conversation)).toBe('closed');
  expect(await ask(ada, { conversation, status: 'assigned' })).toBe('already-closed');

  const audit = await world.database.selectFrom('audit_log').selectAll().orderBy('id').execute();
  const changes = audit
    .filter(({ action }) => action === 'ticket-status')
    .map(({ actor, detail }) => [actor === 'server', JSON.parse(detail).to]);
  expect(changes).toEqual([
    [true, 'assigned'],
    [false, 'waiting-for-customer'],
    [true, 'assigned'],
    [false, 'solved'],
    [true, 'assigned'],
    [true, 'closed'],
  ]);
});

test('[C5] a bot makes a ticket of a conversation, and hands it over as a new one', async () => {
  const bot = await available('guide', 'bot');
  const visitor = await world.connect(await world.visitor());
  const { conversation } = await visitor.start();
  await bot.join(conversation);
  expect(await ask(bot, { conversation, status: 'solved' })).toBe('no-ticket');
  expect(await ask(bot, { conversation, subject: 'Dark meter · kitchen · urgent' })).toBe('done');
  bot.send({ type: 'handover', conversation });
  await visitor.next('status', ({ status }) => status.state === 'waiting');
  expect(await statusOf(conversation)).toBe('new');
  const boss = await connect('boss', 'admin');
  expect(await ask(boss, { conversation, subject: 'Dark meter' })).toBe('done');
});

test('a ticket stays with a person who goes home, and leaves one who was deactivated', async () => {
  const whom = await world.account('ada', 'agent');
  const ada = await world.connect(whom);
  ada.send({ type: 'available', available: true });
  await ada.next('available');
  const customer = await connect('customer', 'customer');
  const { conversation } = await customer.start({ subject: 'The meter is dark' });
  await ada.next('listed');
  await ada.close();
  world.clock.advance(24 * 3_600_000);
  const ben = await available('ben');
  expect(await statusOf(conversation)).toBe('assigned');
  expect(ben.heard.some(({ type }) => type === 'listed')).toBe(false);

  await world.database
    .updateTable('accounts')
    .set({ active: 0 })
    .where('id', '=', whom.account)
    .execute();
  ben.send({ type: 'available', available: true });
  await ben.next('listed', ({ summary }) => summary.conversation === conversation);
});

test('what is solved, or waits for its customer, keeps nobody from answering others', async () => {
  await world.departments.change((await world.departments.first())!.id, { agentCapacity: 1 });
  const ada = await available('ada');
  const customer = await connect('customer', 'customer');
  const { conversation } = await customer.start({ subject: 'The meter is dark' });
  await ada.next('listed');
  const next = await (await world.connect(await world.visitor())).start();
  expect(next.joined.status.state).toBe('waiting');
  await ask(ada, { conversation, status: 'solved' });
  ada.send({ type: 'available', available: true });
  await ada.next('listed', ({ summary }) => summary.conversation === next.conversation);
});

test('staff of the department hear that its tickets changed, and customers do not', async () => {
  const boss = await connect('boss', 'admin');
  const customer = await connect('customer', 'customer');
  await customer.start({ subject: 'The meter is dark' });
  await boss.next('tickets-changed');
  await customer.settled();
  expect(customer.heard.some(({ type }) => type === 'tickets-changed')).toBe(false);
});

test('the mail names the ticket, and what a customer wrote is text in it', async () => {
  const sent: Mail[] = [];
  const mailer = {
    send: async (mail: Mail) => {
      sent.push(mail);
    },
  };
  const notify = createTicketMails(mailer, () => 'https://help.example.org');
  const to = { name: 'Ada', email: 'ada@example.org', hasAccount: true };
  const notice = { kind: 'ticket-assigned', number: 'K7Q2M', subject: '<b>Dark</b>', to } as const;
  await together(world.database, (unit) => notify(notice, unit));
  expect(sent).toMatchObject([
    { to: 'ada@example.org', subject: 'Your ticket #K7Q2M is being worked on' },
  ]);
  expect(sent[0]?.text).toContain('https://help.example.org/account/');
  expect(sent[0]?.html).not.toContain('<b>Dark');
  // Whom a site vouches for has no page of ours.
  await together(world.database, (unit) =>
    notify({ ...notice, to: { ...to, hasAccount: false } }, unit),
  );
  expect(sent[1]?.text).toContain('Open the chat where you asked');
  expect(sent[1]?.text).not.toContain('/account/');
});

test('a number that is taken is not given again', async () => {
  const customer = await connect('customer', 'customer');
  const first = await customer.start();
  const second = await customer.start();
  const numbers = [7, 7, 8].map((byte) => new Uint8Array(5).fill(byte));
  const scripted = { now: world.clock.now, randomBytes: () => numbers.shift() ?? randomBytes(5) };
  for (const { conversation } of [first, second]) {
    await world.database
      .transaction()
      .execute((trx) => openTicket(trx, { conversation, subject: 'a', by: 'server' }, scripted));
  }
  const rows = await world.database.selectFrom('tickets').select('number').execute();
  expect(rows.map(({ number }) => number).toSorted()).toEqual(['99999', 'AAAAA']);
});

test('each sign of a number is as likely as any other', () => {
  const counts = new Map<string, number>();
  for (let byte = 0; byte < 256; byte += 1) {
    const queue = [new Uint8Array(5).fill(byte), new Uint8Array(5)];
    const number = randomTicketNumber(() => queue.shift() ?? new Uint8Array(5));
    if (queue.length === 1) counts.set(number[0] ?? '', (counts.get(number[0] ?? '') ?? 0) + 1);
  }
  expect(new Set(counts.values())).toEqual(new Set([8]));
  expect(counts.size).toBe(ticketAlphabet.length);
});
