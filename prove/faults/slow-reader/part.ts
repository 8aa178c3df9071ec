/** Readers that do not read: on `/session`, on `/signal` and over HTTP. They are let go, and memory stays bounded. */
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createNodeClock } from '../../../bots/runtime/node-clock.ts';
import { limits } from '../../../conversation/log/limits.ts';
import { sessionLimits } from '../../../signaling/session/session-limits.ts';
import type { Finding, Part } from '../../finding.ts';
import { claim, must } from '../../support/claim.ts';
import { addressOf, createLightClient, type LightClient } from '../../support/light-client.ts';
import { metricOf, residentBytesOf } from '../../support/process-figures.ts';
import { startServerProgram, type ServerProgram } from '../../support/server-program.ts';
import { pausedReader, type PausedReader } from './paused-reader.ts';

interface Stage {
  readonly server: ServerProgram;
  readonly url: string;
}

async function onStage<Told>(act: (stage: Stage) => Promise<Told>): Promise<Told> {
  const dataDir = mkdtempSync(join(tmpdir(), 'parley-slow-'));
  const server = startServerProgram({ dataDir });
  try {
    return await act({ server, url: await server.url });
  } finally {
    server.kill();
    await server.ended;
    rmSync(dataDir, { recursive: true, force: true });
  }
}

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Looks every half a second. @returns the seconds it took. */
async function waitFor(what: string, withinMs: number, isSo: () => boolean | Promise<boolean>) {
  const since = performance.now();
  while (!(await isSo())) {
    must(performance.now() - since < withinMs, `not within ${withinMs / 1000} s: ${what}`);
    await pause(500);
  }
  return (performance.now() - since) / 1000;
}

/** A conversation whose history is several megabytes, to be asked for again and again. */
async function longHistory(client: LightClient, entries: number): Promise<void> {
  const text = 'x'.repeat(limits.textBytes);
  for (let n = 0; n < entries; n += 1) await client.say(text);
}

async function isIn(client: LightClient): Promise<void> {
  await waitFor('a client is in', 20_000, () => client.isIn());
}

/** Readers that ask for their history and do not read it; they go on sending, so no heartbeat misses them. */
async function historyReaders({ server, url }: Stage, count: number, entries: number) {
  const clock = createNodeClock();
  const before = residentBytesOf(server.pid);
  const readers: PausedReader[] = [];
  await Promise.all(
    Array.from({ length: count }, async (_, n) => {
      const from = addressOf(n);
      const client = createLightClient({ url, clock, random: Math.random, from });
      await isIn(client);
      await longHistory(client, entries);
      readers.push(await pausedReader(url, from, client));
      client.close();
    }),
  );
  const filled = residentBytesOf(server.pid);
  for (const reader of readers) reader.stopReading();
  let most = filled;
  const seconds = await waitFor('every reader is let go', 90_000, () => {
    for (const reader of readers) reader.ask();
    most = Math.max(most, residentBytesOf(server.pid));
    return readers.every((reader) => reader.isGone());
  });
  const slow = await metricOf(url, 'parley_refusals_total', 'reason="slowReader"');
  must(slow >= count, `only ${slow} of ${count} were let go as slow readers`);
  const allowed = count * (sessionLimits.unsentBytes + 2 * limits.updateBytes) + 64e6;
  must(most - filled < allowed, `memory grew by ${megabytes(most - filled)}`);
  const unsent = await metricOf(url, 'parley_unsent_bytes');
  must(unsent === 0, `${unsent} bytes still wait for readers that are gone`);
  return {
    iterations: count,
    faults: `${count} readers that do not read`,
    note: `let go after ${seconds.toFixed(0)} s; resident ${megabytes(before)}, with their histories ${megabytes(filled)}, at most ${megabytes(most)}`,
  };
}

/** As many as may wait for their answers; whoever sends more is hung up on at once (http-server.test.ts). */
const requestsAtOnce = 16;

/** Requests whose answers nobody takes from the socket. */
async function httpReaders({ server, url }: Stage, count: number) {
  const before = residentBytesOf(server.pid);
  const open = () => metricOf(url, 'process_open_fds');
  const idle = await open();
  const port = Number(new URL(url).port);
  const sockets: Socket[] = [];
  for (let n = 0; n < count; n += 1) {
    const socket = connect({ port, host: '127.0.0.1', localAddress: addressOf(n) });
    socket.pause();
    socket.on('error', () => socket.destroy());
    const ask = 'GET /api/openapi.json HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n';
    socket.write(ask.repeat(requestsAtOnce));
    sockets.push(socket);
  }
  let most = before;
  // A paused socket does not hear that it was closed: what counts is what the server holds.
  await waitFor('they are connected', 10_000, async () => (await open()) >= idle + count);
  const seconds = await waitFor('the server lets them go', 120_000, async () => {
    most = Math.max(most, residentBytesOf(server.pid));
    return (await open()) <= idle + 5;
  });
  for (const socket of sockets) socket.destroy();
  must(most - before < 300e6, `memory grew by ${megabytes(most - before)}`);
  return {
    iterations: count,
    faults: `${count} connections, ${requestsAtOnce} requests each`,
    note: `let go after ${seconds.toFixed(0)} s; resident ${megabytes(before)}, at most ${megabytes(most)}`,
  };
}

export const part: Part = {
  name: 'slow-reader',
  async prove({ long }, report: (finding: Finding) => void) {
    await claim(
      report,
      {
        promises: ['W8'],
        test: 'sessions that ask for megabytes of history, go on sending and never read are let go, and memory stays bounded',
      },
      () => onStage((stage) => historyReaders(stage, long ? 40 : 4, long ? 60 : 30)),
    );
    await claim(
      report,
      { promises: ['W8'], test: 'HTTP connections that ask and never read the answers are let go' },
      () => onStage((stage) => httpReaders(stage, long ? 200 : 40)),
    );
  },
};
