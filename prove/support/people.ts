/** Peers as pages and bots run them, in this process: a clock, a socket and a store that a test can get at. */
import { randomBytes, webcrypto } from 'node:crypto';
import { createNodeClock } from '../../bots/runtime/node-clock.ts';
import { openNodeSocket } from '../../bots/runtime/node-socket.ts';
import { getTicket, signIn } from '../../bots/runtime/sign-in.ts';
import type { Conversation, Peer } from '../../conversation/peer/api.ts';
import type { Clock } from '../../conversation/peer/clock.ts';
import { createMemoryStorage } from '../../conversation/peer/memory-storage.ts';
import { createPeer } from '../../conversation/peer/peer.ts';
import type { SocketLike } from '../../conversation/peer/session-link.ts';
import type { Storage } from '../../conversation/peer/storage.ts';
import type { Transport } from '../../conversation/peer/transport.ts';
import { steadyTime } from '../../conversation/protocol/steady-time.ts';
import { Broken } from './claim.ts';

export interface PersonOptions {
  /** Of the server, like `http://127.0.0.1:8080`. */
  readonly url: string;
  readonly token: string;
  readonly clock?: Clock;
  readonly storage?: Storage;
  readonly transport?: Transport;
  readonly openSocket?: (url: string) => SocketLike;
  readonly onFault?: (error: unknown) => void;
}

export function openPerson(options: PersonOptions): Peer {
  const { url, token } = options;
  return createPeer({
    serverUrl: `${url.replace('http', 'ws')}/session`,
    ticket: () => getTicket({ server: url, fetch }, token),
    storage: options.storage ?? createMemoryStorage(),
    transport: options.transport,
    openSocket: options.openSocket ?? openNodeSocket,
    subtle: webcrypto.subtle,
    randomBytes: (length) => new Uint8Array(randomBytes(length)),
    random: Math.random,
    clock: options.clock ?? createNodeClock(),
    locks: { acquire: () => Promise.resolve(() => undefined) },
    log: ({ event, error }) => {
      if (event === 'fault') options.onFault?.(error);
    },
  });
}

/** A clock on somebody's wall: set wrong, and set again. As in our programs, peers see it without its steps back. */
export function createWallClock(aheadMs = 0): {
  readonly clock: Clock;
  set(aheadMs: number): void;
} {
  const node = createNodeClock();
  let ahead = aheadMs;
  return {
    clock: { now: steadyTime(() => Date.now() + ahead), after: (ms, task) => node.after(ms, task) },
    set: (ms) => {
      ahead = ms;
    },
  };
}

export async function becomeBot(url: string, botsKey: string, name: string): Promise<string> {
  const token = await signIn({ server: url, fetch }, botsKey, { name, shownName: name });
  if (!token.ok) throw new Error(token.refusal.message);
  return token.value;
}

/** Resolves at the change that makes it true. @throws Broken where it does not come. */
export function until(
  subject: Pick<Peer, 'onChange'>,
  what: string,
  isSo: () => boolean,
  withinMs = 30_000,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (settle: () => void) => {
      clearTimeout(timer);
      undo();
      settle();
    };
    const timer = setTimeout(() => {
      end(() => reject(new Broken(`not within ${withinMs / 1000} s: ${what}`)));
    }, withinMs);
    const check = () => {
      if (isSo()) end(resolve);
    };
    const undo = subject.onChange(check);
    check();
  });
}

export const textsOf = (conversation: Conversation): readonly string[] =>
  conversation.items().flatMap((item) => (item.kind === 'message' ? [item.text] : []));

/** Every own message was stored by the archive. */
export const isAllSaved = (conversation: Conversation): boolean =>
  conversation
    .items()
    .every((item) => item.kind !== 'message' || !item.mine || item.state !== 'sending');

export interface Pair {
  readonly client: Peer;
  readonly bot: Peer;
  readonly asked: Conversation;
  readonly answered: Conversation;
  close(): Promise<void>;
}

/** A client asks, and a bot has read it. */
export async function meet(client: Peer, bot: Peer, botName: string): Promise<Pair> {
  bot.setAvailable(true);
  await until(bot, 'the bot is there', () => bot.available() && bot.session().state === 'online');
  const asked = client.start({ prefer: botName });
  asked.say('Is anyone there?');
  await until(bot, 'the bot is asked', () =>
    bot.listed().some((it) => it.conversation === asked.id),
  );
  const answered = bot.open(asked.id);
  await until(
    answered,
    'the bot reads',
    () => answered.caughtUp() && textsOf(answered).length === 1,
  );
  return {
    client,
    bot,
    asked,
    answered,
    close: async () => {
      await Promise.all([client.close(), bot.close()]);
    },
  };
}

/** Each says something, the other one reads it, and the archive has it. */
export async function talk({ asked, answered }: Pair, about: string): Promise<void> {
  for (const [who, other] of [
    [asked, answered],
    [answered, asked],
  ] as const) {
    const text = `${who === asked ? 'asked' : 'answered'} ${about}`;
    who.say(text);
    await until(other, `"${text}" is read`, () => textsOf(other).includes(text));
    await until(who, `"${text}" is saved`, () => isAllSaved(who));
  }
}
