/**
 * A disk under a page cache, as bad as the rules allow: what was synced stays, whatever was not may have reached the
 * disk or not, sector by sector and in any order, and a name in a folder is only there once the folder was synced.
 */
import type { Operation } from './operation.ts';

/** What a disk writes whole or not at all. */
const sectorBytes = 512;

type Change =
  | { readonly at: number; readonly bytes: Uint8Array }
  /** The file ends here. */
  | { readonly size: number };

interface File {
  stored: Uint8Array;
  /** Not synced. */
  changes: Change[];
  end: number;
}

type Naming =
  | { readonly name: string; readonly file: File }
  | { readonly name: string; readonly file: undefined };

/** `synced`: nothing but what had to be kept. `torn`: some of the rest as well, in pieces. */
export type Luck = 'synced' | 'torn' | 'all';

export interface Disk {
  apply(operation: Operation): void;
  /** What is found after the power came back, by path. */
  cut(luck: Luck, random: () => number): Map<string, Uint8Array>;
}

export function createDisk(folder: string): Disk {
  const names = new Map<string, File>();
  const storedNames = new Map<string, File>();
  let namings: Naming[] = [];

  function name(path: string, file: File | undefined): void {
    if (file === undefined) names.delete(path);
    else names.set(path, file);
    namings.push({ name: path, file });
  }

  function fileAt(path: string): File {
    const file = names.get(path);
    if (file === undefined) throw new Error(`${path} is used before it is made.`);
    return file;
  }

  return {
    apply(operation) {
      switch (operation.kind) {
        case 'create': {
          const file = names.get(operation.path);
          if (file === undefined)
            name(operation.path, { stored: new Uint8Array(), changes: [], end: 0 });
          else if (operation.truncates) file.changes.push({ size: 0 });
          return;
        }
        case 'write': {
          const file = fileAt(operation.path);
          const at = operation.at ?? file.end;
          file.end = at + operation.bytes.length;
          file.changes.push({ at, bytes: operation.bytes });
          return;
        }
        case 'cut':
          fileAt(operation.path).changes.push({ size: operation.size });
          return;
        case 'sync': {
          if (operation.path === folder) {
            if (operation.ok) for (const it of namings) setName(storedNames, it);
            namings = [];
            return;
          }
          const file = fileAt(operation.path);
          if (operation.ok) file.stored = changed(file.stored, file.changes);
          file.changes = [];
          return;
        }
        case 'unlink':
          return name(operation.path, undefined);
        case 'rename': {
          const file = fileAt(operation.path);
          name(operation.path, undefined);
          return name(operation.to, file);
        }
        case 'told':
      }
    },
    cut(luck, random) {
      const found = new Map(storedNames);
      // A file system writes the changes of its folders in order.
      for (const it of namings.slice(0, share(luck, random, namings.length))) setName(found, it);
      return new Map(
        [...found].map(([path, file]) => [
          path,
          changed(file.stored, survivors(file, luck, random)),
        ]),
      );
    },
  };
}

function setName(names: Map<string, File>, { name, file }: Naming): void {
  if (file === undefined) names.delete(name);
  else names.set(name, file);
}

function share(luck: Luck, random: () => number, count: number): number {
  if (luck === 'torn') return Math.floor(random() * (count + 1));
  return luck === 'all' ? count : 0;
}

function survivors({ changes }: File, luck: Luck, random: () => number): readonly Change[] {
  if (luck === 'all') return changes;
  if (luck === 'synced') return [];
  return changes.flatMap((change): readonly Change[] => {
    if ('size' in change) return random() < 0.5 ? [change] : [];
    return sectorsOf(change).filter(() => random() < 0.5);
  });
}

function sectorsOf({ at, bytes }: { readonly at: number; readonly bytes: Uint8Array }) {
  const pieces: { at: number; bytes: Uint8Array }[] = [];
  for (let from = 0; from < bytes.length;) {
    const to = Math.min(bytes.length, from + sectorBytes - ((at + from) % sectorBytes));
    pieces.push({ at: at + from, bytes: bytes.subarray(from, to) });
    from = to;
  }
  return pieces;
}

function changed(before: Uint8Array, changes: readonly Change[]): Uint8Array {
  let size = before.length;
  let room = size;
  for (const it of changes) {
    room = Math.max(room, 'size' in it ? it.size : it.at + it.bytes.length);
  }
  const bytes = new Uint8Array(room);
  bytes.set(before);
  for (const it of changes) {
    if ('size' in it) {
      if (it.size < size) bytes.fill(0, it.size, size);
      size = it.size;
    } else {
      bytes.set(it.bytes, it.at);
      size = Math.max(size, it.at + it.bytes.length);
    }
  }
  return bytes.subarray(0, size);
}
