/** What every implementation of `Storage` must do. */
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { randomIdFrom, type ConversationId } from '../protocol/ids.ts';
import type { ConversationStore, Storage } from './storage.ts';

let made = 0;
const newConversation = () => {
  made += 1;
  return randomIdFrom(new Uint8Array(16).fill(made)) as ConversationId;
};

function push(doc: Y.Doc, ...numbers: number[]): void {
  doc.getArray('log/5').push(numbers.map((number) => new Uint8Array(8).fill(number)));
}
const stored = (doc: Y.Doc) =>
  doc
    .getArray<Uint8Array>('log/5')
    .toArray()
    .map((bytes) => bytes[0]);

/** A document as it was stored, and from now on is stored. */
export async function attach(store: ConversationStore): Promise<Y.Doc> {
  const doc = new Y.Doc();
  const { updates } = await store.read();
  for (const update of updates) Y.applyUpdate(doc, update);
  store.follow({ doc, snapshot: () => Y.encodeStateAsUpdate(doc) });
  return doc;
}

export function describeStorage(
  name: string,
  open: () => Storage,
  /** Resolves when what was written to documents has reached the store. */
  written: () => Promise<void>,
): void {
  test(`${name}: a document is there again at the next opening`, async () => {
    const storage = open();
    const conversation = newConversation();
    const first = await storage.open(conversation);
    const doc = await attach(first);
    push(doc, 1, 2);
    push(doc, 3);
    await written();
    await first.close();

    const second = await storage.open(conversation);
    expect(stored(await attach(second))).toEqual([1, 2, 3]);
    await second.close();
  });

  test(`${name}: what is written after closing is not kept`, async () => {
    const storage = open();
    const conversation = newConversation();
    const first = await storage.open(conversation);
    const doc = await attach(first);
    push(doc, 1);
    await written();
    await first.close();
    push(doc, 2);
    await written();

    const second = await storage.open(conversation);
    expect(stored(await attach(second))).toEqual([1]);
    await second.close();
  });

  test(`${name}: values are there again, deleted ones are not, and none is undefined`, async () => {
    const storage = open();
    const conversation = newConversation();
    const first = await storage.open(conversation);
    await first.set('bytes', new Uint8Array([1, 2]));
    await first.set('list', [{ a: 1 }]);
    await first.set('gone', 1);
    await first.set('gone too', 2);
    await first.delete('gone', 'gone too');
    await first.delete();
    expect(await first.get('never')).toBeUndefined();
    await first.close();

    const second = await storage.open(conversation);
    expect(await second.get('bytes')).toEqual(new Uint8Array([1, 2]));
    expect(await second.get('list')).toEqual([{ a: 1 }]);
    expect(await second.get('gone')).toBeUndefined();
    const all = new Map<string, unknown>([
      ['bytes', new Uint8Array([1, 2])],
      ['list', [{ a: 1 }]],
    ]);
    expect((await second.read()).values).toEqual(all);
    await second.set('later', 3);
    expect(await second.values()).toEqual(all.set('later', 3));
    await second.close();
  });

  test(`${name}: a key that cannot be exported is kept and signs again`, async () => {
    const { subtle } = crypto;
    const pair = await subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']);
    const storage = open();
    const conversation = newConversation();
    const store = await storage.open(conversation);
    await store.set('key', pair);
    const again = (await store.get('key')) as CryptoKeyPairLike;
    const signature = await subtle.sign(
      { name: 'ECDSA', hash: 'SHA-256' },
      again.privateKey as never,
      new Uint8Array(3),
    );
    expect(signature.byteLength).toBe(64);
    await store.close();
  });

  test(`${name}: two programs may have one conversation open, and both find what both wrote`, async () => {
    const storage = open();
    const conversation = newConversation();
    const [a, b] = [await storage.open(conversation), await storage.open(conversation)];
    const [left, right] = [await attach(a), await attach(b)];
    left.clientID = 11;
    right.clientID = 22;
    push(left, 1);
    right.getArray('log/6').push([new Uint8Array(8)]);
    await written();
    await Promise.all([a.close(), b.close()]);
    const c = await storage.open(conversation);
    const doc = await attach(c);
    expect(stored(doc)).toEqual([1]);
    expect(doc.getArray('log/6').length).toBe(1);
    await c.close();
  });

  test(`${name}: conversations do not see each other, and one can be forgotten`, async () => {
    const storage = open();
    const [one, other] = [newConversation(), newConversation()];
    const first = await storage.open(one);
    push(await attach(first), 1);
    await first.set('value', 1);
    await written();
    await first.close();
    const second = await storage.open(other);
    expect(stored(await attach(second))).toEqual([]);
    expect(await second.get('value')).toBeUndefined();
    await second.close();
    await storage.forget(one);
    const again = await storage.open(one);
    expect(stored(await attach(again))).toEqual([]);
    expect(await again.get('value')).toBeUndefined();
    await again.close();
  });

  test(`${name}: opening often does not make it grow`, async () => {
    const storage = open();
    const conversation = newConversation();
    for (let i = 0; i < 80; i += 1) {
      const store = await storage.open(conversation);
      push(await attach(store), i);
      await written();
      await store.close();
    }
    const store = await storage.open(conversation);
    expect(stored(await attach(store))).toHaveLength(80);
    await store.close();
  });
}

interface CryptoKeyPairLike {
  readonly privateKey: unknown;
}
