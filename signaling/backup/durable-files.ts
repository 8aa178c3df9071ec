/** Files that are either there, whole and on the disk, or not there. */
import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

export function syncPath(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** @param from in the same folder as `to`. What stood at `to` is replaced. */
export function putInPlace(from: string, to: string): void {
  syncPath(from);
  renameSync(from, to);
  // The name is safe only when the folder is.
  syncPath(dirname(to));
}

export function writeDurably(path: string, text: string): void {
  const partial = `${path}.partial`;
  writeFileSync(partial, text, { mode: 0o600 });
  putInPlace(partial, path);
}
