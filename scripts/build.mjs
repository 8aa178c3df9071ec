/** Builds the pages and the programs when they are missing or older than what they are made of. */
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { spawnSync } from 'node:child_process';
import { root } from './processes.mjs';

const sources = [
  'client',
  'conversation',
  'signaling',
  'bots',
  'vite.config.ts',
  'package-lock.json',
];
const stamp = resolve(root, 'dist/.built');

function newest(path) {
  const found = statSync(path);
  if (!found.isDirectory()) return found.mtimeMs;
  return Math.max(found.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

function isCurrent() {
  const built = statSync(stamp, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return built > Math.max(...sources.map((source) => newest(resolve(root, source))));
}

/**
 * @param always builds even when nothing changed
 * @returns whether the build is there now; what went wrong has been printed
 */
export function build({ always = false } = {}) {
  if (!always && isCurrent()) return true;
  // What is written while we build is newer than the build.
  const startedAt = new Date();
  process.stdout.write('Building…\n');
  const vite = resolve(root, 'node_modules/.bin/vite');
  for (const args of [['build'], ['build', '--mode', 'chat'], ['build', '--ssr']]) {
    const { status } = spawnSync(vite, [...args, '--logLevel', 'warn'], {
      cwd: root,
      stdio: 'inherit',
    });
    if (status !== 0) return false;
  }
  mkdirSync(resolve(root, 'dist'), { recursive: true });
  writeFileSync(stamp, `${startedAt.toISOString()}\n`);
  return true;
}

if (process.argv[1] === import.meta.filename) process.exitCode = build({ always: true }) ? 0 : 1;
