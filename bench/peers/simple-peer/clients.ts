/** The other ends of a page's links. They pass their signals over one socket, and talk until they are ended. */
import { createServer } from 'node:http';
import SimplePeer from 'simple-peer';
import * as v from 'valibot';
import { WebSocketServer } from 'ws';
import { chatter } from '../../drivers/chatter.ts';
import { readTask } from '../../drivers/task.ts';
import { wrtc } from '../wrtc/node-wrtc.ts';

const { count } = readTask(v.object({ count: v.number() }));
const told = v.object({ n: v.number(), signal: v.record(v.string(), v.unknown()) });

const http = createServer();
new WebSocketServer({ server: http }).on('connection', (socket) => {
  const linked: ((text: string) => void)[] = [];
  const peers = Array.from({ length: count }, (_, n) => {
    const peer = new SimplePeer({ initiator: true, wrtc, config: { iceServers: [] } });
    peer.on('signal', (signal: object) => socket.send(JSON.stringify({ n, signal })));
    peer.on('connect', () => {
      linked.push((text) => peer.send(text));
      if (linked.length === count) chatter(linked);
    });
    peer.on('error', (error: Error) => console.error(error));
    return peer;
  });
  socket.on('message', (data: Buffer) => {
    const { n, signal } = v.parse(told, JSON.parse(data.toString()));
    peers[n]?.signal(signal);
  });
});
http.listen(0, '127.0.0.1', () => {
  const address = http.address();
  if (address === null || typeof address === 'string') throw new Error('There is no port.');
  console.log(`listening on ${address.port}`);
});
