/** One bot process with many direct conversations, beside a plain bot on simple-peer and @roamhq/wrtc. */
import { resolve } from 'node:path';
import { flagsOf } from '../scripts/processes.mjs';
import { botsAnswer, type BotsAnswer } from './drivers/bots-answer.ts';
import { withLeftovers, type Leftovers } from './leftovers.ts';
import type { Part, Run } from './part.ts';
import { startOwnServer } from './peer-servers.ts';
import { drive, startOurs, startPeer } from './programs.ts';
import { inTurns, ratioOf, spread, times } from './rounds.ts';
import { row, shown, type Row } from './statistics.ts';

const program = resolve(import.meta.dirname, '../dist/node/bots.js');

async function ofParley(leftovers: Leftovers, conversations: number): Promise<BotsAnswer> {
  const server = await startOurs(leftovers, { DEMO: '1' });
  const bot = await startPeer(leftovers, {
    command: [process.execPath, ...flagsOf('bots'), program, 'reverse'],
    env: { PARLEY_URL: server.url, DATA_DIR: server.dataDir },
    isUp: /reverse: here/,
  });
  const task = { url: server.url, pid: bot.pid, conversations };
  const answer = await drive(leftovers, 'drivers/bots-parley.ts', task, botsAnswer);
  await bot.close();
  await server.close();
  return answer;
}

async function ofWrtc(leftovers: Leftovers, conversations: number): Promise<BotsAnswer> {
  const bot = await startOwnServer(leftovers, 'wrtc/bot.ts');
  const task = { url: `ws://127.0.0.1:${bot.port}`, pid: bot.pid, conversations };
  const answer = await drive(leftovers, 'peers/wrtc/clients.ts', task, botsAnswer);
  await bot.close();
  return answer;
}

const mostBytes = 200e6;
const mostMs = 100;

async function rowsOf(leftovers: Leftovers, count: number, rounds: number): Promise<Row[]> {
  const taken = await inTurns(
    {
      parley: () => ofParley(leftovers, count),
      wrtc: () => ofWrtc(leftovers, count),
    },
    rounds,
  );
  type Name = keyof typeof taken;
  const middle = (of: Name, pick: (it: BotsAnswer) => number) => spread(taken[of].map(pick)).median;
  const kbEach = (it: BotsAnswer) => (it.bytes - it.bytesBefore) / 1000 / count;
  const ratio = ratioOf(taken.parley.map(kbEach), taken.wrtc.map(kbEach));
  const direct = Math.min(...taken.parley.map((it) => it.direct));
  const bytes = middle('parley', (it) => it.bytes);
  const p99 = middle('parley', (it) => it.p99Ms);
  const figures = (of: Name) =>
    `p50 ${middle(of, (it) => it.p50Ms).toFixed(1)} ms, p99 ${middle(of, (it) => it.p99Ms).toFixed(1)} ms`;
  const replies = `${figures('parley')}; a plain bot ${figures('wrtc')}`;
  return [
    row(
      `a bot process with ${count} conversations: memory`,
      `${(bytes / 1e6).toFixed(0)} MB, ${direct} direct; ${middle('parley', kbEach).toFixed(0)} kB a conversation = ${times(ratio)} simple-peer on @roamhq/wrtc (${middle('wrtc', kbEach).toFixed(0)} kB; ${(middle('wrtc', (it) => it.bytes) / 1e6).toFixed(0)} MB)`,
      `at most 0.7 ×, all direct${count <= 200 ? ', below 200 MB' : ''}`,
      ratio.median <= 0.7 && direct === count && (count > 200 || bytes < mostBytes),
    ),
    count < 500
      ? shown(`a bot process with ${count} conversations: replies`, replies)
      : row(
          `a bot process with ${count} conversations: replies`,
          replies,
          `p99 below ${mostMs} ms`,
          p99 < mostMs,
        ),
  ];
}

function botRows({ quick }: Run): Promise<Row[]> {
  return withLeftovers(async (leftovers) => {
    const rows: Row[] = [];
    for (const count of quick ? [20] : [100, 300, 500]) {
      rows.push(...(await rowsOf(leftovers, count, quick ? 1 : 2)));
    }
    return rows;
  });
}

export const bots: Part = { name: 'bots', rows: botRows };
