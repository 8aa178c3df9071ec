/** Floods of everything that can be sent, while honest people talk and measure how long they wait. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { percentile } from '../../../bench/statistics.ts';
import { endNodeWebRtc, installNodeGlobals } from '../../../bots/runtime/node-webrtc.ts';
import { startParley } from '../../../e2e/support/parley.ts';
import type { Finding, Part } from '../../finding.ts';
import { inviteGuests, type RoundTrips } from './guests.ts';
import { floods, type Tally } from './kinds.ts';

const barMs = 500;

export const part: Part = {
  name: 'floods',
  async prove({ long }, report) {
    const forMs = long ? 60_000 : 6_000;
    const globals = installNodeGlobals({ onFault: () => undefined });
    try {
      const quiet = await during(undefined, forMs);
      for (const kind of Object.keys(floods))
        report(findingOf(kind, quiet.trips, await during(kind, forMs)));
    } finally {
      globals.restore();
      endNodeWebRtc();
    }
  },
};

interface Outcome {
  readonly trips: RoundTrips;
  readonly tally: Tally;
}

/** A server of its own for each flood: none inherits what another one left behind. */
async function during(kind: string | undefined, forMs: number): Promise<Outcome> {
  const parley = await startParley();
  try {
    const guests = await inviteGuests(parley);
    const flooder = kind === undefined ? undefined : startFlooder(kind, parley.url);
    try {
      await guests.measure(forMs / 3);
      const trips = await guests.measure(forMs);
      return { trips, tally: (await flooder?.stop()) ?? { sent: 0, hungUp: 0 } };
    } finally {
      flooder?.kill();
      await guests.close();
    }
  } finally {
    await parley.close();
  }
}

function startFlooder(kind: string, url: string) {
  const program = join(import.meta.dirname, 'flooder.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', program, kind, url], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  return {
    kill: () => child.kill('SIGKILL'),
    async stop(): Promise<Tally> {
      let text = '';
      child.stdout.setEncoding('utf8').on('data', (data: string) => (text += data));
      child.stdin.end();
      await once(child, 'close');
      return JSON.parse(text) as Tally;
    },
  };
}

function findingOf(kind: string, quiet: RoundTrips, { trips, tally }: Outcome): Finding {
  const words = ({ server, direct }: RoundTrips) =>
    `p99 ${ms(server)} by the server, ${ms(direct)} direct`;
  const note = `${words(trips)} (without: ${words(quiet)})`;
  const isQuick = p99(trips.server) < barMs && p99(trips.direct) < barMs;
  const wrong = [
    ...(isQuick ? [] : [`honest people wait: ${note}`]),
    ...(tally.sent === 0 ? ['nothing was sent'] : []),
    ...(tally.hungUp === 0 ? ['nobody was hung up on or refused'] : []),
  ];
  return {
    promises: ['W8', 'W5'],
    test: `A flood of ${kind} while honest people talk: a question is answered within ${barMs} ms (p99), through the server and direct, and whoever floods is hung up on.`,
    iterations: trips.server.length + trips.direct.length,
    faults: `${tally.sent} sent, ${tally.hungUp} times hung up on or refused`,
    result:
      wrong.length === 0 ? { state: 'held', note } : { state: 'broken', because: wrong.join('; ') },
  };
}

const p99 = (values: readonly number[]) => percentile(values, 0.99);
const ms = (values: readonly number[]) => `${p99(values).toFixed(0)} ms`;
