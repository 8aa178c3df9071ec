/** A long conversation as a Y.Array of Y.Maps with stock providers; the last messages are drawn, as a chat would. */
import { HocuspocusProvider } from '@hocuspocus/provider';
import { IndexeddbPersistence } from 'y-indexeddb';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { asked, watchReady } from '../chat-page.ts';

/** A chat draws what can be seen. */
const drawn = 40;

const { server, room, me: provider } = asked();
const doc = new Y.Doc();
const messages = doc.getArray<Y.Map<string | number>>('messages');
const list = document.createElement('div');
list.setAttribute('role', 'log');
document.body.append(list);

let isDue = false;
messages.observe(() => {
  if (isDue) return;
  isDue = true;
  queueMicrotask(draw);
});

function draw(): void {
  isDue = false;
  const first = Math.max(0, messages.length - drawn);
  const lines = messages.slice(first).map((message) => {
    const line = document.createElement('p');
    line.textContent = String(message.get('text'));
    return line;
  });
  list.replaceChildren(...lines);
}

window.benchFill = async (count) => {
  for (let n = messages.length; n < count; n += 1) {
    const message = new Y.Map<string | number>();
    message.set('id', crypto.randomUUID());
    message.set('by', doc.clientID);
    message.set('at', Date.now());
    message.set('text', `History ${n}`);
    messages.push([message]);
    if (n % 100 === 0) await new Promise((later) => setTimeout(later));
  }
};

new IndexeddbPersistence(room, doc);
if (provider === 'hocuspocus') {
  const remote = new HocuspocusProvider({ url: server, name: room, document: doc });
  watchReady(() => remote.isSynced);
} else {
  const remote = new WebsocketProvider(server, room, doc);
  watchReady(() => remote.synced);
}
