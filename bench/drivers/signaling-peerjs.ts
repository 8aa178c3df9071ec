/** Clients of PeerJS's signaling server: each with an id of its own, then in pairs. */
import * as v from 'valibot';
import { addressOf } from '../../prove/support/light-client.ts';
import { peerSignal, type PeerSignal } from '../../conversation/protocol/signal.ts';
import { exchangeAll, type Line } from './exchange.ts';
import { costOf } from './server-figures.ts';
import { openSignalSocket, typeOf, type SignalSocket } from './signal-socket.ts';
import { signalingTask, socketsAtOnce } from './signaling-answer.ts';
import { answerWith, each, pause, readTask } from './task.ts';

const task = readTask(signalingTask);
const settle = () => pause(task.settleMs);
const heard = v.object({
  type: v.picklist(['OFFER', 'ANSWER', 'CANDIDATE']),
  payload: peerSignal,
});
const word = { offer: 'OFFER', answer: 'ANSWER', candidate: 'CANDIDATE' } as const;

/** It is let in by itself: OPEN may come with the upgrade, before anybody listens, so it asks something as well. */
async function register(id: string, from: string): Promise<SignalSocket> {
  const socket = await openSignalSocket(
    `${task.url}/peerjs?key=peerjs&id=${id}&token=token-of-${id}&version=1.5.5`,
    from,
  );
  socket.send({ type: 'HEARTBEAT' });
  return socket;
}

async function line(own: string, other: string, from: string): Promise<Line> {
  const socket = await register(own, from);
  const it: Line = {
    send: (signal: PeerSignal) =>
      socket.send({ type: word[signal.type], dst: other, payload: signal }),
    onSignal: () => undefined,
  };
  socket.onMessage((message) => {
    const known = v.safeParse(heard, message);
    if (known.success) it.onSignal(known.output.payload);
    else if (typeOf(message) === 'ERROR') throw new Error('The server refused a client.');
  });
  return it;
}

const sockets = await costOf(
  task.pid,
  () =>
    each(task.sockets, socketsAtOnce, async (n) => {
      await register(`peer-${n}`, addressOf(n));
    }),
  settle,
);
const pairs: { offerer: Line; answerer: Line }[] = [];
await each(task.pairs, socketsAtOnce, async (n) => {
  const [a, b] = [`offerer-${n}`, `answerer-${n}`];
  const from = addressOf(task.sockets + n);
  pairs[n] = { offerer: await line(a, b, from), answerer: await line(b, a, from) };
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
