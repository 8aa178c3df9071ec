/** What clients of a Yjs chat send: an update for each message, which is a map in one array. */
import * as Y from 'yjs';
import { textOf } from '../drivers/archive-answer.ts';

export function chatUpdates(count: number): Uint8Array[] {
  const doc = new Y.Doc();
  const messages = doc.getArray<Y.Map<string | number>>('messages');
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  for (let n = 0; n < count; n += 1) {
    const message = new Y.Map<string | number>([
      ['id', `${doc.clientID}-${n}`],
      ['author', 'Visitor'],
      ['at', Date.now()],
      ['text', textOf(n)],
    ]);
    messages.push([message]);
  }
  doc.destroy();
  return updates;
}
