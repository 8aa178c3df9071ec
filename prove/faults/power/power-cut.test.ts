import { expect, test } from 'vitest';
import { seeded } from '../../support/random.ts';
import { createDisk } from './disk.ts';
import { cutAfterSyncs, cutWhileWriting, type Scale } from './power-cut.ts';
import { whyNoStrace } from './record.ts';

const why = whyNoStrace();
if (why !== undefined) console.info(`The power cut is not tried: ${why}.`);
const small: Scale = { visitors: 3, texts: 4, moments: 12, lives: 1, fromSources: true };

const folder = '/data';
const path = '/data/file';
const text = (image: ReadonlyMap<string, Uint8Array>) =>
  [...image].map(([name, bytes]) => `${name} ${Buffer.from(bytes).toString()}`);

test('a disk keeps what was synced, under names that were synced', () => {
  const disk = createDisk(folder);
  disk.apply({ kind: 'create', path, truncates: false });
  disk.apply({ kind: 'write', path, at: 0, bytes: Buffer.from('old') });
  disk.apply({ kind: 'sync', path, ok: true });
  const random = seeded(1);
  expect(text(disk.cut('synced', random))).toEqual([]);
  disk.apply({ kind: 'sync', path: folder, ok: true });
  disk.apply({ kind: 'write', path, at: 0, bytes: Buffer.from('new!') });
  expect(text(disk.cut('synced', random))).toEqual([`${path} old`]);
  expect(text(disk.cut('all', random))).toEqual([`${path} new!`]);
  disk.apply({ kind: 'sync', path, ok: false });
  expect(text(disk.cut('all', random))).toEqual([`${path} old`]);
});

test('a torn write reaches the disk sector by sector', () => {
  const disk = createDisk(folder);
  disk.apply({ kind: 'create', path, truncates: false });
  disk.apply({ kind: 'sync', path: folder, ok: true });
  disk.apply({ kind: 'write', path, at: 0, bytes: Buffer.alloc(4096, 'x') });
  const random = seeded(1);
  const lengths = Array.from({ length: 20 }, () => {
    const bytes = Buffer.from(disk.cut('torn', random).get(path) ?? []);
    return bytes.filter((byte) => byte !== 0).length;
  });
  expect(lengths.every((length) => length % 512 === 0)).toBe(true);
  expect(new Set(lengths).size).toBeGreaterThan(2);
});

test.skipIf(why !== undefined)(
  '[W1] the power is cut: what was acknowledged is there, and a server that does not sync is caught',
  { timeout: 120_000 },
  async () => {
    const cut = await cutWhileWriting(small, seeded(1));
    expect(cut.broken).toEqual([]);
    expect(cut.acknowledged).toBeGreaterThan(10);
    expect((await cutWhileWriting(small, seeded(1), 'normal')).broken).toHaveLength(1);
  },
);

test.skipIf(why !== undefined)(
  '[W1] what a killed server never synced is not acknowledged from memory by the next one',
  { timeout: 120_000 },
  async () => {
    const cut = await cutAfterSyncs('killed', small, seeded(3));
    expect(cut.broken).toEqual([]);
    expect(cut.acknowledged).toBeGreaterThan(10);
  },
);
