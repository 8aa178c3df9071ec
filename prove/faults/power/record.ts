/** Lets a real server write under `strace`, and kills it: what it asked of the disk, and what it told its clients. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createScriptedVisitor, type ScriptedVisitor } from '../../support/scripted-visitor.ts';
import { startServerProgram } from '../../support/server-program.ts';
import type { Operation } from './operation.ts';
import { readTrace, straceCommand } from './strace.ts';

/** Why there can be no trace here; undefined: there can. */
export function whyNoStrace(): string | undefined {
  const { error, status } = spawnSync('strace', ['--seccomp-bpf', '-f', '-o', '/dev/null', 'true']);
  if (error !== undefined) return 'strace is not installed (apt-get install strace)';
  return status === 0 ? undefined : 'strace may not trace here (ptrace is forbidden)';
}

export interface Recorder {
  /** Absolute: the operations are on files in it. */
  readonly dataDir: string;
  /**
   * One life of the server, to the kill. Visitors of the life before come back with what was not acknowledged.
   * @param inject strace's own words for a fault, such as `fsync:signal=KILL:when=3`
   * @returns what happened in it
   */
  live(options: {
    readonly inject?: string;
    /** New texts per visitor; 0: only what is unanswered is sent again. */
    readonly texts: number;
    /** It must not end by itself. */
    readonly survives: boolean;
  }): Promise<Operation[]>;
  close(): void;
}

export type Mutant = 'normal' | 'trusting';

export interface RecorderOptions {
  readonly visitors: number;
  /** The server is made worse than it is (mutant-pragmas.mjs). */
  readonly mutant?: Mutant;
  readonly fromSources?: boolean;
}

/** Large texts fill the write-ahead log, so that checkpoints come too. */
const textBytes = [10, 300, 2_500, 7_000];

export function createRecorder(options: RecorderOptions): Recorder {
  const folder = mkdtempSync(join(tmpdir(), 'parley-power-'));
  const dataDir = join(folder, 'data');
  mkdirSync(dataDir);
  const visitors: ScriptedVisitor[] = Array.from({ length: options.visitors }, (_, who) =>
    createScriptedVisitor({
      onSaved: () => undefined,
      textOf: (n) => `${who}/${n} `.padEnd(textBytes[(who + n) % textBytes.length] ?? 0, 'power '),
    }),
  );
  let lives = 0;

  return {
    dataDir,
    async live({ inject, texts, survives }) {
      const trace = join(folder, `trace-${(lives += 1)}`);
      const server = startServerProgram({
        dataDir,
        under: straceCommand(trace, inject),
        ...(options.mutant === undefined
          ? {}
          : {
              preload: [resolve(import.meta.dirname, 'mutant-pragmas.mjs')],
              environment: { MUTANT: options.mutant },
            }),
        ...(options.fromSources === undefined ? {} : { fromSources: options.fromSources }),
      });
      const url = await server.url.catch(() => undefined);
      if (url !== undefined) {
        const ends = await Promise.all(
          visitors.map((visitor) => {
            const enough = visitor.written() + texts;
            return visitor.write(url, () => visitor.written() >= enough);
          }),
        );
        if (survives && ends.includes('server-gone')) {
          throw new Error(`The server ended by itself: ${server.output()}`);
        }
      } else if (survives) throw new Error(`The server did not start: ${server.output()}`);
      server.kill();
      await server.ended;
      const operations = readTrace(trace, dataDir);
      rmSync(trace);
      return operations;
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
