/** What the programs that store conversations are asked for and what they tell. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';

export const archiveTask = v.object({
  folder: v.string(),
  conversations: v.number(),
  uploads: v.number(),
  perUpload: v.number(),
  /** Each upload is on the disk before the next one of its conversation comes. Otherwise as the product comes. */
  durable: v.boolean(),
});
export type ArchiveTask = v.InferOutput<typeof archiveTask>;

export const archiveAnswer = v.object({
  entries: v.number(),
  /** Until the last one is stored. */
  seconds: v.number(),
  cpuSeconds: v.number(),
  /** On the disk, when it is closed. */
  bytes: v.number(),
});
export type ArchiveAnswer = v.InferOutput<typeof archiveAnswer>;

/** A message of an everyday length. */
export const textOf = (n: number): string =>
  `My meter says ${n} and I am not sure whether that is right.`;

export function bytesIn(folder: string): number {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.reduce((sum, entry) => {
    const path = join(folder, entry.name);
    return sum + (entry.isDirectory() ? bytesIn(path) : statSync(path).size);
  }, 0);
}

/** @param store stores one conversation's n-th upload, for each in turn while others do the same */
export async function measureStoring(
  { conversations, uploads, perUpload }: ArchiveTask,
  store: (conversation: number) => Promise<void>,
): Promise<Omit<ArchiveAnswer, 'bytes'>> {
  const cpuBefore = process.cpuUsage();
  const began = performance.now();
  await Promise.all(Array.from({ length: conversations }, (_, n) => store(n)));
  const seconds = (performance.now() - began) / 1000;
  const cpu = process.cpuUsage(cpuBefore);
  return {
    entries: conversations * uploads * perUpload,
    seconds,
    cpuSeconds: (cpu.user + cpu.system) / 1e6,
  };
}
