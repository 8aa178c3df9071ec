/** Cuts the power at chosen moments of what was recorded, and lets the server's own reader open what is left. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { openBotsKey } from '../../../signaling/bots-key.ts';
import { takeDataFolder } from '../../../signaling/database/data-folder.ts';
import { inspect, placeOf, type Saved } from '../../support/saved.ts';
import { createDisk, type Luck } from './disk.ts';
import type { Operation } from './operation.ts';

export interface CutResults {
  readonly cuts: number;
  /** The most that had been acknowledged at a cut. */
  readonly acknowledged: number;
  /** Sentences, each with its place. */
  readonly broken: readonly string[];
}

/** All kinds of luck; what was not synced is lost more often than kept in a useful way, so it comes twice. */
const lucks: readonly Luck[] = ['synced', 'torn', 'torn', 'all'];

/**
 * @param moments how many operations were done when the power went, ascending
 * @param stopAt after so many broken cuts it is proven that something is wrong
 */
export async function cutPower(
  dataDir: string,
  operations: readonly Operation[],
  moments: readonly number[],
  random: () => number,
  stopAt = Infinity,
): Promise<CutResults> {
  const disk = createDisk(dataDir);
  const told = new Map<string, Saved>();
  const broken: string[] = [];
  let cuts = 0;
  let done = 0;
  for (const moment of moments) {
    for (; done < moment; done += 1) {
      const operation = operations[done];
      if (operation === undefined) break;
      disk.apply(operation);
      if (operation.kind !== 'told') continue;
      for (const it of operation.saved) told.set(placeOf(it), it);
    }
    for (const luck of lucks) {
      if (broken.length >= stopAt) return { cuts, acknowledged: told.size, broken };
      cuts += 1;
      const complaints = await openAfter(disk.cut(luck, random), told.values());
      broken.push(...complaints.map((it) => `cut after operation ${moment}, ${luck}: ${it}`));
    }
  }
  return { cuts, acknowledged: told.size, broken };
}

async function openAfter(
  image: ReadonlyMap<string, Uint8Array>,
  told: Iterable<Saved>,
): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-cut-'));
  try {
    for (const [path, bytes] of image) writeFileSync(join(folder, basename(path)), bytes);
    // As the server starts.
    const giveBack = takeDataFolder(folder);
    openBotsKey(undefined, folder);
    const { complaints } = await inspect(folder, told);
    giveBack();
    return complaints;
  } catch (error) {
    return [`it cannot be opened: ${error instanceof Error ? error.message : String(error)}`];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Around every receipt something can be lost; elsewhere a cut may still leave what cannot be opened. */
export function chooseMoments(
  operations: readonly Operation[],
  count: number,
  random: () => number,
): number[] {
  const afterTold = operations.flatMap((it, i) => (it.kind === 'told' ? [i + 1] : []));
  const chosen = new Set<number>([operations.length]);
  for (let i = 0; i < count; i += 1) {
    const pool = i % 2 === 0 ? afterTold.length : operations.length;
    const at = Math.floor(random() * pool);
    chosen.add(i % 2 === 0 ? (afterTold[at] ?? operations.length) : at + 1);
  }
  return [...chosen].toSorted((a, b) => a - b);
}
