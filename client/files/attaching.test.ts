import { createRoot } from 'solid-js';
import { expect, test } from 'vitest';
import type { FileHash } from '../../conversation/protocol/file.ts';
import { createAttaching } from './attaching.ts';

const chosen = (name: string) => new File(['x'], name);
const open = () =>
  createRoot(() =>
    createAttaching(async (file) =>
      file.name.endsWith('.exe')
        ? { ok: false, refusal: 'Files of this kind cannot be sent.' }
        : {
            ok: true,
            value: {
              content: file,
              file: {
                hash: file.name.padEnd(43, 'A') as FileHash,
                name: file.name,
                type: 'image/png',
                size: 1,
              },
            },
          },
    ),
  );

test('[L3] several files are attached, one is taken away, the others are sent', async () => {
  const attaching = open();
  attaching.add([chosen('a.png'), chosen('b.png'), chosen('c.png')]);
  expect([attaching.isReady(), attaching.isComing()]).toEqual([false, true]);
  await expect.poll(() => attaching.isReady()).toBe(true);
  expect(attaching.isComing()).toBe(false);
  attaching.remove(attaching.attached()[1]!.number);
  expect(attaching.take().map(({ file }) => file.name)).toEqual(['a.png', 'c.png']);
  expect([attaching.attached(), attaching.isReady()]).toEqual([[], false]);
});

test('[W9] one that cannot be sent says why, and keeps the message until it is taken away', async () => {
  const attaching = open();
  attaching.add([chosen('a.png'), chosen('b.exe')]);
  await expect.poll(() => attaching.attached()[1]?.why).toBe('Files of this kind cannot be sent.');
  expect([attaching.isReady(), attaching.isComing()]).toEqual([false, false]);
  attaching.remove(attaching.attached()[1]!.number);
  expect(attaching.isReady()).toBe(true);
});

test('the same file twice, and the eleventh, are not attached', async () => {
  const attaching = open();
  attaching.add([chosen('a.png'), chosen('a.png')]);
  await expect.poll(() => attaching.attached()[1]?.why).toContain('already');
  attaching.add(Array.from({ length: 9 }, (_, i) => chosen(`${i}.png`)));
  await expect.poll(() => attaching.attached().at(-1)?.why).toContain('at most 10');
});
