/** What every store of files must do. */
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FileStore } from './file-store.ts';

export const newKey = () => randomBytes(16).toString('base64url');

export interface OpenedStore {
  readonly store: FileStore;
  close(): Promise<void>;
}

export function describeFileStore(name: string, open: () => Promise<OpenedStore>): void {
  describe(`[C6] files in ${name}`, () => {
    let opened: OpenedStore;
    let store: FileStore;
    beforeEach(async () => {
      opened = await open();
      ({ store } = opened);
    });
    afterEach(() => opened.close());
    const textOf = async (key: string, range?: { first: number; last: number }) =>
      Buffer.concat(await (await store.read(key, range)).toArray()).toString();

    test('what is whole is kept, and what is dropped is forgotten', async () => {
      const [one, other] = [newKey(), newKey()];
      await store.receive(one, 0, Buffer.from('hello '));
      await store.receive(one, 6, Buffer.from('world'));
      await store.receive(other, 0, Buffer.from('x'));
      expect(await store.received(one)).toBe(11);
      const received = Buffer.concat(await store.readReceived(one).toArray()).toString();
      expect(received).toBe('hello world');
      await store.keep(one);
      await store.drop(other);
      expect(await store.receiving()).toEqual([]);
      expect(await textOf(one)).toBe('hello world');
      expect(await store.received(one)).toBe(0);
    });

    test('ranges of what is kept are read, the last byte included', async () => {
      const key = newKey();
      await store.receive(key, 0, Buffer.from('hello world'));
      await store.keep(key);
      expect(await textOf(key, { first: 6, last: 7 })).toBe('wo');
      expect(await textOf(key, { first: 0, last: 1 })).toBe('he');
      expect(await textOf(key, { first: 10, last: 10 })).toBe('d');
    });

    test('what is deleted is gone, and deleting it twice is no fault', async () => {
      const key = newKey();
      await store.receive(key, 0, Buffer.from('x'));
      await store.keep(key);
      await store.delete(key);
      await store.delete(key);
      await expect(store.read(key).then((content) => content.toArray())).rejects.toThrow();
    });

    test('a piece that comes twice is there once', async () => {
      const key = newKey();
      await store.receive(key, 0, Buffer.from('hello '));
      await store.receive(key, 3, Buffer.from('lo world'));
      await store.keep(key);
      expect(await textOf(key)).toBe('hello world');
    });

    test('a megabyte comes back as it was', async () => {
      const key = newKey();
      const bytes = randomBytes(1024 * 1024 + 1);
      await store.receive(key, 0, bytes);
      await store.keep(key);
      const back = Buffer.concat(await (await store.read(key)).toArray());
      expect(back.equals(bytes)).toBe(true);
    });

    test('[V-76] no key leads out of it', async () => {
      await expect(store.read('../secret').then((content) => content.toArray())).rejects.toThrow(
        RangeError,
      );
      expect(() => store.readReceived('../secret')).toThrow(RangeError);
      await expect(store.receive('../secret', 0, Buffer.from('y'))).rejects.toThrow(RangeError);
      await expect(store.keep('../secret')).rejects.toThrow(RangeError);
      await expect(store.delete('../secret')).rejects.toThrow(RangeError);
    });
  });
}
