/** The peers are not part of the project: they are installed when they are first measured. */
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';

const folder = import.meta.dirname;
const wanted = resolve(folder, 'package-lock.json');
const installed = resolve(folder, 'node_modules/.package-lock.json');

export function installPeers(): void {
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(wanted).mtimeMs) return;
  console.error('installing what Parley is measured against (npm ci --prefix bench)');
  // None of them needs a script to work: what is native comes ready in its package.
  const words = ['ci', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund'];
  const { status, stderr } = spawnSync('npm', words, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`npm ci --prefix bench failed:\n${stderr}`);
}
