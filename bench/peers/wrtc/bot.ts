/**
 * A plain bot: simple-peer on @roamhq/wrtc, a WebSocket for the signals of each client, and the words of a message sent
 * back in turned order. Nothing is signed, checked or kept.
 */
import { createServer } from 'node:http';
import wrtc from '@roamhq/wrtc';
import SimplePeer from 'simple-peer';
import { WebSocketServer } from 'ws';

const http = createServer();
const server = new WebSocketServer({ server: http, perMessageDeflate: false });
server.on('connection', (socket) => {
  const peer = new SimplePeer({ wrtc, config: { iceServers: [] } });
  peer.on('signal', (signal: object) => socket.send(JSON.stringify(signal)));
  peer.on('data', (data: Uint8Array) => {
    const text = Buffer.from(data).toString('utf8');
    peer.send(text.split(' ').toReversed().join(' '));
  });
  peer.on('error', () => peer.destroy());
  socket.on('message', (data: Buffer) => peer.signal(JSON.parse(data.toString())));
});
http.listen(0, '127.0.0.1', () => {
  const address = http.address();
  if (address === null || typeof address === 'string') throw new Error('There is no port.');
  console.log(`listening on ${address.port}`);
});
