import { afterEach, beforeEach, expect, test } from 'vitest';
import { decodeEntry } from '../../conversation/log/entry.ts';
import { readPayload } from '../../conversation/log/payload.ts';
import type { Append } from '../../conversation/log/update.ts';
import type { ConversationId } from '../../conversation/protocol/ids.ts';
import type { Client } from './client.fixture.ts';
import { createTestServer, type TestServer } from './session.fixture.ts';

let world: TestServer;
beforeEach(async () => {
  world = await createTestServer();
});
afterEach(() => world.close());

/** A staff member who is ready to answer. */
async function ready(username: string, role: 'agent' | 'bot' = 'agent'): Promise<Client> {
  const client = await world.connect(await world.account(username, role));
  client.send({ type: 'available', available: true });
  await client.next('available');
  await client.settled();
  return client;
}

const textsOf = (append: Append): string[] =>
  append.entries.map((bytes) => {
    const entry = decodeEntry(bytes);
    if (!entry.ok) return entry.refusal;
    const payload = readPayload(entry.value);
    return 'text' in payload ? payload.text : payload.type;
  });

/** Waits until the client knows that the archive holds so many entries. */
const archived = (client: Client, entries: number) =>
  client.next('saved', (it) => it.runs.some((run) => run.seq + run.count >= entries));

async function events(conversation: ConversationId): Promise<string[]> {
  const transcript = await world.archive.transcript(conversation, 0, 1000);
  return (transcript?.entries ?? []).map(({ bytes }) => {
    const entry = decodeEntry(bytes);
    if (!entry.ok) return entry.refusal;
    const payload = readPayload(entry.value);
    if (payload.type === 'system') return `${payload.event}:${payload.participant?.role ?? ''}`;
    return 'text' in payload ? payload.text : payload.type;
  });
}

test('the whole story: start, assign, write, save, push, close', async () => {
  const agent = await ready('ada');
  const visitor = await world.connect(await world.visitor());
  const client = await visitor.start();
  expect(client.joined.status).toMatchObject({ state: 'assigned', to: { name: 'ada' } });
  expect(client.joined.connection).toBe('direct');
  expect(client.joined.topic).toMatch(/^[A-Za-z0-9_-]{22}$/);
  expect(client.joined.iceServers).toHaveLength(1);

  const listed = await agent.next('listed');
  expect(listed.summary.conversation).toBe(client.conversation);
  const staff = await agent.join(client.conversation);
  expect(staff.joined.topic).not.toBe(client.joined.topic);
  expect(staff.joined.iceServers).toHaveLength(2);
  await visitor.next('here', (it) => it.participants.includes(staff.joined.you.id));

  const question = await client.say('Hello?');
  await client.saved(question);
  expect(textsOf(await agent.nextPush(client.writer.log))).toEqual(['Hello?']);
  await agent.next('certificates', (it) => it.certificates.length > 0);

  const reply = await staff.say('Hi!');
  await staff.saved(reply);
  expect(textsOf(await visitor.nextPush(staff.writer.log))).toEqual(['Hi!']);

  visitor.send({ type: 'close', conversation: client.conversation });
  const closed = await agent.next('status', (it) => it.status.state === 'closed');
  expect(closed.status).toMatchObject({ by: { role: 'client' } });
  await agent.next('unlisted');
  await visitor.next('unlisted');
  await archived(visitor, 4);
  const late = await staff.say('Still there?');
  await staff.saved(late);
  const receipts = await agent.next('saved', (it) =>
    it.runs.some((run) => run.verdict === 'quarantined'),
  );
  expect(receipts.runs[0]?.from).toBe(1);
  expect(await events(client.conversation)).toEqual([
    'assigned:agent',
    'Hello?',
    'Hi!',
    'closed:client',
    'Still there?',
  ]);
});

test('repeating a start changes nothing, and a foreign id is refused', async () => {
  const whom = await world.visitor();
  const visitor = await world.connect(whom);
  const first = await visitor.start();
  const again = await visitor.start({ conversation: first.conversation });
  expect(again.joined.you.id).toBe(first.joined.you.id);
  const stranger = await world.connect(await world.visitor());
  await expect(stranger.start({ conversation: first.conversation })).rejects.toThrow('not-allowed');
  await expect(stranger.join(first.conversation)).rejects.toThrow('not-found');
  const rows = await world.database.selectFrom('conversations').select('id').execute();
  expect(rows).toHaveLength(1);
});

test('who comes back goes on with the same log and gets what was missed', async () => {
  const agent = await ready('ada');
  const whom = await world.visitor();
  const before = await world.connect(whom);
  const client = await before.start();
  await client.saved(await client.say('one', 'two'));
  await before.close();

  const staff = await agent.join(client.conversation);
  await staff.saved(await staff.say('Are you still there?'));

  const after = await world.connect(whom);
  const welcome = await after.next('welcome');
  expect(welcome.conversations.map((it) => it.conversation)).toEqual([client.conversation]);
  const back = await after.join(client.conversation, client);
  expect(back.joined.log).toBe(client.joined.log);
  expect(back.joined.next).toBe(2);
  expect(back.joined.topic).toBe(client.joined.topic);
  expect(textsOf(await after.nextPush(staff.writer.log))).toEqual(['Are you still there?']);
  const third = await back.say('three');
  await back.saved(third);
  expect(third.from).toBe(2);
});

test('a peer that lost its state, or shows another key, gets a new log', async () => {
  const whom = await world.visitor();
  const visitor = await world.connect(whom);
  const client = await visitor.start();
  await client.saved(await client.say('one'));
  const fresh = await visitor.join(client.conversation);
  expect(fresh.joined.log).not.toBe(client.joined.log);
  expect(fresh.joined.you.id).toBe(client.joined.you.id);
  const impostor = { ...client, signer: fresh.signer };
  const other = await visitor.join(client.conversation, impostor);
  expect(other.joined.log).not.toBe(client.joined.log);
  const behind = {
    ...client,
    writer: { ...client.writer, next: () => 0 },
  };
  const third = await visitor.join(client.conversation, behind);
  expect(third.joined.log).not.toBe(client.joined.log);
});

test('a newer session of the same log replaces the older one', async () => {
  const whom = await world.visitor();
  const first = await world.connect(whom);
  const client = await first.start();
  const second = await world.connect(whom);
  const taken = await second.join(client.conversation, client);
  expect(taken.joined.log).toBe(client.joined.log);
  await first.next('left');
  await client.say('too late');
  await first.next('refused', (it) => it.code === 'not-joined');
});

test('conversations are spread over two agents; the third waits and is told its position', async () => {
  const department = (await world.departments.first())!;
  await world.departments.change(department.id, { agentCapacity: 1 });
  const ada = await ready('ada');
  world.clock.advance(1);
  const bob = await ready('bob');
  const peers = [];
  for (let i = 0; i < 4; i += 1) {
    const visitor = await world.connect(await world.visitor());
    world.clock.advance(1);
    peers.push(await visitor.start());
  }
  const [first, second, third, fourth] = peers;
  const to = [first, second].map((peer) => peer?.joined.status);
  expect(to).toMatchObject([{ to: { name: 'ada' } }, { to: { name: 'bob' } }]);
  expect(third?.joined.status).toMatchObject({ state: 'waiting', position: 1 });
  expect(fourth?.joined.status).toMatchObject({ state: 'waiting', position: 2 });

  ada.send({ type: 'close', conversation: first?.conversation as ConversationId });
  await third?.client.next('status', (it) => it.status.state === 'assigned');
  await fourth?.client.next(
    'status',
    (it) => it.status.state === 'waiting' && it.status.position === 1,
  );
  expect(bob.heard.filter((it) => it.type === 'listed')).toHaveLength(1);
});

test('who waits is assigned the moment somebody becomes available', async () => {
  const visitor = await world.connect(await world.visitor());
  const client = await visitor.start();
  expect(client.joined.status.state).toBe('waiting');
  const agent = await ready('ada');
  await visitor.next('status', (it) => it.status.state === 'assigned');
  await agent.next('listed');
  await archived(visitor, 2);
  expect(await events(client.conversation)).toEqual(['waiting:', 'assigned:agent']);
});

test('a bot answers, hands over, and the conversation goes to a person only then', async () => {
  const bot = await ready('faq', 'bot');
  const visitor = await world.connect(await world.visitor());
  const client = await visitor.start();
  expect(client.joined.status).toMatchObject({ to: { role: 'bot' } });
  const agent = await ready('ada');
  expect(agent.heard.some((it) => it.type === 'listed')).toBe(false);

  await bot.join(client.conversation);
  bot.send({ type: 'handover', conversation: client.conversation });
  await bot.next('left');
  await bot.next('unlisted');
  await agent.next('listed');
  await visitor.next(
    'status',
    (it) => it.status.state === 'assigned' && it.status.to.role === 'agent',
  );
  await archived(visitor, 3);
  expect(await events(client.conversation)).toEqual([
    'assigned:bot',
    'handover:bot',
    'assigned:agent',
  ]);
});

test('a handed over conversation waits for a person although a bot is free', async () => {
  const bot = await ready('faq', 'bot');
  const visitor = await world.connect(await world.visitor());
  const client = await visitor.start();
  await bot.join(client.conversation);
  bot.send({ type: 'handover', conversation: client.conversation });
  await visitor.next('status', (it) => it.status.state === 'waiting');
  const agent = await ready('ada');
  await agent.next('listed');
});

test('an agent who is gone longer than the grace loses the conversation to another one', async () => {
  const adas = await world.account('ada', 'agent');
  const ada = await world.connect(adas);
  ada.send({ type: 'available', available: true });
  await ada.next('available');
  const visitor = await world.connect(await world.visitor());
  const client = await visitor.start();
  const staff = await ada.join(client.conversation);
  await staff.saved(await staff.say('One moment.'));
  const bob = await ready('bob');
  await ada.close();
  await visitor.next('here', (it) => it.participants.length === 0);
  await bob.settled();
  world.clock.advance(29_000);
  await bob.settled();
  expect(bob.heard.some((it) => it.type === 'listed')).toBe(false);
  world.clock.advance(2_000);
  await bob.next('listed');
  await visitor.next(
    'status',
    (it) => it.status.state === 'assigned' && it.status.to.name === 'bob',
  );
  const back = await world.connect(adas);
  const welcome = await back.next('welcome');
  expect(welcome.conversations).toEqual([]);
  await expect(back.join(client.conversation)).rejects.toThrow('not-found');
});

test('typing and entries do not go to a peer that reported a direct link', async () => {
  const agent = await ready('ada');
  const visitor = await world.connect(await world.visitor());
  const client = await visitor.start();
  const staff = await agent.join(client.conversation);

  visitor.send({ type: 'typing', conversation: client.conversation, typing: true });
  await agent.next('typing', (it) => it.typing);
  agent.send({
    type: 'link',
    conversation: client.conversation,
    log: client.writer.log,
    up: true,
  });
  visitor.send({
    type: 'link',
    conversation: client.conversation,
    log: staff.writer.log,
    up: true,
  });
  await agent.settled();
  agent.send({ type: 'sync', conversation: client.conversation, have: [] });
  await agent.settled();
  agent.mark();
  const direct = await client.say('over the link');
  await client.saved(direct);
  await agent.next('saved', (it) => it.runs.some((run) => run.log === client.writer.log));
  expect(agent.pushed.some((it) => it.append.log === client.writer.log)).toBe(false);

  agent.send({
    type: 'link',
    conversation: client.conversation,
    log: client.writer.log,
    up: false,
  });
  agent.send({ type: 'sync', conversation: client.conversation, have: [] });
  expect(textsOf(await agent.nextPush(client.writer.log))).toEqual(['over the link']);
  await client.say('over the server');
  expect(textsOf(await agent.nextPush(client.writer.log))).toEqual(['over the server']);
});

test('a department that goes over the server only gets no topic and no TURN credentials', async () => {
  const department = (await world.departments.first())!;
  await world.departments.change(department.id, { connection: 'server' });
  const visitor = await world.connect(await world.visitor());
  const client = await visitor.start();
  expect(client.joined.connection).toBe('server');
  expect(client.joined.topic).toBeUndefined();
  expect(client.joined.iceServers).toEqual([]);
});

test('a long history comes in pages, complete and in order', async () => {
  const agent = await ready('ada');
  const visitor = await world.connect(await world.visitor());
  const client = await visitor.start();
  // Two full frames: the rate lets the second wait, so it goes to the archive directly.
  for (let i = 0; i < 4; i += 1) {
    const append = await client.writer.say(...Array.from({ length: 100 }, (_, k) => `${i}/${k}`));
    await world.archive.append({
      conversation: client.conversation,
      uploader: client.joined.you.id,
      appends: [append],
    });
  }
  await agent.join(client.conversation);
  await agent.next('saved', (it) => it.runs.some((run) => run.log === client.writer.log));
  const mine = agent.pushed.filter((it) => it.append.log === client.writer.log);
  expect(mine.length).toBeGreaterThan(1);
  let next = 0;
  for (const { append } of mine) {
    expect(append.from).toBe(next);
    next += append.entries.length;
  }
  expect(next).toBe(400);
});

test('a certificate with less than half its time left is renewed, and the others hear of it', async () => {
  const whom = await world.visitor();
  const agent = await ready('ada');
  const first = await world.connect(whom);
  const client = await first.start();
  await first.close();
  await agent.close();
  world.clock.advance(13 * 3_600_000);
  const second = await world.connect(whom);
  const back = await second.join(client.conversation, client);
  expect(back.joined.log).toBe(client.joined.log);
  expect(back.joined.certificate).not.toBe(client.joined.certificate);
  const same = await world.connect(whom);
  const again = await same.join(client.conversation, client);
  expect(again.joined.certificate).toBe(back.joined.certificate);
});

test('a log that is not believed any more is not gone on with', async () => {
  const visitor = await world.connect(await world.visitor());
  const client = await visitor.start();
  const fork = await client.writer.forge({ seq: 0 });
  await client.saved(await client.say('one'));
  visitor.mark();
  client.upload([{ log: client.writer.log, from: 0, entries: [fork] }]);
  const refused = await visitor.next('refused');
  expect(refused).toMatchObject({ code: 'invalid-entry', log: client.writer.log, next: 1 });
  const fresh = await visitor.join(client.conversation, client);
  expect(fresh.joined.log).not.toBe(client.joined.log);
  expect(fresh.joined.have).toContainEqual([client.writer.log, 1]);
});

test('[LIM2] a client that writes faster than it may is slowed down, and loses nothing', async () => {
  const visitor = await world.connect(await world.visitor());
  const client = await visitor.start();
  await client.saved(await client.say(...Array.from({ length: 40 }, (_, i) => `burst ${i}`)));
  visitor.mark();
  const next = await client.say('after the burst');
  await visitor.settled();
  expect(visitor.heard.slice(-1)).toEqual([{ type: 'pong' }]);
  world.clock.advance(5_000);
  await client.saved(next);
});

test('who joins is told who takes part, and the server is none of them', async () => {
  const agent = await ready('ada');
  const visitor = await world.connect(await world.visitor());
  const client = await visitor.start();
  expect(client.joined.participants.map((it) => it.role)).toEqual(['client', 'agent']);
  expect(client.joined.have).toHaveLength(1);
  await agent.close();
  const here = await visitor.next('here', (it) => it.participants.length === 0);
  expect(here.conversation).toBe(client.conversation);
});

test('after leaving, nothing of the conversation comes any more', async () => {
  const agent = await ready('ada');
  const visitor = await world.connect(await world.visitor());
  const client = await visitor.start();
  const staff = await agent.join(client.conversation);
  agent.send({ type: 'leave', conversation: client.conversation });
  await visitor.next('here', (it) => it.participants.length === 0);
  agent.mark();
  await client.saved(await client.say('alone'));
  await agent.settled();
  expect(agent.pushed.filter((it) => it.append.log === client.writer.log)).toEqual([]);
  const back = await agent.join(client.conversation, staff);
  expect(back.joined.log).toBe(staff.joined.log);
  expect(textsOf(await agent.nextPush(client.writer.log))).toEqual(['alone']);
});

test('an agent who is back within the grace is available as before and keeps what they had', async () => {
  const adas = await world.account('ada', 'agent');
  const before = await world.connect(adas);
  before.send({ type: 'available', available: true });
  await before.next('available');
  const visitor = await world.connect(await world.visitor());
  const client = await visitor.start();
  await before.close();
  world.clock.advance(10_000);
  const after = await world.connect(adas);
  const welcome = await after.next('welcome');
  expect(welcome.available).toBe(true);
  expect(welcome.conversations.map((it) => it.conversation)).toEqual([client.conversation]);
  world.clock.advance(60_000);
  await after.settled();
  expect(after.heard.some((it) => it.type === 'unlisted')).toBe(false);
});

test('the last word about being available stands, and an earlier one that comes later is answered with it', async () => {
  const adas = await world.account('ada', 'agent');
  const [awake, asleep] = [await world.connect(adas), await world.connect(adas)];
  const saidAt = world.clock.now();
  awake.send({ type: 'available', available: true });
  expect(await asleep.next('available')).toMatchObject({ available: true, saidAt });
  await asleep.close();
  world.clock.advance(1000);
  awake.send({ type: 'available', available: false });
  await awake.next('available', (it) => !it.available);
  const woken = await world.connect(adas);
  expect(await woken.next('welcome')).toMatchObject({
    available: false,
    availableSaidAt: saidAt + 1000,
  });
  woken.send({ type: 'available', available: true, saidAt });
  expect(await woken.next('available')).toEqual({
    type: 'available',
    available: false,
    saidAt: saidAt + 1000,
  });
  // Nobody speaks for the future, so a wrong clock does not have the last word for ever.
  woken.send({ type: 'available', available: true, saidAt: saidAt + 10_000_000 });
  expect(await woken.next('available', (it) => it.available)).toMatchObject({
    saidAt: saidAt + 1000,
  });
});

test('[W8] asking for the whole history again and again is answered ever more slowly', async () => {
  const visitor = await world.visitor();
  const client = await world.connect(visitor);
  const peer = await client.start();
  await peer.saved(await peer.say('a', 'b'));
  client.mark();
  const { conversation } = peer;
  const answers = () =>
    client.heard.filter((it) => it.type === 'saved' && it.conversation === conversation).length;
  const before = answers();
  for (let n = 0; n < 20; n += 1) client.send({ type: 'sync', conversation, have: [] });
  await client.settled();
  await expect.poll(() => answers() - before).toBe(6);
  await client.settled();
  expect(answers() - before).toBe(6);
  await client.close();
});
