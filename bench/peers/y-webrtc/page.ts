/** Chat on y-webrtc as it comes, but without STUN, like everybody here. */
import { WebrtcProvider } from 'y-webrtc';
import * as Y from 'yjs';
import { asked, watchReady } from '../chat-page.ts';
import { chatOver } from '../doc-chat.ts';

const { server, room } = asked();
const doc = new Y.Doc();
const provider = new WebrtcProvider(room, doc, {
  signaling: [server],
  peerOpts: { config: { iceServers: [] } },
});
chatOver(doc, provider.awareness);
watchReady(() =>
  [...(provider.room?.webrtcConns.values() ?? [])].some((connection) => connection.connected),
);
