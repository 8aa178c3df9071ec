/** Peers against the real server, over real sockets: what the tests' own server says is what this one says. */
import { randomBytes, webcrypto } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createNodeClock } from '../../bots/runtime/node-clock.ts';
import { openNodeSocket } from '../../bots/runtime/node-socket.ts';
import { getTicket, signIn } from '../../bots/runtime/sign-in.ts';
import { startTestServer, type TestServer } from '../../signaling/server.fixture.ts';
import type { Conversation, Peer } from './api.ts';
import { createMemoryMesh, type MemoryMesh } from './memory-mesh.ts';
import { createMemoryStorage } from './memory-storage.ts';
import type { PeerEvent, PeerOptions } from './peer-options.ts';
import { createPeer } from './peer.ts';

const texts = (conversation: Conversation) =>
  conversation.items().flatMap((item) => (item.kind === 'message' ? [item.text] : []));
const states = (conversation: Conversation) =>
  conversation
    .items()
    .flatMap((item) => (item.kind === 'message' && item.mine ? [item.state] : []));

/** Resolves at the change that makes it true. */
function until(subject: Pick<Peer, 'onChange'>, isSo: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const check = () => {
      if (!isSo()) return;
      undo();
      resolve();
    };
    const undo = subject.onChange(check);
    check();
  });
}

/** The mesh moves only when it is told to: here in every turn of the loop. */
function keepDelivering(mesh: MemoryMesh): { stop(): void } {
  let isOn = true;
  const deliver = async () => {
    while (isOn) {
      await mesh.flushSome(100);
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  void deliver();
  return {
    stop: () => {
      isOn = false;
    },
  };
}

interface Stage {
  readonly server: TestServer;
  readonly events: PeerEvent[];
  open(token: string): Peer;
  /** As the account that the first start made. */
  openAsAdmin(): Promise<Peer>;
}

function createStage(server: TestServer, mesh?: MemoryMesh): Stage {
  const events: PeerEvent[] = [];
  const { port } = server;
  type Ticket = PeerOptions['ticket'];
  const openWith = (ticket: Ticket) =>
    createPeer({
      serverUrl: `ws://127.0.0.1:${port}/session`,
      ticket,
      storage: createMemoryStorage(),
      ...(mesh === undefined ? {} : { transport: mesh }),
      openSocket: openNodeSocket,
      subtle: webcrypto.subtle,
      randomBytes: (length) => new Uint8Array(randomBytes(length)),
      random: () => 0,
      clock: createNodeClock(),
      locks: { acquire: () => Promise.resolve(() => undefined) },
      log: (event) => events.push(event),
    });
  return {
    server,
    events,
    open: (token) =>
      openWith(() => getTicket({ server: `http://127.0.0.1:${port}`, fetch }, token)),
    async openAsAdmin() {
      const cookie = await server.signInAsAdmin();
      return openWith(async () => {
        const { json } = await server.ask('/api/session-tickets', { cookie, body: {} });
        return { ok: true, value: String(json?.['ticket']) };
      });
    },
  };
}

async function visitorToken(server: TestServer): Promise<string> {
  const { json } = await server.ask('/api/visitors', { body: {} });
  return String(json?.['token']);
}

async function botToken(server: TestServer): Promise<string> {
  const address = { server: `http://127.0.0.1:${server.port}`, fetch };
  const token = await signIn(address, server.botsKey, { name: 'echo', shownName: 'Echo' });
  if (!token.ok) throw new Error(token.refusal.message);
  return token.value;
}

async function meet(stage: Stage) {
  const client = stage.open(await visitorToken(stage.server));
  const bot = stage.open(await botToken(stage.server));
  bot.setAvailable(true);
  await until(bot, () => bot.available() && bot.session().state === 'online');
  const asked = client.start({ prefer: 'echo' });
  asked.say('Is anyone there?');
  await until(bot, () => bot.listed().length > 0);
  const answered = bot.open(asked.id);
  await until(answered, () => answered.caughtUp() && texts(answered).length === 1);
  return { client, bot, asked, answered };
}

test('[W1] [W6] over the real server: raised, assigned, saved, delivered, read, typed and closed', async () => {
  const server = await startTestServer();
  const stage = createStage(server);
  const { client, bot, asked, answered } = await meet(stage);
  answered.setTyping(true);
  await until(asked, () => asked.typing().size === 1);
  answered.say('I am');
  answered.markRead(answered.items().at(-1)!.id);
  await until(asked, () => states(asked).join() === 'read' && texts(asked).length === 2);
  expect(asked.typing().size).toBe(0);
  expect(asked.status()).toMatchObject({ state: 'assigned', to: { name: 'Echo', role: 'bot' } });
  expect(asked.others().map(({ name }) => name)).toEqual(['Echo']);
  expect(asked.link()).toBe('server');
  await until(
    answered,
    () => states(answered).join() === 'saved' || states(answered).join() === 'delivered',
  );

  asked.end();
  await until(answered, () => answered.status()?.state === 'closed');
  expect(stage.events).toEqual([]);
  await Promise.all([client.close(), bot.close()]);
  await server.close();
});

test('[W2] [W3] [W5] the real server restarts while both are linked: they go on, and it catches up', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'parley-peer-'));
  const first = await startTestServer({ DATA_DIR: dataDir });
  const mesh = createMemoryMesh();
  const stage = createStage(first, mesh);
  const pumping = keepDelivering(mesh);
  const { client, bot, asked, answered } = await meet(stage);
  await until(asked, () => asked.link() === 'direct');
  await first.close();
  await until(client, () => client.session().state !== 'online');

  asked.say('still here?');
  await until(answered, () => texts(answered).includes('still here?'));
  answered.say('yes');
  await until(asked, () => texts(asked).includes('yes'));
  expect(asked.link()).toBe('direct');
  expect(states(asked).at(-1)).not.toBe('saved');

  const second = await startTestServer({ DATA_DIR: dataDir, PORT: String(first.port) });
  client.wake();
  bot.wake();
  await until(asked, () => asked.items().every(({ receivedAt }) => receivedAt !== undefined));
  await until(answered, () => answered.items().every(({ receivedAt }) => receivedAt !== undefined));
  expect(texts(asked)).toEqual(['Is anyone there?', 'still here?', 'yes']);
  expect(answered.items().map(({ id }) => id)).toEqual(asked.items().map(({ id }) => id));
  expect(stage.events.filter(({ event }) => event === 'fault')).toEqual([]);
  pumping.stop();
  await Promise.all([client.close(), bot.close()]);
  await second.close();
  rmSync(dataDir, { recursive: true, force: true });
});

test('[W2] the real server restarts: everybody is back by themselves, as available as before, with what they had', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'parley-peer-'));
  const first = await startTestServer({ DATA_DIR: dataDir });
  const stage = createStage(first);
  const token = await botToken(first);
  const { client, bot, asked, answered } = await meet(stage);
  const drained = Promise.all(
    [client, bot].map((peer) => until(peer, () => peer.session().state === 'offline')),
  );
  await first.close();
  await drained;

  const second = await startTestServer({ DATA_DIR: dataDir, PORT: String(first.port) });
  await until(client, () => client.session().state === 'online');
  await until(bot, () => bot.session().state === 'online');
  // Whoever signs in now learns that the account is available.
  const otherTab = stage.open(token);
  await until(otherTab, () => otherTab.session().state === 'online' && otherTab.available());
  expect(bot.available()).toBe(true);
  asked.say('still with me?');
  await until(answered, () => texts(answered).includes('still with me?'));
  expect(asked.status()).toMatchObject({ state: 'assigned', to: { name: 'Echo' } });

  const next = stage.open(await visitorToken(second));
  const raised = next.start();
  raised.say('And me?');
  await until(raised, () => raised.status()?.state === 'assigned');
  expect(stage.events).toEqual([]);
  await Promise.all([client, bot, otherTab, next].map((peer) => peer.close()));
  await second.close();
  rmSync(dataDir, { recursive: true, force: true });
});

test('[L6] an admin looks on in a conversation, takes it over, and takes part from then on', async () => {
  const server = await startTestServer();
  const stage = createStage(server);
  const { client, bot, asked, answered } = await meet(stage);
  answered.say('I am a bot');
  await until(asked, () => texts(asked).length === 2);
  const admin = await stage.openAsAdmin();
  await until(admin, () => admin.session().state === 'online');
  admin.staff.oversee(true);
  await until(admin, () => admin.staff.overview().length === 1);

  const seen = admin.watch(asked.id);
  await until(seen, () => seen.caughtUp() && texts(seen).length === 2);
  expect(seen.you()).toBeUndefined();
  expect(asked.others().map(({ role }) => role)).toEqual(['bot']);
  asked.say('Are you sure?');
  await until(seen, () => texts(seen).length === 3);
  const last = seen.items().at(-1);
  if (last !== undefined) seen.markRead(last.id);

  const status = seen.status();
  const from = status?.state === 'assigned' ? status.to.id : null;
  expect(await admin.staff.takeOver(asked.id, from)).toEqual({ ok: true, value: true });
  await until(seen, () => seen.you() !== undefined);
  seen.say('I am a person');
  await until(asked, () => texts(asked).at(-1) === 'I am a person');
  expect(await admin.staff.takeOver(asked.id, from)).toMatchObject({ ok: false });

  await Promise.all([client.close(), bot.close(), admin.close()]);
  await server.close();
});
