/** Everybody comes back at once, after a kill and after a stop: spread, within a minute, and without a password. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createNodeClock } from '../../../bots/runtime/node-clock.ts';
import type { Finding, Part } from '../../finding.ts';
import { Broken, claim, must } from '../../support/claim.ts';
import { addressOf, createLightClient, type LightClient } from '../../support/light-client.ts';
import { cpuSecondsOf, metricOf, residentBytesOf } from '../../support/process-figures.ts';
import { seeded } from '../../support/random.ts';
import { startServerProgram, type ServerProgram } from '../../support/server-program.ts';

/** All must be back by then, ms. */
const withinMs = 60_000;
/** Sessions of the console; the others are visitors, each with a conversation. */
const staff = 20;
/** Visitors that begin at a time, as each costs a handful of commits. */
const beginAtOnce = 40;

interface Crowd {
  readonly clients: readonly LightClient[];
  /** When each came back since the last restart, ms by the clock of this process. */
  readonly backAt: Map<number, number>;
  whenAllAreIn(withinMs: number): Promise<void>;
}

async function gather(
  url: string,
  count: number,
  cookie: string,
  random: () => number,
): Promise<Crowd> {
  const clock = createNodeClock();
  const clients: LightClient[] = [];
  const backAt = new Map<number, number>();
  let look = () => {};

  function whenIn(ms: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        const out = clients.filter((client) => !client.isIn()).length;
        reject(new Broken(`${out} of ${clients.length} are not back after ${ms / 1000} s`));
      }, ms);
      look = () => {
        if (!clients.every((client) => client.isIn())) return;
        clearTimeout(timer);
        resolve();
      };
      look();
    });
  }

  for (let begun = 0; begun < count; begun += beginAtOnce) {
    for (let n = begun; n < Math.min(count, begun + beginAtOnce); n += 1) {
      clients.push(
        createLightClient({
          url,
          clock,
          random,
          from: addressOf(n),
          ...(n < staff ? { cookie } : {}),
          onBack: () => {
            backAt.set(n, performance.now());
            look();
          },
        }),
      );
    }
    await whenIn(withinMs);
    const fresh = clients.slice(Math.max(begun, staff));
    await Promise.all(fresh.map((client) => client.say('before the storm')));
  }
  return { clients, backAt, whenAllAreIn: whenIn };
}

async function signInAsAdmin(server: ServerProgram, url: string): Promise<string> {
  const password = /as "admin" with password "([^"]+)"/.exec(server.output())?.[1];
  const answer = await fetch(`${url}/api/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'admin', password }),
  });
  if (!answer.ok) throw new Error(`Signing in failed: ${await answer.text()}`);
  return answer.headers.get('set-cookie')?.split(';')[0] ?? '';
}

const percentile = (sorted: readonly number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

/** @returns what was measured, in words. */
async function afterwards(crowd: Crowd, server: ServerProgram, url: string, since: number) {
  const took = [...crowd.backAt.values()].map((at) => at - since).toSorted((a, b) => a - b);
  const seconds = (ms: number) => (ms / 1000).toFixed(1);
  const perSecond = new Map<number, number>();
  for (const ms of took) {
    const second = Math.floor(ms / 1000);
    perSecond.set(second, (perSecond.get(second) ?? 0) + 1);
  }
  const most = Math.max(...perSecond.values());
  const hashes = await metricOf(url, 'parley_password_hashes_total');
  must(hashes === 0, `${hashes} passwords were hashed`);
  const slow = await metricOf(url, 'parley_refusals_total', 'at="session"');
  return (
    `all back after ${seconds(took.at(-1) ?? 0)} s (half after ${seconds(percentile(took, 0.5))} s, 99 % after ${seconds(percentile(took, 0.99))} s), ` +
    `at most ${most} in one second; 0 argon2, ${slow} refused, ${cpuSecondsOf(server.pid).toFixed(1)} s of CPU with the start, ` +
    `${(residentBytesOf(server.pid) / 1e6).toFixed(0)} MB`
  );
}

export const part: Part = {
  name: 'storm',
  async prove({ seed }, report: (finding: Finding) => void) {
    const count = 2000;
    const dataDir = mkdtempSync(join(tmpdir(), 'parley-storm-'));
    let server = startServerProgram({ dataDir });
    const url = await server.url;
    const port = Number(new URL(url).port);
    const cookie = await signInAsAdmin(server, url);
    const crowd = await gather(url, count, cookie, seeded(seed));
    try {
      for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
        await claim(
          report,
          {
            promises: ['W3', 'W8'],
            test: `the server ends by ${signal} and starts again: ${count} sessions come back, spread, without a password`,
            seed,
          },
          async () => {
            crowd.backAt.clear();
            const since = performance.now();
            server.kill(signal);
            const { code } = await server.ended;
            must(signal === 'SIGKILL' || code === 0, `it exited with ${code ?? 'a signal'}`);
            const gone = performance.now();
            server = startServerProgram({ dataDir, port });
            await server.url;
            const up = performance.now();
            await crowd.whenAllAreIn(withinMs);
            const figures = await afterwards(crowd, server, url, since);
            const writers = crowd.clients.slice(staff);
            await Promise.all(writers.map((client) => client.say(`after ${signal}`)));
            must(
              writers.every((client) => client.saved() >= (signal === 'SIGKILL' ? 2 : 3)),
              'something that was said is not saved',
            );
            return {
              iterations: count,
              faults: signal,
              note: `gone after ${((gone - since) / 1000).toFixed(1)} s, up again after ${((up - since) / 1000).toFixed(1)} s; ${figures}`,
            };
          },
        );
      }
    } finally {
      for (const client of crowd.clients) client.close();
      server.kill();
      await server.ended;
      rmSync(dataDir, { recursive: true, force: true });
    }
  },
};
