/** The secret that lets bot programs in: from the environment, or made once in the data folder. */
import { randomBytes, timingSafeEqual, createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from './setup-error.ts';

/**
 * @param configured wins where it is given.
 * @throws SetupError where the file can neither be read nor written.
 */
export function openBotsKey(configured: string | undefined, dataDir: string): string {
  if (configured !== undefined) return configured;
  const path = join(dataDir, 'bots.key');
  try {
    return readKey(path) ?? makeKey(path);
  } catch (error) {
    if (error instanceof SetupError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new SetupError(
      `The key of the bots, ${path}, cannot be read or written (${code}); make it readable for this user, or set BOTS_KEY.`,
    );
  }
}

function readKey(path: string): string | undefined {
  let key: string;
  try {
    key = readFileSync(path, 'utf8').trim();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  if (/^[\x21-\x7e]{32,256}$/.test(key)) return key;
  throw new SetupError(
    `The key of the bots, ${path}, is not 32 to 256 printable characters; delete the file, and a new key is made.`,
  );
}

/** Under its name there is the whole key or nothing, also after a power cut: half a key would keep us from starting. */
function makeKey(path: string): string {
  const key = randomBytes(32).toString('hex');
  const unfinished = `${path}.new`;
  const file = openSync(unfinished, 'w', 0o600);
  try {
    writeFileSync(file, `${key}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(unfinished, path);
  return key;
}

/** Takes the same time for every wrong key. */
export function isSameSecret(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
