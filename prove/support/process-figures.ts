/** What Linux says of a process, and what a server says of itself. */
import { readdirSync, readFileSync, statSync } from 'node:fs';

/** Linux counts processor time in hundredths of a second everywhere. */
const ticksPerSecond = 100;

export function cpuSecondsOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name may hold blanks; the fields begin after its bracket.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

export function residentBytesOf(pid: number): number {
  const kb = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kb) * 1024;
}

export const openFilesOf = (pid: number): number => readdirSync(`/proc/${pid}/fd`).length;

export const sizeOf = (path: string): number =>
  statSync(path, { throwIfNoEntry: false })?.size ?? 0;

/** The sum of all series of one metric. */
export async function metricOf(url: string, name: string, label = ''): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const lines = text.split('\n').filter((line) => {
    const isIt = line.startsWith(`${name} `) || line.startsWith(`${name}{`);
    return isIt && line.includes(label);
  });
  return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
}
