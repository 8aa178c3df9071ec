/** One server with many clients, most of them idle: what a message costs it, beside socket.io. */
import { loadAnswer } from './drivers/load-answer.ts';
import { withLeftovers } from './leftovers.ts';
import type { Part, Run } from './part.ts';
import { startOwnServer } from './peer-servers.ts';
import { drive, startOurs } from './programs.ts';
import { inTurns, ratioOf, spread, times } from './rounds.ts';
import { row, shown, type Row } from './statistics.ts';

function loadRows({ quick }: Run): Promise<Row[]> {
  const size = quick
    ? { idle: 100, conversations: 20, seconds: 3 }
    : { idle: 5000, conversations: 500, seconds: 20 };
  return withLeftovers(async (leftovers) => {
    const taken = await inTurns(
      {
        async parley() {
          const server = await startOurs(leftovers, { DEMO: '1' });
          const { url, pid, dataDir } = server;
          const task = { url, pid, dataDir, ...size };
          const answer = await drive(leftovers, 'drivers/load-parley.ts', task, loadAnswer);
          await server.close();
          return answer;
        },
        async socketIo() {
          const server = await startOwnServer(leftovers, 'socket.io/rooms-server.ts');
          const task = { url: `http://127.0.0.1:${server.port}`, pid: server.pid, ...size };
          const answer = await drive(leftovers, 'peers/socket.io/load.ts', task, loadAnswer);
          await server.close();
          return answer;
        },
      },
      quick ? 1 : 3,
    );
    const cost = (of: keyof typeof taken) =>
      taken[of].map((it) => (Math.max(it.cpuSeconds, 0.01) * 1e6) / it.messages);
    const middle = (of: keyof typeof taken, pick: 'bytes' | 'p50Ms' | 'p99Ms') =>
      spread(taken[of].map((it) => it[pick])).median;
    const ratio = ratioOf(cost('parley'), cost('socketIo'));
    const crowd = `${size.idle} idle clients, ${size.conversations} conversations with a message a second`;
    const figures = (of: keyof typeof taken) =>
      `p50 ${middle(of, 'p50Ms').toFixed(1)} ms, p99 ${middle(of, 'p99Ms').toFixed(1)} ms, ${(middle(of, 'bytes') / 1e6).toFixed(0)} MB`;
    return [
      row(
        `one server, ${crowd}: CPU`,
        `${spread(cost('parley')).median.toFixed(0)} µs a message = ${times(ratio)} socket.io (${spread(cost('socketIo')).median.toFixed(0)} µs)`,
        'at most 0.5 × socket.io',
        ratio.median <= 0.5,
      ),
      shown(
        'the same: until the other side has it, and memory',
        `${figures('parley')}; socket.io ${figures('socketIo')}`,
      ),
    ];
  });
}

export const load: Part = { name: 'load', rows: loadRows };
