import { expect, test } from 'vitest';
import { createGathered } from './gathered.ts';

const megabyte = 1024 * 1024;
const bytesOf = (...values: number[]) => Uint8Array.from(values);

for (const [where, size] of [
  ['in memory', 6],
  ['in the browser, as it is large', 40 * megabyte],
] as const) {
  test(`[L3] what comes is whole in its order, ${where}, also after a rest`, async () => {
    const gathered = createGathered(size);
    const first = gathered.add(bytesOf(1, 2));
    gathered.add(bytesOf(3));
    const rested = gathered.atRest();
    rested.add(bytesOf(4, 5, 6));
    expect(rested.size).toBe(6);
    const { bytes, blob } = await rested.whole('image/png');
    expect([...new Uint8Array(bytes)]).toEqual([1, 2, 3, 4, 5, 6]);
    expect([blob.size, blob.type]).toEqual([6, 'image/png']);
    expect([...new Uint8Array(await first().arrayBuffer())]).toEqual([1, 2]);
  });
}

test('[L3] a file that came in one go needs no rest', async () => {
  const gathered = createGathered(4);
  gathered.add(bytesOf(1, 2));
  gathered.add(bytesOf(3, 4));
  const { bytes } = await gathered.whole('');
  expect([...new Uint8Array(bytes)]).toEqual([1, 2, 3, 4]);
});
