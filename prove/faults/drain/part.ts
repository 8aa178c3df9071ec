/** SIGTERM under load: what was acknowledged is there, everybody is told, and direct conversations go on. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createNodeClock } from '../../../bots/runtime/node-clock.ts';
import { endNodeWebRtc, installNodeGlobals, nodeWrtc } from '../../../bots/runtime/node-webrtc.ts';
import { createWebRtcTransport } from '../../../conversation/peer/webrtc/webrtc-transport.ts';
import { readBotsKey } from '../../../signaling/backup/backup-file.ts';
import type { Finding, Part } from '../../finding.ts';
import { claim, must } from '../../support/claim.ts';
import { addressOf, createLightClient } from '../../support/light-client.ts';
import { becomeBot, isAllSaved, meet, openPerson, textsOf, until } from '../../support/people.ts';
import { inspectCopy, placeOf, type Saved } from '../../support/saved.ts';
import { createScriptedVisitor } from '../../support/scripted-visitor.ts';
import { startServerProgram, type ServerProgram } from '../../support/server-program.ts';

/** Supervisors kill what takes longer, ms. */
const stopLimitMs = 20_000;

async function inFolder<Told>(act: (dataDir: string) => Promise<Told>): Promise<Told> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-drain-'));
  try {
    return await act(join(folder, 'data'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @returns ms until the process was gone. */
async function stop(server: ServerProgram): Promise<number> {
  const since = performance.now();
  server.kill('SIGTERM');
  const { code, signal } = await server.ended;
  const ms = performance.now() - since;
  must(code === 0, `it ended with ${code ?? signal ?? 'nothing'}`);
  must(ms < stopLimitMs, `it took ${(ms / 1000).toFixed(1)} s to end`);
  return ms;
}

async function underLoad(dataDir: string, rounds: number, onlookers: number) {
  const saved = new Map<string, Saved>();
  const took: number[] = [];
  let waitFor = 0;
  let onCount = () => {};
  const writers = Array.from({ length: 16 }, () =>
    createScriptedVisitor({
      onSaved: (all) => {
        for (const it of all) saved.set(placeOf(it), it);
        if (saved.size >= waitFor) onCount();
      },
      textOf: (n) => `line ${n}`,
    }),
  );
  for (let round = 0; round < rounds; round += 1) {
    const server = startServerProgram({ dataDir });
    const url = await server.url;
    const delays: number[] = [];
    const codes: number[] = [];
    const watching = Array.from({ length: onlookers }, (_, n) =>
      createLightClient({
        url,
        clock: createNodeClock(),
        random: Math.random,
        from: addressOf(n),
        onMessage: (message) => {
          if (message.type === 'draining') delays.push(message.retryAfterMs);
        },
        onClose: (code) => codes.push(code),
      }),
    );
    while (!watching.every((client) => client.isIn())) {
      await new Promise((next) => setTimeout(next, 50));
    }
    waitFor = saved.size + 300;
    const reached = new Promise<void>((resolve) => {
      onCount = resolve;
    });
    const writing = writers.map((writer) => writer.write(url, () => false));
    await reached;
    took.push(await stop(server));
    await Promise.all(writing);
    for (const client of watching) client.close();
    must(delays.length === onlookers, `${delays.length} of ${onlookers} were told to come back`);
    must(new Set(delays).size > onlookers / 4, 'they were all told the same moment');
    const restarts = codes.filter((code) => code === 1012).length;
    must(restarts >= onlookers, `${restarts} of ${onlookers} were closed with 1012`);
    const { complaints } = await inspectCopy(dataDir, saved.values());
    must(complaints.length === 0, `round ${round}: ${complaints.join('; ')}`);
  }
  return {
    iterations: saved.size,
    faults: `${rounds} SIGTERM`,
    note: `gone after at most ${(Math.max(...took) / 1000).toFixed(1)} s, with ${onlookers + 16} sessions`,
  };
}

async function directLinksLiveOn(dataDir: string) {
  const globals = installNodeGlobals({ onFault: () => undefined });
  const server = startServerProgram({ dataDir });
  const url = await server.url;
  const port = Number(new URL(url).port);
  const clock = createNodeClock();
  const signalUrl = `${url.replace('http', 'ws')}/signal`;
  const transport = () => createWebRtcTransport({ signalUrl, wrtc: nodeWrtc, clock });
  const made = await fetch(`${url}/api/visitors`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  const { token } = (await made.json()) as { token: string };
  const bot = await becomeBot(url, readBotsKey(dataDir)?.trim() ?? '', 'echo');
  const pair = await meet(
    openPerson({ url, token, transport: transport() }),
    openPerson({ url, token: bot, transport: transport() }),
    'echo',
  );
  const { asked, answered } = pair;
  await until(asked, 'a direct link', () => asked.link() === 'direct');
  await stop(server);
  await until(pair.client, 'the session ends', () => pair.client.session().state !== 'online');
  asked.say('are you still there?');
  await until(answered, 'it is read without a server', () => textsOf(answered).length === 2);
  answered.say('I am');
  await until(asked, 'the answer is read without a server', () => textsOf(asked).length === 3);
  must(asked.link() === 'direct', `the link is ${asked.link()}`);
  const again = startServerProgram({ dataDir, port });
  await again.url;
  await until(asked, 'the archive catches up', () => isAllSaved(asked), 60_000);
  await until(answered, 'the archive catches up', () => isAllSaved(answered), 60_000);
  await pair.close();
  again.kill('SIGTERM');
  await again.ended;
  globals.restore();
  endNodeWebRtc();
  return { iterations: 3, faults: 'one SIGTERM' };
}

export const part: Part = {
  name: 'drain',
  async prove({ long }, report: (finding: Finding) => void) {
    await claim(
      report,
      {
        promises: ['W1', 'W3'],
        test: 'SIGTERM while sixteen people write: gone within 20 s, everybody is told a moment of their own and closed with 1012, nothing that was acknowledged is missing',
      },
      () => inFolder((dataDir) => underLoad(dataDir, long ? 20 : 2, long ? 200 : 40)),
    );
    await claim(
      report,
      {
        promises: ['W5'],
        test: 'SIGTERM while two people are linked directly: they talk on without a server, and the archive catches up',
      },
      () => inFolder(directLinksLiveOn),
    );
  },
};
