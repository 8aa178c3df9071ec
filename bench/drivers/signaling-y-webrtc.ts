/** Clients of y-webrtc's own signaling server: each in a topic of its own, then in pairs. */
import * as v from 'valibot';
import { addressOf } from '../../prove/support/light-client.ts';
import { published, type PeerSignal } from '../../conversation/protocol/signal.ts';
import { exchangeAll, type Line } from './exchange.ts';
import { costOf } from './server-figures.ts';
import { next, openSignalSocket } from './signal-socket.ts';
import { signalingTask, socketsAtOnce } from './signaling-answer.ts';
import { answerWith, each, pause, readTask } from './task.ts';

const task = readTask(signalingTask);
const settle = () => pause(task.settleMs);
const heard = v.object({ type: v.literal('publish'), data: published });

async function subscribe(topic: string, from: string) {
  const socket = await openSignalSocket(task.url, from);
  const pong = next(socket, 'pong');
  socket.send({ type: 'subscribe', topics: [topic] });
  socket.send({ type: 'ping' });
  await pong;
  return socket;
}

async function line(topic: string, own: string, other: string, from: string): Promise<Line> {
  const socket = await subscribe(topic, from);
  const it: Line = {
    send: (signal: PeerSignal) =>
      socket.send({
        type: 'publish',
        topic,
        data: { type: 'signal', from: own, to: other, signal },
      }),
    onSignal: () => undefined,
  };
  socket.onMessage((message) => {
    const known = v.safeParse(heard, message);
    if (!known.success || known.output.data.type !== 'signal') return;
    // The sender hears its own words as well.
    if (known.output.data.to === own) it.onSignal(known.output.data.signal);
  });
  return it;
}

const sockets = await costOf(
  task.pid,
  () =>
    each(task.sockets, socketsAtOnce, async (n) => {
      await subscribe(`topic-of-peer-${n}`, addressOf(n));
    }),
  settle,
);
const pairs: { offerer: Line; answerer: Line }[] = [];
await each(task.pairs, socketsAtOnce, async (n) => {
  const [a, b] = [`offerer-${n}-12345678`, `answerer-${n}-12345678`];
  const from = addressOf(task.sockets + n);
  pairs[n] = {
    offerer: await line(`pair-${n}`, a, b, from),
    answerer: await line(`pair-${n}`, b, a, from),
  };
});
const signals = await costOf(
  task.pid,
  () =>
    exchangeAll(task.pairs, (n) => {
      const pair = pairs[n];
      if (pair === undefined) throw new Error('There is no such pair.');
      return Promise.resolve(pair);
    }),
  settle,
);
answerWith({ sockets, signals });
