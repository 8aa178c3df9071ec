/** Live traffic for a long time: memory, descriptors and the write-ahead log stay where they are. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createNodeClock } from '../../../bots/runtime/node-clock.ts';
import { databasePath } from '../../../signaling/database/data-folder.ts';
import type { Finding, Part } from '../../finding.ts';
import { claim, must } from '../../support/claim.ts';
import { addressOf, createLightClient } from '../../support/light-client.ts';
import { openFilesOf, residentBytesOf, sizeOf } from '../../support/process-figures.ts';
import { seeded, wholeNumber } from '../../support/random.ts';
import { startServerProgram } from '../../support/server-program.ts';
import { trendOf, type Trend } from '../../support/trend.ts';

const shortMs = 2 * 60_000;
const longMs = 20 * 60_000;
/** Caches fill (that of certificates after some thousand conversations) and the compiler warms up; the rest counts. */
const warmUpShare = 0.4;
const sampleMs = 1_000;
/**
 * The share by which memory may seem to grow in one run: the collector comes when it likes, and in the first minutes a
 * heap grows to its size (140 to 180 MB).
 */
const growthAllowed = { short: 0.25, long: 0.1 } as const;
/** SQLite writes its log back at 4 MB; one group of commits may come on top of that. */
const walBytes = 12e6;

interface Sample {
  readonly resident: number;
  readonly files: number;
  readonly wal: number;
}

interface Traffic {
  saved: number;
  closed: number;
  returned: number;
  /** Sessions that ended by themselves. */
  lost: number;
}

/** Somebody who asks, says a few things, ends it, and comes again, now and then as somebody new. */
async function visit(
  url: string,
  n: number,
  random: () => number,
  traffic: Traffic,
  isOver: () => boolean,
): Promise<void> {
  const clock = createNodeClock();
  const pause = (ms: number) => new Promise<void>((resolve) => clock.after(ms, resolve));
  while (!isOver()) {
    const client = createLightClient({ url, clock, random, from: addressOf(n) });
    try {
      for (let talks = wholeNumber(random, 1, 5); talks > 0 && !isOver(); talks -= 1) {
        while (!client.isIn() && !isOver()) await pause(50);
        for (let texts = wholeNumber(random, 2, 12); texts > 0 && !isOver(); texts -= 1) {
          await client.say('z'.repeat(wholeNumber(random, 10, 400)));
          traffic.saved += 1;
          await pause(wholeNumber(random, 100, 700));
        }
        client.end();
        traffic.closed += 1;
      }
      traffic.returned += 1;
    } catch {
      // A machine that stands still for a minute costs sessions; who was cut off comes again as somebody new.
      traffic.lost += 1;
    }
    await pause(200);
    client.close();
  }
}

const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);

function judge(
  samples: readonly Sample[],
  form: keyof typeof growthAllowed,
): { readonly memory: Trend; readonly note: string } {
  const counted = samples.slice(Math.floor(samples.length * warmUpShare));
  const memory = trendOf(counted.map(({ resident }) => resident));
  const files = trendOf(counted.map((sample) => sample.files));
  const wal = trendOf(counted.map((sample) => sample.wal));
  const note =
    `memory ${megabytes(memory.mean)} MB, by the line ${megabytes(memory.growth)} MB more at the end; ` +
    `descriptors ${files.mean.toFixed(0)}, ${files.growth.toFixed(1)} more; log at most ${megabytes(wal.most)} MB, ${megabytes(wal.growth)} MB more`;
  must(memory.growth < memory.mean * growthAllowed[form], `memory grows: ${note}`);
  must(files.growth < 5, `descriptors grow: ${note}`);
  must(wal.most < walBytes && wal.growth < walBytes / 4, `the write-ahead log grows: ${note}`);
  return { memory, note };
}

export const part: Part = {
  name: 'soak',
  async prove({ long, seed }, report: (finding: Finding) => void) {
    const dataDir = mkdtempSync(join(tmpdir(), 'parley-soak-'));
    const server = startServerProgram({ dataDir });
    const url = await server.url;
    const lastsMs = long ? longMs : shortMs;
    const people = 30;
    await claim(
      report,
      {
        promises: ['W8'],
        test: `${lastsMs / 60_000} minutes of conversations that are raised, written in, closed and raised again: memory, descriptors and the write-ahead log stay flat`,
        seed,
      },
      async () => {
        const traffic: Traffic = { saved: 0, closed: 0, returned: 0, lost: 0 };
        const since = performance.now();
        const isOver = () => performance.now() - since >= lastsMs;
        const samples: Sample[] = [];
        const sampling = setInterval(() => {
          samples.push({
            resident: residentBytesOf(server.pid),
            files: openFilesOf(server.pid),
            wal: sizeOf(`${databasePath(dataDir)}-wal`),
          });
        }, sampleMs);
        try {
          await Promise.all(
            Array.from({ length: people }, (_, n) =>
              visit(url, n, seeded(seed * 1000 + n), traffic, isOver),
            ),
          );
        } finally {
          clearInterval(sampling);
        }
        const { note } = judge(samples, long ? 'long' : 'short');
        return {
          iterations: traffic.saved,
          faults: `${traffic.closed} conversations closed, ${traffic.returned} visitors gone`,
          note: `${note}; ${traffic.lost} sessions lost`,
        };
      },
    );
    server.kill('SIGTERM');
    const { code } = await server.ended;
    if (code !== 0) throw new Error(`The server ended with ${code ?? 'a signal'}.`);
    rmSync(dataDir, { recursive: true, force: true });
  },
};
