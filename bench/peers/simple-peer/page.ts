/** A page with many links: simple-peer, a list for each, of which one is shown. */
import SimplePeer from 'simple-peer/simplepeer.min.js';
import { asked, drawChat, watchReady } from '../chat-page.ts';

const { server, room } = asked();
const count = Number(room);
const socket = new WebSocket(server);
const peers = new Map<number, SimplePeer.Instance>();
let linked = 0;
drawChat({ say: (text) => peers.get(0)?.send(text) });

function open(n: number): SimplePeer.Instance {
  const peer = new SimplePeer({ initiator: false, config: { iceServers: [] } });
  const list = document.createElement('div');
  list.hidden = n !== 0;
  document.body.prepend(list);
  peers.set(n, peer);
  peer.on('signal', (signal) => socket.send(JSON.stringify({ n, signal })));
  peer.on('connect', () => (linked += 1));
  peer.on('data', (data) => {
    const line = document.createElement('p');
    line.textContent = new TextDecoder().decode(data);
    list.append(line);
  });
  return peer;
}

socket.addEventListener('message', ({ data }) => {
  const { n, signal } = JSON.parse(String(data)) as { n: number; signal: SimplePeer.SignalData };
  (peers.get(n) ?? open(n)).signal(signal);
});
watchReady(() => linked === count);
