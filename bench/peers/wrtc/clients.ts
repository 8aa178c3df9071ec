/** Clients of the plain bot, on the same WebRTC stack as Parley's clients are, so that only the bots differ. */
import SimplePeer from 'simple-peer';
import { WebSocket } from 'ws';
import { botsTask, measureBot, type Talk } from '../../drivers/bots-answer.ts';
import { answerWith, readTask } from '../../drivers/task.ts';
import { wrtc } from './node-wrtc.ts';

const task = readTask(botsTask);

const answer = await measureBot(task, async (): Promise<Talk> => {
  const socket = new WebSocket(task.url, { perMessageDeflate: false });
  const peer = new SimplePeer({ initiator: true, wrtc, config: { iceServers: [] } });
  const waiting = new Map<string, () => void>();
  peer.on('signal', (signal: object) => {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(signal));
    else socket.once('open', () => socket.send(JSON.stringify(signal)));
  });
  socket.on('message', (data: Buffer) => peer.signal(JSON.parse(data.toString())));
  peer.on('data', (data: Uint8Array) => waiting.get(Buffer.from(data).toString('utf8'))?.());
  await new Promise<void>((done, fail) => {
    peer.on('connect', done);
    peer.on('error', fail);
    socket.on('error', fail);
  });
  const ask: Talk['ask'] = (text, expected) =>
    new Promise((done) => {
      waiting.set(expected, done);
      peer.send(text);
    });
  await ask('one two', 'two one');
  return { ask, isDirect: () => peer.connected };
});
answerWith(answer);
