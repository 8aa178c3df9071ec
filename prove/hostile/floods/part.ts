/** Floods of everything that can be sent, while honest people talk and measure how long they wait. */
import { spawn } from 'node:child_process';
import { setPriority } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import * as v from 'valibot';
import { percentile } from '../../../bench/statistics.ts';
import { endNodeWebRtc, installNodeGlobals } from '../../../bots/runtime/node-webrtc.ts';
import { startParley } from '../../../e2e/support/parley.ts';
import type { Finding, Part } from '../../finding.ts';
import { withChromium } from '../chromium.ts';
import { eventually } from '../people.ts';
import { inviteGuests, type RoundTrips } from './guests.ts';
import { floods, overLinks, type Tally } from './kinds.ts';
import { openPageUnderFlood } from './page-under-flood.ts';

const barMs = 500;
/** The slowest thing that ends a flood is the wait for a session's first word. */
const startLimitMs = 30_000;
/** Other programs on this machine slow a try; a flood that works slows each of them. */
const mostTries = 3;

export const part: Part = {
  name: 'floods',
  async prove({ long, wants }, report) {
    const forMs = long ? 60_000 : 6_000;
    const globals = installNodeGlobals({ onFault: () => undefined });
    try {
      for (const kind of Object.keys(floods).filter(wants)) report(await tryFlood(kind, forMs));
      if (wants('page')) report(await tryPageFlood(forMs));
    } finally {
      globals.restore();
      endNodeWebRtc();
    }
  },
};

async function tryFlood(kind: string, forMs: number): Promise<Finding> {
  for (let tries = 1; ; tries += 1) {
    const flooded = await during(kind, forMs);
    const isQuick = p99(flooded.trips.server) < barMs && p99(flooded.trips.direct) < barMs;
    if (isQuick || tries === mostTries) {
      const quiet = isQuick ? undefined : (await during(undefined, forMs)).trips;
      return findingOf(kind, flooded, quiet);
    }
  }
}

/** The page does what its agent's browser has time for, so it is tried alone. */
async function tryPageFlood(forMs: number): Promise<Finding> {
  const once = () =>
    withChromium(async (browser) => {
      const parley = await startParley();
      try {
        const page = await openPageUnderFlood(parley, browser);
        const flooder = startFlooder(overLinks, parley.url);
        try {
          await flooder.told('it floods', ({ sent }) => sent > 0);
          await page.measure(forMs / 3);
          const waits = await page.measure(forMs);
          const tally = await flooder.told('somebody is hung up on', ({ hungUp }) => hungUp > 0);
          return { waits, tally };
        } finally {
          flooder.kill();
          await page.close();
        }
      } finally {
        await parley.close();
      }
    });
  let { waits, tally } = await once();
  for (let tries = 1; tries < mostTries && p99(waits) >= barMs; tries += 1) {
    ({ waits, tally } = await once());
  }
  const words = `p99 ${ms(waits)} until the page shows a text`;
  const wrong = [
    ...(p99(waits) < barMs ? [] : [words]),
    ...(tally.sent === 0 ? ['nothing was sent'] : []),
    ...(tally.hungUp === 0 ? ['no link was ended'] : []),
  ];
  return {
    promises: ['W8', 'W5'],
    test: `A flood of ${overLinks}, at an agent's page in Chromium, while a client writes to it: the page shows each text within ${barMs} ms (p99), and the links of whoever floods are ended.`,
    iterations: waits.length,
    faults: `${tally.sent} sent, ${tally.hungUp} links ended`,
    result:
      wrong.length === 0
        ? { state: 'held', note: words }
        : { state: 'broken', because: wrong.join('; ') },
  };
}

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
      await flooder?.told('it floods', ({ sent }) => sent > 0);
      await guests.measure(forMs / 3);
      const trips = await guests.measure(forMs);
      const tally = await flooder?.told('somebody is hung up on', ({ hungUp }) => hungUp > 0);
      return { trips, tally: tally ?? { sent: 0, hungUp: 0 } };
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
  // Flooders have machines of their own: here they have what the others leave.
  if (child.pid !== undefined) setPriority(child.pid, 10);
  let last: Tally = { sent: 0, hungUp: 0 };
  createInterface({ input: child.stdout }).on(
    'line',
    (line) => (last = v.parse(tally, JSON.parse(line))),
  );
  return {
    kill: () => child.kill('SIGKILL'),
    /** What came of it, once that is so, or at last. */
    async told(what: string, isSo: (tally: Tally) => boolean): Promise<Tally> {
      await eventually(what, () => isSo(last) || undefined, startLimitMs).catch(() => undefined);
      return last;
    },
  };
}

const words = ({ server, direct }: RoundTrips) =>
  `p99 ${ms(server)} by the server, ${ms(direct)} direct`;

/** @param quiet without the flood, where people had to wait with it */
function findingOf(kind: string, { trips, tally }: Outcome, quiet?: RoundTrips): Finding {
  const wrong = [
    ...(quiet === undefined
      ? []
      : [`honest people wait: ${words(trips)} (without: ${words(quiet)})`]),
    ...(tally.sent === 0 ? ['nothing was sent'] : []),
    ...(tally.hungUp === 0 ? ['nobody was hung up on or refused'] : []),
  ];
  return {
    promises: ['W8', 'W5'],
    test: `A flood of ${kind} while honest people talk: a question is answered within ${barMs} ms (p99), through the server and direct, and whoever floods is hung up on.`,
    iterations: trips.server.length + trips.direct.length,
    faults: `${tally.sent} sent, ${tally.hungUp} times hung up on or refused`,
    result:
      wrong.length === 0
        ? { state: 'held', note: words(trips) }
        : { state: 'broken', because: wrong.join('; ') },
  };
}

const tally = v.object({ sent: v.number(), hungUp: v.number() });
const p99 = (values: readonly number[]) => percentile(values, 0.99);
const ms = (values: readonly number[]) => `${p99(values).toFixed(0)} ms`;
