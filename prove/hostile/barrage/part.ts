/** The whole running server under mutants, while honest people talk: it lives, answers, stays small, and they notice nothing. */
import { spawn } from 'node:child_process';
import { setPriority } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import * as v from 'valibot';
import { percentile } from '../../../bench/statistics.ts';
import { endNodeWebRtc, installNodeGlobals } from '../../../bots/runtime/node-webrtc.ts';
import { startParley } from '../../../e2e/support/parley.ts';
import type { Part } from '../../finding.ts';
import { claim, must, type Tried } from '../../support/claim.ts';
import { metricOf } from '../../support/process-figures.ts';
import { inviteGuests } from '../floods/guests.ts';
import { barrageTold, kinds, type Kind, type Told } from './tally.ts';

interface Form {
  readonly what: string;
  readonly count: number;
  /** For the others, p99 of a question and its answer. */
  readonly barMs: number;
}

const forms: Readonly<Record<Kind, Form>> = {
  signals: {
    what: 'malformed and odd signals (numbers, sizes, line ends, sections, mutants)',
    count: 10_000,
    barMs: 200,
  },
  // Three end a session: what takes the time is to come back as somebody else.
  sessions: { what: 'mutants of messages and frames of sessions', count: 2_000, barMs: 500 },
  requests: { what: 'mutants of requests, and bytes that are none', count: 5_000, barMs: 500 },
};
const longTimes = 50;
/** Of the server's process, at any time. */
const mostBytes = 400 * 1024 * 1024;
const measureMs = 1_000;
/** Other programs on this machine slow a try; what really slows the server does so each time. */
const mostTries = 3;

export const part: Part = {
  name: 'barrage',
  async prove({ long, seed }, report) {
    const globals = installNodeGlobals({ onFault: () => undefined });
    try {
      for (const kind of kinds) {
        const form = forms[kind];
        const count = form.count * (long ? longTimes : 1);
        const promises = ['W8', 'W9', 'W5'];
        const test = `${form.what} at a running server, while honest people talk: it lives and answers with codes, and a question is answered within ${form.barMs} ms (p99).`;
        await claim(report, { promises, test, seed }, () => withstand(kind, count, seed));
      }
    } finally {
      globals.restore();
      endNodeWebRtc();
    }
  },
};

async function withstand(kind: Kind, count: number, seed: number): Promise<Tried> {
  const { barMs } = forms[kind];
  for (let tries = 1; ; tries += 1) {
    const { told, trips, largest } = await once(kind, count, seed);
    const p99 = percentile(trips, 0.99);
    if (p99 >= barMs && tries < mostTries) continue;
    must(told.strange.length === 0, told.strange.join('; '));
    must(told.sent >= count, `only ${told.sent} were sent`);
    must(largest < mostBytes, `the server grew to ${inMb(largest)}`);
    must(p99 < barMs, `honest people wait ${p99.toFixed(0)} ms (p99)`);
    return {
      iterations: told.sent,
      faults: Object.entries(told.answers)
        .toSorted(([, a], [, b]) => b - a)
        .map(([how, times]) => `${how} ${times}`)
        .join(', '),
      note: `p99 ${p99.toFixed(0)} ms over ${trips.length} answers, the server at most ${inMb(largest)}`,
    };
  }
}

const inMb = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(0)} MB`;

async function once(
  kind: Kind,
  count: number,
  seed: number,
): Promise<{ told: Told; trips: number[]; largest: number }> {
  const parley = await startParley();
  try {
    const { url } = parley;
    const guests = await inviteGuests(parley);
    const thrower = startThrower(kind, url, seed, count);
    try {
      const startedAt = await metricOf(url, 'process_start_time_seconds');
      const trips: number[] = [];
      let largest = 0;
      do {
        const { direct, server } = await guests.measure(measureMs);
        trips.push(...direct, ...server);
        largest = Math.max(largest, await metricOf(url, 'process_resident_memory_bytes'));
      } while (thrower.isRunning());
      const told = await thrower.told;
      const isSame = (await metricOf(url, 'process_start_time_seconds')) === startedAt;
      must(isSame, 'the server is another one than before');
      return { told, trips, largest };
    } finally {
      thrower.kill();
      await guests.close();
    }
  } finally {
    await parley.close();
  }
}

function startThrower(kind: Kind, url: string, seed: number, count: number) {
  const program = join(import.meta.dirname, 'barrage-program.ts');
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', program, kind, url, String(seed), String(count)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  // Whoever attacks has a machine of its own: here it has what the others leave.
  if (child.pid !== undefined) setPriority(child.pid, 10);
  let last: Told = { sent: 0, answers: {}, strange: [], isDone: false };
  let isRunning = true;
  createInterface({ input: child.stdout }).on('line', (line) => {
    last = v.parse(barrageTold, JSON.parse(line));
  });
  const told = new Promise<Told>((done) => {
    child.once('close', (code) => {
      isRunning = false;
      const failed = `the thrower ended with ${code} before it was done`;
      done(last.isDone ? last : { ...last, strange: [...last.strange, failed] });
    });
  });
  return { told, isRunning: () => isRunning, kill: () => void child.kill('SIGKILL') };
}
