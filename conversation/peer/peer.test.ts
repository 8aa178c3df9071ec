import { expect, test } from 'vitest';
import { limits } from '../log/limits.ts';
import type { Conversation } from './api.ts';
import { createMemoryStorage } from './memory-storage.ts';
import { createWorld, type World } from './world.fixture.ts';

const texts = (conversation: Conversation) =>
  conversation.items().map((item) => (item.kind === 'message' ? item.text : item.kind));
const states = (conversation: Conversation) =>
  conversation
    .items()
    .flatMap((item) => (item.kind === 'message' && item.mine ? [item.state] : []));
const lastId = (conversation: Conversation) => conversation.items().at(-1)!.id;

async function twoInConversation(world: World) {
  const clientDevice = world.newDevice();
  const agentDevice = world.newDevice();
  const client = world.newPeer('client', clientDevice);
  const agent = world.newPeer('agent', agentDevice);
  const asked = client.start();
  asked.say('Is anyone there?');
  await world.settle();
  const answered = agent.open(asked.id);
  await world.settle();
  return { client, agent, asked, answered, clientDevice, agentDevice };
}

test('[W1] a first message raises the conversation, is saved, delivered and read', async () => {
  const world = await createWorld();
  const { asked, answered } = await twoInConversation(world);
  expect(texts(answered)).toEqual(['Is anyone there?']);
  expect(answered.unread()).toBe(1);
  expect(states(asked)).toEqual(['saved']);

  await world.advance(400);
  expect(states(asked)).toEqual(['delivered']);
  answered.markRead(lastId(answered));
  expect(answered.unread()).toBe(0);
  await world.advance(500);
  expect(states(asked)).toEqual(['read']);
  expect(asked.link()).toBe('direct');
  expect(answered.caughtUp()).toBe(true);
  expect(world.events).toEqual([]);
  await world.close();
});

test('[W6] TURN credentials that come right behind the answer to a join are not lost', async () => {
  const world = await createWorld();
  const client = world.newPeer('client');
  const asked = client.start();
  asked.say('Is anyone there?');
  const isStarted = () => world.server.heard.some(({ type }) => type === 'start');
  // Keys are made on other threads, for as long as it takes.
  while (!isStarted()) {
    await world.server.deliverOne();
    await new Promise<void>((next) => setImmediate(next));
  }
  const iceServers = [{ urls: ['turn:turn.example'], username: 'u', credential: 'c' }];
  world.server.say('client', { type: 'ice-servers', conversation: asked.id, iceServers });
  await world.settle();
  expect(world.iceServersOf('client')).toEqual([[], iceServers]);
  await world.close();
});

test('a conversation that nobody writes in is never raised', async () => {
  const world = await createWorld();
  const client = world.newPeer('client');
  const conversation = client.start();
  await world.settle();
  expect(conversation.loaded()).toBe(true);
  expect(conversation.link()).toBe('server');
  expect(world.server.heard.map(({ type }) => type)).toEqual(['hello']);
  await world.close();
});

test('[W3] what is said before the server was ever met is shown as sending and sent in order later', async () => {
  const world = await createWorld();
  world.server.stop();
  const client = world.newPeer('client');
  const conversation = client.start();
  conversation.say('one');
  conversation.say('two');
  expect(texts(conversation)).toEqual(['one', 'two']);
  await world.settle();
  expect(states(conversation)).toEqual(['sending', 'sending']);
  expect(conversation.link()).toBe('offline');

  world.server.startAgain();
  client.wake();
  await world.settle();
  expect(texts(conversation)).toEqual(['one', 'two']);
  expect(states(conversation)).toEqual(['saved', 'saved']);
  await world.close();
});

test('[W3] an unraised conversation survives a reload with all that was said in it', async () => {
  const world = await createWorld();
  world.server.stop();
  const device = world.newDevice();
  const before = world.newPeer('client', device).start();
  before.say('one');
  before.say('two');
  await world.settle();
  device.crash();

  world.server.startAgain();
  const after = world.newPeer('client', device).open(before.id);
  await world.settle();
  expect(texts(after)).toEqual(['one', 'two']);
  expect(world.server.transcript(before.id)).toHaveLength(2);
  await world.close();
});

test('[W5] with a direct link the conversation goes on while the server is away, and is archived afterwards', async () => {
  const world = await createWorld();
  const { client, agent, asked, answered } = await twoInConversation(world);
  world.server.stop();
  await world.settle();
  asked.say('still here?');
  await world.settle();
  answered.say('yes');
  answered.markRead(lastId(answered));
  await world.settle();
  expect(texts(asked)).toEqual(['Is anyone there?', 'still here?', 'yes']);
  expect(texts(answered)).toEqual(texts(asked));
  expect(states(asked)).toEqual(['read', 'read']);
  expect(asked.link()).toBe('direct');
  const archived = world.server.transcript(asked.id).length;

  world.server.startAgain();
  client.wake();
  agent.wake();
  await world.advance(5_000);
  expect(world.server.transcript(asked.id).length).toBeGreaterThan(archived + 2);
  expect(texts(answered)).toEqual(texts(asked));
  expect(asked.link()).toBe('direct');
  expect(world.events).toEqual([]);
  await world.close();
});

test('[W6] without WebRTC everything flows through the server', async () => {
  const world = await createWorld({ connection: 'server' });
  const { asked, answered } = await twoInConversation(world);
  answered.setTyping(true);
  await world.advance(100);
  expect([...asked.typing()]).toEqual([answered.you()!.id]);
  expect([...asked.here()]).toEqual([answered.you()!.id]);
  answered.say('hello');
  await world.settle();
  expect([...asked.typing()]).toEqual([]);
  asked.markRead(lastId(asked));
  await world.settle();
  expect(states(answered)).toEqual(['read']);
  expect(asked.link()).toBe('server');
  await world.close();
});

test('[W6] when a direct link is lost, what was lost with it comes through the server', async () => {
  const world = await createWorld();
  const { asked, answered } = await twoInConversation(world);
  const heardLinks = () =>
    world.server.heard.flatMap((message) => (message.type === 'link' ? [message.up] : []));
  expect(heardLinks()).toEqual([true, true]);

  const log = Number(asked.items()[0]!.id.split('-')[0]);
  world.mesh.goOffline(log as never);
  asked.say('over the server');
  await world.settle();
  expect(heardLinks()).toEqual([true, true, false, false]);
  expect(texts(answered)).toEqual(['Is anyone there?', 'over the server']);
  expect(asked.link()).toBe('connecting');
  await world.advance(4_100);
  expect(asked.link()).toBe('server');

  world.mesh.goOnline(log as never);
  await world.settle();
  expect(asked.link()).toBe('direct');
  await world.close();
});

test('after a reload the log is gone on with; without the store there is a new one and nothing is lost', async () => {
  const world = await createWorld();
  const { asked, clientDevice } = await twoInConversation(world);
  const logOf = (conversation: Conversation) => lastId(conversation).split('-')[0];
  const first = logOf(asked);
  clientDevice.crash();
  world.server.cut('client');

  const reloaded = world.newPeer('client', clientDevice).open(asked.id);
  await world.settle();
  reloaded.say('back again');
  await world.advance(100);
  expect(texts(reloaded)).toEqual(['Is anyone there?', 'back again']);
  expect(logOf(reloaded)).toBe(first);

  const elsewhere = world.newPeer('client').open(asked.id);
  await world.settle();
  elsewhere.say('from another device');
  await world.advance(1_000);
  expect(texts(elsewhere)).toEqual(['Is anyone there?', 'back again', 'from another device']);
  expect(logOf(elsewhere)).not.toBe(first);
  expect(texts(reloaded)).toEqual(texts(elsewhere));
  await world.close();
});

test('a reloaded program writes at once while the server is away', async () => {
  const world = await createWorld();
  const { asked, clientDevice } = await twoInConversation(world);
  await world.advance(300);
  world.server.stop();
  clientDevice.crash();
  const client = world.newPeer('client', clientDevice);
  const reloaded = client.open(asked.id);
  await world.settle();
  expect(texts(reloaded)).toEqual(['Is anyone there?']);
  expect(reloaded.status()).toMatchObject({ state: 'waiting' });
  expect(reloaded.you()?.name).toBe('client');
  reloaded.say('offline');
  await world.settle();
  expect(lastId(reloaded)).not.toMatch(/^0-/);
  expect(states(reloaded)).toEqual(['delivered', 'sending']);

  world.server.startAgain();
  client.wake();
  await world.settle();
  expect(states(reloaded)).toEqual(['delivered', 'saved']);
  await world.close();
});

test('a program restored from an older copy does not write its log again, and loses nothing', async () => {
  const world = await createWorld();
  const { asked, answered, clientDevice } = await twoInConversation(world);
  // Another start of the program under the same slot, with the state of now, while the first one goes on.
  const copy = { ...clientDevice, locks: { acquire: () => Promise.resolve(() => {}) } };
  world.server.cut('client');
  const twin = world.newPeer('client', copy, { direct: false });
  const twinned = twin.open(asked.id);
  asked.say('written by the first');
  await world.settle();
  twinned.say('written by the twin');
  await world.advance(3_000);
  asked.say('and again by the first');
  await world.advance(5_000);
  const all = ['Is anyone there?', 'written by the first', 'written by the twin'];
  expect(new Set(texts(answered))).toEqual(new Set([...all, 'and again by the first']));
  expect(texts(asked)).toEqual(texts(answered));
  expect(texts(twinned)).toEqual(texts(answered));
  await world.close();
});

test('two quick messages never take one place, also with marks between them', async () => {
  const world = await createWorld();
  const { asked, answered } = await twoInConversation(world);
  answered.markRead(lastId(answered));
  for (let i = 0; i < 20; i += 1) answered.say(`answer ${i}`);
  answered.markRead(lastId(answered));
  await world.advance(500);
  expect(texts(asked)).toEqual([
    'Is anyone there?',
    ...Array.from({ length: 20 }, (_, i) => `answer ${i}`),
  ]);
  expect(world.events).toEqual([]);
  await world.close();
});

test('an author whose browser dies after direct delivery is archived by the reader', async () => {
  const world = await createWorld();
  const { client, asked, answered } = await twoInConversation(world);
  world.server.cut('client');
  asked.say('my last words');
  await world.settle();
  void client.close();
  await world.settle();
  expect(texts(answered)).toEqual(['Is anyone there?', 'my last words']);
  const said = () =>
    world.server.transcript(asked.id).filter((entry) => entry.type === 'message').length;
  await world.advance(3_500);
  expect(said()).toBe(2);
  await world.close();
});

test('[W3] what an author left behind whose session ended is archived before the next one comes', async () => {
  const world = await createWorld();
  const { client, asked, answered } = await twoInConversation(world);
  world.server.cut('client');
  asked.say('my last words');
  await world.advance(100);
  void client.close();
  const said = world.server.transcript(asked.id).filter(({ type }) => type === 'message');
  expect(said.length).toBe(2);
  expect(texts(answered)).toEqual(['Is anyone there?', 'my last words']);
  await world.close();
});

test('[W5] typing goes over the link, not to the server, and ends with the link or with our leaving', async () => {
  const world = await createWorld();
  const { asked, answered } = await twoInConversation(world);
  const them = answered.you()!.id;
  answered.setTyping(true);
  await world.advance(10_000);
  expect([...asked.typing()]).toEqual([them]);
  expect(world.server.heard.some(({ type }) => type === 'typing')).toBe(false);
  answered.setTyping(false);
  await world.settle();
  expect([...asked.typing()]).toEqual([]);

  answered.setTyping(true);
  await world.settle();
  world.server.putOut('client', asked.id);
  await world.settle();
  expect([...asked.typing()]).toEqual([]);
  expect([...asked.here()]).toEqual([]);
  await world.close();
});

test('an entry that the archive quarantines is shown as refused to its author only', async () => {
  const world = await createWorld({ connection: 'server' });
  const { asked } = await twoInConversation(world);
  world.server.quarantine(() => true);
  asked.say('spam');
  await world.settle();
  expect(states(asked).at(-1)).toBe('refused');
  await world.close();
});

test('a certificate is renewed in time while the session lasts', async () => {
  const world = await createWorld({ connection: 'server', validForMs: 3_600_000 });
  const { asked } = await twoInConversation(world);
  const [log] = lastId(asked).split('-');
  await world.advance(3 * 3_600_000);
  asked.say('three hours later');
  await world.settle();
  expect(lastId(asked).split('-')[0]).toBe(log);
  expect(states(asked)).toEqual(['delivered', 'saved']);
  await world.close();
});

test('what is said after a certificate ran out waits until the server gives a new one', async () => {
  const world = await createWorld({ connection: 'server', validForMs: 3_600_000 });
  const { client, asked } = await twoInConversation(world);
  await world.advance(1_000);
  world.server.stop();
  await world.advance(3_700_000);
  asked.say('an hour later');
  await world.settle();
  expect(states(asked)).toEqual(['delivered', 'sending']);
  expect(lastId(asked)).toMatch(/^0-/);

  world.server.startAgain();
  client.wake();
  await world.settle();
  expect(texts(asked)).toEqual(['Is anyone there?', 'an hour later']);
  expect(states(asked)).toEqual(['delivered', 'saved']);
  await world.close();
});

test('[V-93] [W4] a link to somebody who takes part no more is given up, whatever they do about it', async () => {
  const world = await createWorld();
  const { asked, answered } = await twoInConversation(world);
  expect(asked.link()).toBe('direct');
  const given = () => world.server.heard.filter((it) => it.type === 'link' && !it.up).length;
  const joins = () => world.server.heard.filter(({ type }) => type === 'join').length;
  const before = joins();
  expect(given()).toBe(0);
  const status = { state: 'assigned', since: 0, to: answered.you()! } as const;
  const everybody = [asked.you()!, answered.you()!];
  world.server.say('client', {
    type: 'status',
    conversation: asked.id,
    status,
    participants: everybody,
  });
  await world.settle();
  expect(given()).toBe(0);
  world.server.say('client', {
    type: 'status',
    conversation: asked.id,
    status,
    participants: [asked.you()!],
  });
  await world.settle();
  expect(given()).toBeGreaterThan(0);
  // The others are met again by the server's word.
  expect(joins()).toBe(before + 1);
  await world.close();
});

test('whoever was put out of a conversation stops, and comes back when it is theirs again', async () => {
  const world = await createWorld();
  const { asked, answered } = await twoInConversation(world);
  world.server.putOut('agent', asked.id);
  await world.settle();
  expect(answered.trouble()).toBe('Somebody else answers now.');
  expect(answered.link()).toBe('server');
  expect(answered.caughtUp()).toBe(false);
  asked.say('who is there?');
  await world.settle();
  expect(texts(answered)).toEqual(['Is anyone there?']);

  world.server.say('agent', {
    type: 'listed',
    summary: {
      conversation: asked.id,
      kind: 'support',
      department: asked.id as never,
      client: asked.you()!,
      status: asked.status()!,
      createdAt: 0,
      activeAt: 0,
      entries: 1,
    },
  });
  await world.settle();
  expect(texts(answered)).toEqual(['Is anyone there?', 'who is there?']);
  expect(answered.trouble()).toBeUndefined();
  await world.close();
});

test('nothing is marked in a conversation that is closed', async () => {
  const world = await createWorld();
  const { asked, answered } = await twoInConversation(world);
  await world.advance(1_000);
  asked.end();
  await world.settle();
  const entries = world.server.transcript(asked.id).length;
  answered.markRead(lastId(answered));
  await world.advance(1_000);
  expect(world.server.transcript(asked.id)).toHaveLength(entries);
  expect(answered.unread()).toBe(0);
  await world.close();
});

test('a device without a working store takes part, and says that it keeps nothing', async () => {
  const world = await createWorld();
  const broken = {
    open: () => Promise.reject(new Error('not allowed here')),
    forget: () => Promise.resolve(),
  };
  const conversation = world.newPeer('client', world.newDevice(broken)).start();
  conversation.say('hello');
  await world.settle();
  expect(states(conversation)).toEqual(['saved']);
  expect(conversation.trouble()).toMatch(/does not keep/);
  await world.close();
});

test('[W9] what the server should never say changes nothing and breaks nothing', async () => {
  const world = await createWorld();
  const { asked } = await twoInConversation(world);
  const before = texts(asked);
  const elsewhere = 'AAAAAAAAAAAAAAAAAAAAAQ';
  for (const frame of [
    'garbage',
    new Uint8Array([9, 9, 9]),
    new Uint8Array(100).fill(1),
    { type: 'saved', conversation: asked.id, runs: [] },
    { type: 'certificates', conversation: asked.id, certificates: ['', 'AAAA'] },
    { type: 'certificates', conversation: elsewhere, certificates: [] },
    { type: 'left', conversation: elsewhere, reason: 'x' },
    { type: 'typing', conversation: elsewhere, participant: elsewhere, typing: true },
  ]) {
    world.server.say('client', frame as never);
  }
  await world.settle();
  asked.say('still working');
  await world.advance(100);
  expect(texts(asked)).toEqual([...before, 'still working']);
  expect(states(asked).at(-1)).toBe('saved');
  expect(world.events.some(({ event }) => event === 'fault')).toBe(false);
  await world.close();
});

test('texts are judged before they are shown', async () => {
  const world = await createWorld();
  const conversation = world.newPeer('client').start();
  expect(() => conversation.say('  ')).toThrow(RangeError);
  expect(() => conversation.say('x'.repeat(limits.textBytes + 1))).toThrow(RangeError);
  expect(conversation.items()).toEqual([]);
  await world.close();
});

test('[W8] not more messages wait for the server than the outbox takes', async () => {
  const world = await createWorld();
  world.server.stop();
  const conversation = world.newPeer('client').start();
  for (let i = 0; i < limits.outboxEntries; i += 1) conversation.say(`message ${i}`);
  expect(() => conversation.say('one too many')).toThrow(/Too many messages/);
  expect(conversation.items()).toHaveLength(limits.outboxEntries);
  await world.close();
});

test('items keep their identity and a change is told once', async () => {
  const world = await createWorld();
  const { asked, answered } = await twoInConversation(world);
  await world.advance(1_000);
  const before = asked.items();
  expect(asked.items()).toBe(before);
  let calls = 0;
  const undo = asked.onChange(() => (calls += 1));
  answered.say('hello');
  await world.settle();
  expect(calls).toBeGreaterThan(0);
  expect(asked.items()[0]).toBe(before[0]);
  undo();
  const told = calls;
  answered.say('again');
  await world.settle();
  expect(calls).toBe(told);
  await world.close();
});

test('ending a conversation while the server is away is told when it is back', async () => {
  const world = await createWorld();
  const { client, asked, answered } = await twoInConversation(world);
  world.server.stop();
  await world.settle();
  asked.end();
  await world.settle();
  world.server.startAgain();
  client.wake();
  await world.advance(31_000);
  expect(asked.status()).toMatchObject({ state: 'closed' });
  expect(answered.status()).toMatchObject({ state: 'closed' });
  await world.close();
});

test('a server whose key has changed is refused for good', async () => {
  const world = await createWorld();
  const device = world.newDevice();
  const client = world.newPeer('client', device);
  await world.settle();
  await client.close();
  const other = await createWorld();
  const again = other.newPeer('client', device);
  await other.settle();
  expect(again.session()).toMatchObject({ state: 'ended', code: 'not-allowed' });
  await other.close();
  await world.close();
});

test('closing stops taking part, leaves no timer and keeps the conversation', async () => {
  const world = await createWorld();
  const { client, agent, asked, answered, clientDevice } = await twoInConversation(world);
  asked.close();
  await world.settle();
  expect([...answered.here()]).toEqual([]);
  answered.say('while you were away');
  await world.settle();
  const again = client.open(asked.id);
  await world.settle();
  expect(texts(again)).toEqual(['Is anyone there?', 'while you were away']);
  await Promise.all([client.close(), agent.close()]);
  await world.settle();
  expect(world.clock.waiting()).toBe(0);
  expect(clientDevice.locks).toBeDefined();
});

test('[W3] what is said just before the page is left is kept, also while its store is still being read', async () => {
  const world = await createWorld();
  const { asked } = await twoInConversation(world);
  const device = world.newDevice();
  const early = world.newPeer('agent', device);
  early.open(asked.id).say('said at once');
  const left = early.close();
  await world.settle();
  await left;

  const clientDevice = world.newDevice();
  const client = world.newPeer('client', clientDevice);
  const raised = client.start();
  raised.say('raised at once');
  const gone = client.close();
  await world.settle();
  await gone;

  const again = world.newPeer('agent', device).open(asked.id);
  const raisedAgain = world.newPeer('client', clientDevice).open(raised.id);
  await world.settle();
  expect(texts(again)).toEqual(['Is anyone there?', 'said at once']);
  expect(texts(raisedAgain)).toEqual(['raised at once']);
  expect(states(raisedAgain)).toEqual(['saved']);
  await world.close();
});

test('[W2] what was stored as unsent is not said twice when the device dies before it has the entry, also while somebody types', async () => {
  const world = await createWorld();
  const storage = createMemoryStorage();
  let isStuck = true;
  const never = new Promise<never>(() => {});
  const device = world.newDevice({
    ...storage,
    open: async (conversation) => {
      const store = await storage.open(conversation);
      return {
        ...store,
        follow: (doc) => {
          if (!isStuck) store.follow(doc);
        },
        set: (name, value) =>
          isStuck && name.startsWith('journal/') ? never : store.set(name, value),
        delete: (...names) =>
          isStuck && names.some((name) => name.startsWith('intents/'))
            ? never
            : store.delete(...names),
      };
    },
  });
  const client = world.newPeer('client', device);
  const asked = client.start();
  await world.settle();
  asked.setTyping(true);
  await world.settle();
  asked.say('the first');
  await world.settle();
  world.kill(client);
  device.crash();

  isStuck = false;
  const again = world.newPeer('client', device).open(asked.id);
  await world.settle();
  expect(texts(again)).toEqual(['the first']);
  expect(states(again)).toEqual(['saved']);
  await world.close();
});

test('what is said after a conversation was closed here is not said, and that is logged', async () => {
  const world = await createWorld();
  const { agent, answered, asked } = await twoInConversation(world);
  answered.close();
  answered.say('Too late');
  await world.settle();
  expect(texts(asked)).toEqual(['Is anyone there?']);
  expect(texts(agent.open(asked.id))).not.toContain('Too late');
  expect(world.events.map(({ event }) => event)).toEqual(['said-after-close']);
  await world.close();
});
