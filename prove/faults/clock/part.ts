/** Clocks that are set: the server's under everybody's feet, a client's before and while it talks. */
import type { Finding, Part } from '../../finding.ts';
import { createSystemClock, type Clock } from '../../../signaling/clock.ts';
import { databasePath } from '../../../signaling/database/data-folder.ts';
import { openDatabase } from '../../../signaling/database/database.ts';
import { startTestServer, type TestServer } from '../../../signaling/server.fixture.ts';
import { claim, must } from '../../support/claim.ts';
import {
  becomeBot,
  createWallClock,
  isAllSaved,
  meet,
  openPerson,
  talk,
  textsOf,
  until,
  type Pair,
} from '../../support/people.ts';

const dayMs = 24 * 3_600_000;
/** What a message claims and when it was received lie so close together when both clocks are understood. */
const closeMs = 60_000;

interface Stage {
  readonly server: TestServer;
  readonly url: string;
  /** Sets the server's clock. */
  setServer(aheadMs: number): void;
}

async function onStage(act: (stage: Stage) => Promise<void>): Promise<void> {
  const system = createSystemClock();
  let ahead = 0;
  const clock: Clock = { now: () => system.now() + ahead, after: system.after };
  const server = await startTestServer({}, { clock });
  try {
    await act({
      server,
      url: `http://127.0.0.1:${server.port}`,
      setServer: (ms) => {
        ahead = ms;
      },
    });
  } finally {
    await server.close();
  }
}

async function pairOn({ server, url }: Stage, clientClock?: Clock): Promise<Pair> {
  const { json } = await server.ask('/api/visitors', { body: {} });
  const client = openPerson({
    url,
    token: String(json?.['token']),
    ...(clientClock === undefined ? {} : { clock: clientClock }),
  });
  const bot = openPerson({ url, token: await becomeBot(url, server.botsKey, 'echo') });
  return meet(client, bot, 'echo');
}

/** Both show the same, and the archive's times never go back. */
async function agree({ asked, answered }: Pair, { server }: Stage): Promise<void> {
  must(
    textsOf(asked).join('\n') === textsOf(answered).join('\n'),
    'the two sides show different orders',
  );
  const database = await openDatabase(databasePath(server.dataDir));
  const rows = await database
    .selectFrom('entries')
    .select(['received_at', 'verdict'])
    .where('conversation', '=', asked.id)
    .orderBy('seq')
    .execute();
  await database.destroy();
  must(
    rows.every((row, i) => row.received_at >= (rows[i - 1]?.received_at ?? 0)),
    'a time of receipt lies before an earlier one',
  );
  must(
    rows.every((row) => row.verdict === 'accepted'),
    'an entry is not believed because of a clock',
  );
}

/** How far apart claimed and received time of the last message are, ms. */
function skewOf({ asked }: Pair): number {
  const last = asked.items().findLast((item) => item.kind === 'message');
  if (last === undefined) return Number.NaN;
  return Math.abs(last.at - (last.receivedAt ?? Number.NaN));
}

/** Each list is a life of one server: days that its clock is ahead, one after the other. */
const serverSteps: readonly (readonly number[])[] = [
  [1, 0],
  [-1, 0],
  [2, -2, 2],
];

export const part: Part = {
  name: 'clock',
  async prove({ long }, report: (finding: Finding) => void) {
    for (const steps of serverSteps) {
      await claim(
        report,
        {
          promises: ['W2', 'W3'],
          test: `the server's clock is set to ${steps.map((days) => `${days > 0 ? '+' : ''}${days} d`).join(', then ')} while two people talk`,
        },
        async () => {
          await onStage(async (stage) => {
            const pair = await pairOn(stage);
            for (const [i, days] of steps.entries()) {
              stage.setServer(days * dayMs);
              await talk(pair, `after step ${i + 1}`);
            }
            await agree(pair, stage);
            await pair.close();
          });
          return { iterations: steps.length * 2, faults: `${steps.length} steps` };
        },
      );
    }
    for (const days of [1, -1]) {
      await claim(
        report,
        {
          promises: ['W2', 'W4'],
          test: `a client whose clock is ${Math.abs(days)} d ${days > 0 ? 'ahead' : 'behind'}: what it claims is the server's time`,
        },
        async () => {
          await onStage(async (stage) => {
            const pair = await pairOn(stage, createWallClock(days * dayMs).clock);
            await talk(pair, 'with a wrong clock');
            await agree(pair, stage);
            must(skewOf(pair) < closeMs, `the claimed time is ${skewOf(pair)} ms off`);
            await pair.close();
          });
          return { iterations: 2, faults: 'a wrong clock' };
        },
      );
    }
    // The step forward is noticed by the next ping, up to 20 s later.
    for (const days of long ? [-1, 1] : [-1]) {
      await claim(
        report,
        {
          promises: ['W3'],
          test: `a client's clock is set ${Math.abs(days)} d ${days > 0 ? 'forward' : 'back'} while it talks`,
        },
        async () => {
          await onStage(async (stage) => {
            const wall = createWallClock();
            const pair = await pairOn(stage, wall.clock);
            wall.set(days * dayMs);
            pair.asked.say('what time is it?');
            await until(pair.asked, 'it is saved', () => isAllSaved(pair.asked), 60_000);
            await talk(pair, 'after the step');
            await agree(pair, stage);
            await pair.close();
          });
          return { iterations: 3, faults: 'one step' };
        },
      );
    }
  },
};
