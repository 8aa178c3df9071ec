/** What a server's process has cost, as the operating system says. */
import { cpuSecondsOf, residentBytesOf } from '../../prove/support/process-figures.ts';

export interface Cost {
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** More than before. */
  readonly bytes: number;
}

/** @param settle waits until the server has nothing left to do; it counts for the memory only */
export async function costOf(
  pid: number,
  work: () => Promise<void>,
  settle: () => Promise<void>,
): Promise<Cost> {
  const bytesBefore = residentBytesOf(pid);
  const cpuBefore = cpuSecondsOf(pid);
  const began = performance.now();
  await work();
  const seconds = (performance.now() - began) / 1000;
  const cpuSeconds = cpuSecondsOf(pid) - cpuBefore;
  await settle();
  return { seconds, cpuSeconds, bytes: residentBytesOf(pid) - bytesBefore };
}
