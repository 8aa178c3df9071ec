/** Bots and clients as real peers in Node: a real server on port 0, real sockets, real WebRTC. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Conversation } from '../conversation/peer/api.ts';
import { readConfig } from '../signaling/config.ts';
import { createLog } from '../signaling/log.ts';
import { startServer, type RunningServer } from '../signaling/server.ts';
import { createReverseBot } from './reverse/reverse.ts';
import type { Bot } from './runtime/bot.ts';
import { createNodeClock } from './runtime/node-clock.ts';
import { openNodePeer } from './runtime/node-peer.ts';
import { endNodeWebRtc, installNodeGlobals, type NodeGlobals } from './runtime/node-webrtc.ts';
import { runBot } from './runtime/run-bot.ts';
import { signIn } from './runtime/sign-in.ts';

const clock = createNodeClock();
let globals: NodeGlobals;
beforeAll(() => {
  globals = installNodeGlobals({
    onFault: (error) => {
      throw error;
    },
  });
});
afterAll(() => {
  globals.restore();
  endNodeWebRtc();
});

interface World {
  readonly port: number;
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Resolves when the bot is online. */
  bot(bot: Bot): Promise<() => Promise<void>>;
  client(): Promise<{ start(prefer: string): Conversation }>;
}

async function createWorld(): Promise<World> {
  const dataDir = mkdtempSync(join(tmpdir(), 'parley-bots-'));
  let port = 0;
  let server: RunningServer | undefined;
  const faults: string[] = [];
  const report = (sentence: string, error?: unknown) => {
    if (error !== undefined) faults.push(`${sentence} ${inspect(error)}`);
  };
  const closing: (() => Promise<void>)[] = [];
  const address = () => ({ server: `http://127.0.0.1:${port}`, fetch });

  async function start(): Promise<void> {
    const environment = { PORT: String(port), DATA_DIR: dataDir, LOG_LEVEL: 'silent' };
    server = await startServer(readConfig(environment), { log: createLog('silent') });
    port = server.port;
  }
  async function stop(): Promise<void> {
    await server?.close();
    server = undefined;
  }
  onTestFinished(async () => {
    for (const close of closing.toReversed()) await close();
    await stop();
    rmSync(dataDir, { recursive: true, force: true });
    expect(faults).toEqual([]);
  });
  await start();
  const key = server?.botsKey ?? '';

  return {
    get port() {
      return port;
    },
    start,
    stop,
    async bot(bot) {
      const running = runBot(bot, {
        signIn: (who) => signIn(address(), key, who),
        openPeer: (token) => openNodePeer({ address: address(), token, clock, report }),
        clock,
        random: Math.random,
        report,
      });
      const close = () => running.close();
      closing.push(close);
      await until(running, () => running.isOnline());
      return close;
    },
    async client() {
      const response = await fetch(`${address().server}/api/visitors`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{}',
      });
      const { token } = (await response.json()) as { token: string };
      const { peer } = openNodePeer({ address: address(), token, clock, report });
      closing.push(() => peer.close());
      return { start: (prefer) => peer.start({ prefer }) };
    },
  };
}

/** Resolves at the first change after which `isTrue`; the test's own limit is the only one. */
function until(
  changing: { onChange(listener: () => void): () => void },
  isTrue: () => boolean,
): Promise<void> {
  return new Promise((resolve) => {
    if (isTrue()) return resolve();
    const stop = changing.onChange(() => {
      if (!isTrue()) return;
      stop();
      resolve();
    });
  });
}

const said = (conversation: Conversation) =>
  conversation.items().flatMap((item) => (item.kind === 'message' ? [item.text] : []));

test('a bot answers over a direct link, and [W5] goes on while the server is away', async () => {
  const world = await createWorld();
  await world.bot(createReverseBot());
  const chat = (await world.client()).start('reverse');
  chat.say('one two');
  await until(chat, () => said(chat).includes('two one'));
  await until(chat, () => chat.link() === 'direct');

  await world.stop();
  chat.say('three four');
  await until(chat, () => said(chat).includes('four three'));

  await world.start();
  chat.say('five six');
  await until(chat, () => said(chat).includes('six five'));
  await until(chat, () =>
    chat.items().every((item) => item.kind !== 'message' || item.receivedAt !== undefined),
  );
  expect(said(chat)).toEqual([
    'one two',
    'two one',
    'three four',
    'four three',
    'five six',
    'six five',
  ]);
});

test('a bot that was started again answers what came meanwhile, and nothing twice', async () => {
  const world = await createWorld();
  const close = await world.bot(createReverseBot());
  const chat = (await world.client()).start('reverse');
  chat.say('one two');
  await until(chat, () => said(chat).includes('two one'));
  await close();
  chat.say('three four');
  await world.bot(createReverseBot());
  await until(chat, () => said(chat).includes('four three'));
  expect(said(chat)).toEqual(['one two', 'two one', 'three four', 'four three']);
});

test('two bots in one process hold many conversations, each answered once', async () => {
  const world = await createWorld();
  await world.bot(createReverseBot());
  await world.bot({
    name: 'echo',
    shownName: 'Echo',
    onMessage: (chat, m) => chat.say(`"${m.text}"`),
  });
  const chats = [];
  for (let n = 0; n < 20; n += 1) {
    const chat = (await world.client()).start(n % 2 === 0 ? 'reverse' : 'echo');
    chat.say(`say ${n}`);
    chats.push(chat);
  }
  await Promise.all(chats.map((chat) => until(chat, () => said(chat).length === 2)));
  await Promise.all(chats.map((chat) => until(chat, () => chat.link() === 'direct')));
  expect(chats.map((chat) => said(chat)[1])).toEqual(
    chats.map((_, n) => (n % 2 === 0 ? `${n} say` : `"say ${n}"`)),
  );
});

test('who asks for a person is handed over, and the bot keeps quiet', async () => {
  const world = await createWorld();
  await world.bot(createReverseBot());
  const chat = (await world.client()).start('reverse');
  chat.say('Can I talk to a person?');
  await until(chat, () => chat.status()?.state === 'waiting' && said(chat).length === 2);
  chat.say('Hello?');
  await until(chat, () => {
    const last = chat.items().findLast((item) => item.kind === 'message');
    return last?.kind === 'message' && last.text === 'Hello?' && last.state === 'saved';
  });
  expect(said(chat)).toHaveLength(3);
});
