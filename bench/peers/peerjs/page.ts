/** Chat on PeerJS: `b` calls `a` by its name; what is typed before they are linked is kept until then. */
import { Peer, type DataConnection } from 'peerjs';
import { asked, drawChat, watchReady } from '../chat-page.ts';

const { server, me, other } = asked();
const { hostname, port } = new URL(server);
const peer = new Peer(me, { host: hostname, port: Number(port), config: { iceServers: [] } });
const waiting: string[] = [];
// oxlint-disable-next-line typescript/no-redundant-type-constituents -- until bench/ is installed, nothing is known of the type
let link: DataConnection | undefined;

const page = drawChat({
  say(text) {
    page.show(text);
    if (link?.open === true) void link.send(text);
    else waiting.push(text);
  },
});

function take(connection: DataConnection): void {
  link = connection;
  connection.on('open', () => {
    for (const text of waiting.splice(0)) void connection.send(text);
  });
  connection.on('data', (text) => page.show(String(text)));
}

peer.on('connection', take);
peer.on('open', () => {
  if (other !== '') take(peer.connect(other));
});
// Whoever waits is ready once it can be called.
watchReady(() => (other === '' && link === undefined ? peer.open : link?.open === true));
