/** `npm run bots` as a process of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const built = resolve(root, 'dist/node/bots.js');
const tsx = `file://${resolve(root, 'node_modules/tsx/dist/loader.mjs')}`;

export interface BotsProgram {
  /** Resolves when the bot says that it is there; rejects where the program ended before. */
  readonly here: Promise<void>;
  readonly ended: Promise<void>;
  kill(): void;
}

export function startBotsProgram(options: {
  readonly bot: string;
  readonly url: string;
  readonly dataDir: string;
  readonly fromSources?: boolean;
}): BotsProgram {
  const fromSources = options.fromSources ?? !existsSync(built);
  const program = fromSources ? ['--import', tsx, resolve(root, 'bots/main.ts')] : [built];
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', ...program, options.bot],
    {
      cwd: root,
      env: { PATH: process.env['PATH'], PARLEY_URL: options.url, DATA_DIR: options.dataDir },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  let printed = '';
  const ended = once(child, 'close').then(() => undefined);
  const here = new Promise<void>((found, fail) => {
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
      if (printed.includes(`${options.bot}: here.`)) found();
    });
    void ended.then(() => fail(new Error(`The bots ended before they were there: ${printed}`)));
  });
  // Whoever kills it while it starts does not wait for it.
  here.catch(() => undefined);
  return { here, ended, kill: () => void child.kill('SIGKILL') };
}
