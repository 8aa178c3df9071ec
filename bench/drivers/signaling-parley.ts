/**
 * Clients of Parley's server: clients and a bot in pairs; then sessions, and a signaling socket for each of them, with
 * the topic that the session was given; then the pairs introduce themselves.
 */
import * as v from 'valibot';
import type { ConversationId } from '../../conversation/protocol/ids.ts';
import { published, type PeerSignal } from '../../conversation/protocol/signal.ts';
import { addressOf } from '../../prove/support/light-client.ts';
import { residentBytesOf } from '../../prove/support/process-figures.ts';
import { botName, openBot } from './bench-bot.ts';
import { exchangeAll, type Line, type Pair } from './exchange.ts';
import { newVisitor, openSession, type Session } from './parley-session.ts';
import { costOf } from './server-figures.ts';
import { next, openSignalSocket, type SignalSocket } from './signal-socket.ts';
import { signalingTask, socketsAtOnce } from './signaling-answer.ts';
import { answerWith, each, pause, readTask } from './task.ts';

const task = readTask(signalingTask);
const settle = () => pause(task.settleMs);
const heard = v.object({ type: v.literal('publish'), data: published });
/** Tabs of one visitor, in one conversation: each has a session, a log and a topic of its own. */
const tabs = 8;
/** Of those who were never measured. */
const apart = 20_000;

const at = <Item>(items: readonly Item[], n: number): Item => {
  const item = items[n];
  if (item === undefined) throw new Error(`There is no number ${n}.`);
  return item;
};

async function subscribe(topic: string | undefined, from: string): Promise<SignalSocket> {
  if (topic === undefined) throw new Error('The conversation has no topic.');
  const socket = await openSignalSocket(`${task.url.replace('http', 'ws')}/signal`, from);
  const pong = next(socket, 'pong');
  socket.send({ type: 'subscribe', topics: [topic] });
  socket.send({ type: 'ping' });
  await pong;
  return socket;
}

/** Only two different people are introduced to each other. The bot is there before the others, and takes none of them. */
const bot = await openBot({ url: task.url, from: addressOf(apart), dataDir: task.dataDir });

interface Side {
  readonly socket: SignalSocket;
  readonly topic: string;
  readonly name: string;
}

async function side(topic: string | undefined, name: string, from: string): Promise<Side> {
  return { socket: await subscribe(topic, from), topic: topic ?? '', name };
}

const couples: (readonly [Side, Side])[] = [];
await each(task.pairs, socketsAtOnce, async (n) => {
  const from = addressOf(apart + 1 + n);
  const token = await newVisitor(task.url, from);
  const session = await openSession({ url: task.url, from, token });
  const seat = await session.start(botName);
  const other = await bot.joins(seat.conversation);
  couples[n] = [
    await side(seat.joined.topic, `client-${n}-12345678`, from),
    await side(other.joined.topic, `bot-${n}-12345678`, from),
  ];
});
bot.setAvailable(false);

const visitors = Math.ceil(task.sockets / tabs);
const tokens: string[] = [];
await each(visitors, socketsAtOnce, async (n) => {
  tokens[n] = await newVisitor(task.url, addressOf(n));
});

const bytesBefore = residentBytesOf(task.pid);
const sessions: Session[] = [];
const opened = await costOf(
  task.pid,
  () =>
    each(task.sockets, socketsAtOnce, async (n) => {
      const token = at(tokens, n % visitors);
      sessions[n] = await openSession({ url: task.url, from: addressOf(n), token });
    }),
  settle,
);

const topics: (string | undefined)[] = [];
const conversations: ConversationId[] = [];
await each(task.sockets, socketsAtOnce, async (n) => {
  if (n >= visitors) return;
  const seat = await at(sessions, n).start();
  conversations[n] = seat.conversation;
  topics[n] = seat.joined.topic;
});
await each(task.sockets - visitors, socketsAtOnce, async (m) => {
  const n = m + visitors;
  const seat = await at(sessions, n).join(at(conversations, n % visitors));
  topics[n] = seat.joined.topic;
});
await settle();

const sockets = await costOf(
  task.pid,
  () =>
    each(task.sockets, socketsAtOnce, async (n) => {
      await subscribe(topics[n], addressOf(n));
    }),
  settle,
);

const clientsBytes = residentBytesOf(task.pid) - bytesBefore;

/** Both say that they are there; the server then tells one of them, under a name that is good for this once. */
function introduce([a, b]: readonly [Side, Side]): Promise<Pair> {
  return new Promise((done) => {
    let isDone = false;
    const lines = new Map<Side, Line>();
    const others = new Map<Side, string>();
    for (const own of [a, b]) {
      const { socket, topic, name } = own;
      const line: Line = {
        send: (signal: PeerSignal) =>
          socket.send({
            type: 'publish',
            topic,
            data: { type: 'signal', from: name, to: others.get(own), signal },
          }),
        onSignal: () => undefined,
      };
      lines.set(own, line);
      socket.onMessage((message) => {
        const known = v.safeParse(heard, message);
        if (!known.success) return;
        const { data } = known.output;
        // A second attempt, because nobody reports a link, is none of the exchange.
        if (data.type === 'announce') {
          if (isDone) return;
          isDone = true;
          others.set(own, data.from);
          const answerer = lines.get(own === a ? b : a);
          if (answerer !== undefined) done({ offerer: line, answerer });
          return;
        }
        if (!others.has(own)) others.set(own, data.from);
        line.onSignal(data.signal);
      });
      socket.send({ type: 'publish', topic, data: { type: 'announce', from: name } });
    }
  });
}

const signals = await costOf(
  task.pid,
  () => exchangeAll(task.pairs, (n) => introduce(at(couples, n))),
  settle,
);
answerWith({ sockets, signals, sessions: opened, clientsBytes });
