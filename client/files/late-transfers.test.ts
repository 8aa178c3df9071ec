import { expect, test } from 'vitest';
import type { FileHash } from '../../conversation/protocol/file.ts';
import type { ConversationId } from '../../conversation/protocol/ids.ts';
import type { KeptFile } from './kept-files.ts';
import { createLateTransfers } from './late-transfers.ts';
import type { Transfers } from './transfers.ts';

const hash = 'a'.repeat(43) as FileHash;
const note: KeptFile = {
  conversation: 'BBBBBBBBBBBBBBBBBBBBBA' as ConversationId,
  file: { hash, name: 'note.txt', type: 'text/plain', size: 3 },
  content: new Blob(['abc']),
};

function fakeTransfers() {
  const done: string[] = [];
  const listeners = new Set<() => void>();
  const transfers = {
    keep: ({ file }: KeptFile) => void done.push(`keep ${file.name}`),
    send: ({ file }: KeptFile) => {
      done.push(`send ${file.name}`);
      listeners.forEach((listener) => listener());
    },
    sending: () => ({ state: 'sending', sent: 0.5 }),
    onChange: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    wake: () => void done.push('wake'),
    close: () => void done.push('close'),
  } as Partial<Transfers> as Transfers;
  return { transfers, done };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test('[L3] what is sent before the code for files is there waits for it, in order', async () => {
  const { transfers, done } = fakeTransfers();
  const late = createLateTransfers(() => Promise.resolve(transfers));
  let changes = 0;
  late.onChange(() => (changes += 1));
  late.keep(note);
  late.send(note);
  expect(late.sending(hash)).toBeUndefined();
  await settled();
  expect(done).toEqual(['keep note.txt', 'send note.txt']);
  expect(changes).toBe(1);
  expect(late.sending(hash)).toEqual({ state: 'sending', sent: 0.5 });
});

test('[W3] code that cannot be loaded now is asked for again when the page wakes up', async () => {
  const { transfers, done } = fakeTransfers();
  let isAway = true;
  const late = createLateTransfers(() =>
    isAway ? Promise.reject(new TypeError('Failed to fetch')) : Promise.resolve(transfers),
  );
  late.send(note);
  await settled();
  expect(done).toEqual([]);
  isAway = false;
  late.wake();
  await settled();
  expect(done).toEqual(['send note.txt']);
});

test('what arrives after it was closed is closed', async () => {
  const { transfers, done } = fakeTransfers();
  const late = createLateTransfers(() => Promise.resolve(transfers));
  late.load();
  late.close();
  await settled();
  expect(done).toContain('close');
});
