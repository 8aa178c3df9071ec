/** Chat on y-webrtc as it comes: messages and read marks in Y.Arrays, typing in awareness. Runs in the browser. */
import { WebrtcProvider } from 'y-webrtc';
import * as Y from 'yjs';

declare global {
  interface Window {
    openStock(signaling: string, room: string): void;
    stockLinked: boolean;
  }
}

interface StockMessage {
  readonly id: string;
  readonly by: number;
  readonly text: string;
}

window.stockLinked = false;
window.openStock = (signaling, room) => {
  const doc = new Y.Doc();
  const provider = new WebrtcProvider(room, doc, { signaling: [signaling], peerOpts: {} });
  const messages = doc.getArray<StockMessage>('messages');
  const read = doc.getMap<string>('read');
  const box = document.createElement('textarea');
  const list = document.createElement('div');
  document.body.append(list, box);
  setInterval(() => {
    const connections = [...(provider.room?.webrtcConns.values() ?? [])];
    window.stockLinked = connections.some((connection) => connection.connected);
  }, 20);
  messages.observe((event) => {
    for (const { insert } of event.changes.delta) {
      for (const message of (insert ?? []) as StockMessage[]) {
        const line = document.createElement('p');
        line.textContent = message.text;
        list.append(line);
        if (message.by !== doc.clientID) read.set(String(doc.clientID), message.id);
      }
    }
  });
  box.addEventListener('input', () => provider.awareness.setLocalState({ typing: true }));
  box.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    messages.push([{ id: crypto.randomUUID(), by: doc.clientID, text: box.value }]);
    provider.awareness.setLocalState({ typing: false });
    box.value = '';
  });
};
