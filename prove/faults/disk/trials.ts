/** What is done to the disk of a running server, and what it must say and do. */
import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { must, type Tried } from '../../support/claim.ts';
import { inspect, entryOf, type Saved } from '../../support/saved.ts';
import { createScriptedVisitor, type ScriptedVisitor } from '../../support/scripted-visitor.ts';
import { startServerProgram, type ServerProgramOptions } from '../../support/server-program.ts';
import type { FailingDisk } from './shim.ts';

export interface Stage {
  readonly dataDir: string;
  readonly saved: ReadonlyMap<string, Saved>;
  readonly visitors: readonly ScriptedVisitor[];
  start(more?: Partial<ServerProgramOptions>): ReturnType<typeof startServerProgram>;
  /** Each visitor writes so many texts more. @returns how it ended for each */
  write(url: string, texts: number): Promise<readonly string[]>;
}

const readyWithinMs = 30_000;

export async function isReady(url: string): Promise<boolean> {
  return (await fetch(`${url}/readyz`)).status === 200;
}

async function becomes(url: string, ready: boolean): Promise<void> {
  for (const until = Date.now() + readyWithinMs; (await isReady(url)) !== ready; await pause(50)) {
    must(Date.now() < until, `/readyz did not become ${ready ? 'ready' : 'not ready'}`);
  }
}

/** @param dataDir kept by the caller; left out: a new folder, gone afterwards */
export async function onStage(
  options: { readonly fromSources?: boolean; readonly dataDir?: string },
  act: (stage: Stage) => Promise<Omit<Tried, 'iterations'>>,
): Promise<Tried> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-disk-'));
  const dataDir = options.dataDir ?? join(folder, 'data');
  mkdirSync(dataDir, { recursive: true });
  const saved = new Map<string, Saved>();
  const servers = new Set<ReturnType<typeof startServerProgram>>();
  const visitors = Array.from({ length: 3 }, (_, who) =>
    createScriptedVisitor({
      onSaved: (them) => them.forEach((it) => saved.set(entryOf(it), it)),
      textOf: (n) => `${who}/${n} `.padEnd(2_000, 'disk '),
    }),
  );
  try {
    const tried = await act({
      dataDir,
      saved,
      visitors,
      start(more) {
        const server = startServerProgram({
          dataDir,
          environment: { LOG_LEVEL: 'silent' },
          ...(options.fromSources === undefined ? {} : { fromSources: options.fromSources }),
          ...more,
        });
        servers.add(server);
        return server;
      },
      write: (url, texts) =>
        Promise.all(
          visitors.map((visitor) => {
            const enough = visitor.written() + texts;
            return visitor.write(url, () => visitor.written() >= enough);
          }),
        ),
    });
    for (const server of servers) {
      server.kill();
      await server.ended;
    }
    const { complaints } = await inspect(dataDir, saved.values());
    must(complaints.length === 0, complaints.join('; '));
    return { iterations: saved.size, ...tried };
  } finally {
    for (const server of servers) {
      server.kill();
      await server.ended;
    }
    rmSync(folder, { recursive: true, force: true });
  }
}

const isAll = (ends: readonly string[], wanted: string) => ends.every((end) => end === wanted);

/** Nothing is acknowledged, the server says that it is not ready, and goes on once it can write again. */
export async function writesFail(
  stage: Stage,
  disk: FailingDisk,
  code: 'EIO' | 'ENOSPC' | 'EROFS',
) {
  const server = stage.start({ environment: { LOG_LEVEL: 'silent', ...disk.environment } });
  const url = await server.url;
  must(isAll(await stage.write(url, 3), 'enough'), 'it did not write before');
  return await refusesAndRecovers(stage, url, {
    fill: () => disk.fail('write', code),
    free: () => disk.mend(),
  });
}

export async function refusesAndRecovers(
  stage: Stage,
  url: string,
  disk: { fill(): void; free(): void },
): Promise<Omit<Tried, 'iterations'>> {
  disk.fill();
  const before = stage.saved.size;
  const ends = await stage.write(url, 3);
  must(
    isAll(ends, 'busy'),
    `the visitors were told ${ends.join(', ')} by a disk that takes nothing`,
  );
  must(stage.saved.size === before, 'something was acknowledged that cannot be on the disk');
  await becomes(url, false);
  disk.free();
  await becomes(url, true);
  must(isAll(await stage.write(url, 2), 'enough'), 'it does not write again');
  must(
    stage.visitors.every((visitor) => visitor.unanswered() === 0),
    'what was refused was not saved later',
  );
  return { faults: '1 disk that takes no writes, and does again' };
}

/** It ends with a sentence, acknowledges nothing more, and starts again with all that it had. */
export async function syncsFail(
  stage: Stage,
  disk: FailingDisk,
): Promise<Omit<Tried, 'iterations'>> {
  const environment = { LOG_LEVEL: 'silent', ...disk.environment };
  const first = stage.start({ environment });
  const url = await first.url;
  must(isAll(await stage.write(url, 3), 'enough'), 'it did not write before');
  disk.fail('sync', 'EIO');
  const before = stage.saved.size;
  must(isAll(await stage.write(url, 3), 'server-gone'), 'it went on after a failed sync');
  must(stage.saved.size === before, 'something was acknowledged that was not synced');
  const { code } = await first.ended;
  must(code === 1, `it ended with ${code}`);
  must(/its disk failed \(SQLITE_IOERR_FSYNC\)/.test(first.output()), `it said: ${first.output()}`);

  const refused = stage.start({ environment });
  must((await refused.ended).code === 1, 'it started on a disk that cannot sync');
  must(/cannot be written \(SQLITE_IOERR_FSYNC\)/.test(refused.output()), refused.output());

  disk.mend();
  const again = stage.start({ environment });
  must(isAll(await stage.write(await again.url, 2), 'enough'), 'it does not write again');
  return { faults: '1 failed sync, 1 start on a disk that cannot sync' };
}

/** A real file system of 6 MB. @returns why not, where it cannot be mounted */
export function mountSmall(folder: string): string | undefined {
  mkdirSync(folder, { recursive: true });
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=6m', 'parley-proof', folder]);
  return status === 0 ? undefined : 'only root may mount a small file system';
}

export async function diskIsFull(stage: Stage): Promise<Omit<Tried, 'iterations'>> {
  const url = await stage.start().url;
  must(isAll(await stage.write(url, 3), 'enough'), 'it did not write before');
  const ballast = join(stage.dataDir, 'ballast');
  const { faults: _, ...tried } = await refusesAndRecovers(stage, url, {
    fill: () => {
      // The rest of the write-ahead log is taken as well, so that nothing fits anywhere.
      spawnSync('dd', ['if=/dev/zero', `of=${ballast}`, 'bs=4096']);
    },
    free: () => rmSync(ballast),
  });
  return { ...tried, faults: '1 full file system' };
}

const nobody = 65_534;

/** Files that are there stay writable, so it goes on; once they are not, a start says what is wrong. */
export async function folderBecomesReadOnly(stage: Stage): Promise<Omit<Tried, 'iterations'>> {
  const user = { uid: nobody, gid: nobody };
  chmodSync(join(stage.dataDir, '..'), 0o755);
  chownSync(stage.dataDir, nobody, nobody);
  const first = stage.start({ user });
  const url = await first.url;
  must(isAll(await stage.write(url, 2), 'enough'), 'it did not write before');
  chmodSync(stage.dataDir, 0o500);
  must(isAll(await stage.write(url, 3), 'enough'), 'it did not go on in a read-only folder');
  must(await isReady(url), 'it saves everything, and says it is not ready');
  first.kill();
  await first.ended;
  for (const name of readdirSync(stage.dataDir)) chmodSync(join(stage.dataDir, name), 0o400);
  const second = stage.start({ user });
  const hasStarted = await second.url.then(
    () => true,
    () => false,
  );
  must(!hasStarted, 'it started on files that it cannot write');
  must(/^DATA_DIR is ".*" ?,/m.test(second.output()), `it said: ${second.output()}`);
  for (const name of readdirSync(stage.dataDir)) chmodSync(join(stage.dataDir, name), 0o600);
  chmodSync(stage.dataDir, 0o700);
  return { faults: '1 folder that becomes read-only, 1 start on read-only files' };
}

/** Those who are in go on, nobody new gets in, nothing falls over, and it is over when the others are gone. */
export async function noDescriptorsLeft(stage: Stage): Promise<Omit<Tried, 'iterations'>> {
  const server = stage.start();
  const url = await server.url;
  must(isAll(await stage.write(url, 3), 'enough'), 'it did not write before');
  const { status } = spawnSync('prlimit', [`--pid=${server.pid}`, '--nofile=80']);
  must(status === 0, 'prlimit could not limit the server');
  const crowd = Array.from({ length: 120 }, () => {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/session`);
    // Refused, or never answered: that is what the crowd is for.
    socket.on('error', () => undefined);
    return socket;
  });
  const writing = stage.write(url, 3);
  await pause(1_000);
  for (const socket of crowd) socket.terminate();
  await writing;
  const ends = await stage.write(url, 3);
  must(isAll(ends, 'enough'), `after the crowd had gone: ${ends.join(', ')}; ${server.output()}`);
  must(await isReady(url), 'it is not ready after the crowd had gone');
  return { faults: '120 sockets with 80 descriptors' };
}
