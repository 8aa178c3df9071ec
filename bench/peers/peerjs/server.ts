/** PeerJS's own signaling server, as it comes, for more clients than it lets in by itself. */
import { PeerServer } from 'peer';

const mostClients = 20_000;

PeerServer({ port: 0, host: '127.0.0.1', path: '/', concurrent_limit: mostClients }, (server) => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('It has no port.');
  console.log(`listening on ${address.port}`);
});
