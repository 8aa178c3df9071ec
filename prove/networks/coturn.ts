/** A real coturn in the laboratory, with the configuration that Parley ships. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { spawnSync } from 'node:child_process';
import type { Lab } from './lab.ts';
import { printed } from './printed.ts';
import { turnConfiguration } from './turn-configuration.ts';

const shipped = resolve(import.meta.dirname, '../../deploy/turnserver.conf');

export interface CoturnOptions {
  readonly lab: Lab;
  readonly place: string;
  readonly address: string;
  readonly secret: string;
  /** Addresses of the laboratory that the shipped file denies, because they are for documentation. */
  readonly allowedPeers: readonly string[];
  /** Also listens here. */
  readonly webPort?: number | undefined;
}

export interface Coturn {
  close(): Promise<void>;
}

export async function startCoturn(options: CoturnOptions): Promise<Coturn> {
  const { lab, place, address } = options;
  const folder = mkdtempSync(join(tmpdir(), 'parley-coturn-'));
  const file = join(folder, 'turnserver.conf');
  const text = turnConfiguration(readFileSync(shipped, 'utf8'), { ...options, folder });
  writeFileSync(file, text, { mode: 0o600 });
  const child = lab.spawn(place, ['turnserver', '-c', file], { stdio: 'pipe' });
  try {
    // It says so of each thread and protocol; the first UDP one is what a client needs.
    await printed(child, new RegExp(`listener opened on\\s*:? ${address}:3478`));
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  return {
    async close() {
      const exit = new Promise((done) => child.once('exit', done));
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM');
        await exit;
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Such as `4.6.1`; undefined where there is none. */
export function coturnVersion(): string | undefined {
  const { stdout } = spawnSync('turnserver', ['--version'], { encoding: 'utf8' });
  return /[0-9]+\.[0-9]+\.[0-9]+/.exec(stdout ?? '')?.[0];
}
