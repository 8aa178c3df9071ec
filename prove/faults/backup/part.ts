/** Backups of a server that is being written to, and what a restore brings back. */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Finding, Part } from '../../finding.ts';
import { claim, must } from '../../support/claim.ts';
import { isAllSaved, openPerson, textsOf, until } from '../../support/people.ts';
import { inspectCopy, placeOf, type Saved } from '../../support/saved.ts';
import { createScriptedVisitor } from '../../support/scripted-visitor.ts';
import { startServerProgram, type ServerProgram } from '../../support/server-program.ts';

const root = resolve(import.meta.dirname, '../../..');
const tsx = `file://${resolve(root, 'node_modules/tsx/dist/loader.mjs')}`;

interface Ran {
  readonly code: number;
  readonly said: string;
  readonly ms: number;
}

/** As `npm run backup` and `npm run restore` do. */
async function run(
  name: 'backup' | 'restore',
  dataDir: string,
  args: readonly string[],
): Promise<Ran> {
  const built = resolve(root, 'dist/node', `${name}.js`);
  const program = existsSync(built)
    ? [built]
    : ['--import', tsx, resolve(root, 'signaling', `${name}.ts`)];
  const since = performance.now();
  const env = { PATH: process.env['PATH'], DATA_DIR: dataDir };
  const flags = ['--disable-warning=ExperimentalWarning'];
  const ended = await promisify(execFile)(process.execPath, [...flags, ...program, ...args], {
    cwd: root,
    env,
  }).then(
    ({ stdout, stderr }) => ({ code: 0, said: stdout + stderr }),
    (error: { code?: number; stdout?: string; stderr?: string }) => ({
      code: error.code ?? -1,
      said: `${error.stdout ?? ''}${error.stderr ?? ''}`,
    }),
  );
  return { ...ended, ms: performance.now() - since };
}

interface Stage {
  readonly dataDir: string;
  readonly file: (name: string) => string;
  server: ServerProgram;
}

async function onStage<Told>(act: (stage: Stage) => Promise<Told>): Promise<Told> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-backup-'));
  const dataDir = join(folder, 'data');
  const stage: Stage = {
    dataDir,
    file: (name) => join(folder, name),
    server: startServerProgram({ dataDir }),
  };
  try {
    await stage.server.url;
    return await act(stage);
  } finally {
    stage.server.kill();
    await stage.server.ended;
    rmSync(folder, { recursive: true, force: true });
  }
}

async function duringWrites(stage: Stage, count: number) {
  const url = await stage.server.url;
  const saved = new Map<string, Saved>();
  let isEnough = false;
  const writers = Array.from({ length: 12 }, () =>
    createScriptedVisitor({
      onSaved: (all) => all.forEach((it) => saved.set(placeOf(it), it)),
      textOf: (n) => `line ${n} ${'y'.repeat(200)}`,
    }).write(url, () => isEnough),
  );
  const took: number[] = [];
  let checked = '';
  for (let n = 0; n < count; n += 1) {
    const before = saved.size;
    while (saved.size < before + 100) await new Promise((next) => setTimeout(next, 20));
    const had = [...saved.values()];
    const file = stage.file(`backup-${n}.sqlite`);
    const made = await run('backup', stage.dataDir, ['--to', file]);
    must(made.code === 0, `the backup failed: ${made.said}`);
    took.push(made.ms);
    const elsewhere = stage.file(`restored-${n}`);
    const restored = await run('restore', elsewhere, [file]);
    must(restored.code === 0, `the restore failed: ${restored.said}`);
    const { complaints } = await inspectCopy(elsewhere, had);
    must(complaints.length === 0, `backup ${n}: ${complaints.join('; ')}`);
    checked = /(\d+) entries/.exec(restored.said)?.[1] ?? '';
  }
  isEnough = true;
  must(
    (await Promise.all(writers)).every((how) => how === 'enough'),
    'a backup cost somebody the session',
  );
  const refused = await run('restore', stage.dataDir, [stage.file('backup-0.sqlite'), '--force']);
  must(
    refused.code === 1 && refused.said.includes('another Parley server is using it'),
    `a restore under a running server: ${refused.said}`,
  );
  const longest = Math.max(...took) / 1000;
  return {
    iterations: count,
    faults: `${count} backups under writes`,
    note: `${checked} entries in the last; each took at most ${longest.toFixed(1)} s, checks and start of the program included`,
  };
}

async function whatPeersStillHold(stage: Stage) {
  const url = await stage.server.url;
  const port = Number(new URL(url).port);
  const made = await fetch(`${url}/api/visitors`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  const { token } = (await made.json()) as { token: string };
  const person = openPerson({ url, token });
  const asked = person.start();
  const isSaved = (text: string) =>
    until(asked, `"${text}" is saved`, () => textsOf(asked).includes(text) && isAllSaved(asked));
  asked.say('before the backup');
  await isSaved('before the backup');
  const file = stage.file('backup.sqlite');
  const backup = await run('backup', stage.dataDir, ['--to', file]);
  must(backup.code === 0, backup.said);
  asked.say('after the backup');
  await isSaved('after the backup');
  stage.server.kill();
  await stage.server.ended;
  const restored = await run('restore', stage.dataDir, [file, '--force']);
  must(restored.code === 0, restored.said);
  stage.server = startServerProgram({ dataDir: stage.dataDir, port });
  await stage.server.url;
  await until(person, 'the client is back', () => person.session().state === 'online');
  asked.say('after the restore');
  await isSaved('after the restore');
  await person.close();

  const other = openPerson({ url, token });
  const read = other.open(asked.id);
  await until(read, 'the archive has all of it', () => textsOf(read).length === 3);
  must(
    textsOf(read).join('|') === 'before the backup|after the backup|after the restore',
    `the archive has ${textsOf(read).length} of 3 messages`,
  );
  await other.close();
  return { iterations: 1, faults: 'a restore that forgets a message' };
}

export const part: Part = {
  name: 'backup',
  async prove({ long }, report: (finding: Finding) => void) {
    await claim(
      report,
      {
        promises: ['W1'],
        test: 'a backup made while twelve people write holds everything that was shown as saved before it began, and is restored whole',
      },
      () => onStage((stage) => duringWrites(stage, long ? 20 : 3)),
    );
    await claim(
      report,
      {
        promises: ['W3'],
        test: 'after a restore the peers that still hold what came later bring it back, and go on',
      },
      () => onStage(whatPeersStillHold),
    );
  },
};
