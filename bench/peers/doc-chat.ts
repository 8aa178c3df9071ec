/** Chat in a Yjs document, as one would write it: messages in a Y.Array, read marks in a Y.Map, typing in awareness. */
import type { Awareness } from 'y-protocols/awareness';
import type * as Y from 'yjs';
import { drawChat } from './chat-page.ts';

interface DocMessage {
  readonly id: string;
  readonly by: number;
  readonly text: string;
}

export function chatOver(doc: Y.Doc, awareness: Awareness): void {
  const messages = doc.getArray<DocMessage>('messages');
  const read = doc.getMap<string>('read');
  const page = drawChat({
    say: (text) => messages.push([{ id: crypto.randomUUID(), by: doc.clientID, text }]),
    typing: (typing) => awareness.setLocalState({ typing }),
  });
  messages.observe((event) => {
    for (const { insert } of event.changes.delta) {
      if (!Array.isArray(insert)) continue;
      for (const message of insert as DocMessage[]) {
        page.show(message.text);
        if (message.by !== doc.clientID) read.set(String(doc.clientID), message.id);
      }
    }
  });
}
