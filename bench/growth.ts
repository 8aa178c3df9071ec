/** Whether cost grows as the load does: messages, conversations and connections, each at three sizes. */
import { archiveAnswer } from './drivers/archive-answer.ts';
import { growthAnswer } from './drivers/growth-answer.ts';
import { withLeftovers, type Leftovers } from './leftovers.ts';
import type { Part, Run } from './part.ts';
import { drive, startOurs } from './programs.ts';
import { growth, inTurns, spread } from './rounds.ts';
import { row, type Row } from './statistics.ts';

/** Four times as much may cost a little more each: deeper trees, larger collections. */
const mostGrowth = 1.3;

interface Sizes {
  readonly small: number;
  readonly middle: number;
  readonly large: number;
}
const sizesFrom = (small: number): Sizes => ({ small, middle: 2 * small, large: 4 * small });

type Taken = Record<keyof Sizes, readonly number[]>;

/** @param taken cost of all of a size, in each round. @param unit of `scale` of it */
function growthRow(name: string, sizes: Sizes, taken: Taken, scale: number, unit: string): Row {
  const costs = (['small', 'middle', 'large'] as const).map((size) => ({
    size: sizes[size],
    cost: spread(taken[size]).median,
  }));
  const last = growth(costs).at(-1) ?? Number.NaN;
  const figures = costs.map(
    ({ size, cost }) => `${((cost / size) * scale).toFixed(0)} ${unit} of ${size}`,
  );
  return row(
    `growth, ${name}`,
    `${figures.join(', ')}: ${last.toFixed(2)} ×`,
    `at most ${mostGrowth} × each when there are four times as many`,
    last <= mostGrowth,
  );
}

async function messageRows(leftovers: Leftovers, sizes: Sizes, rounds: number): Promise<Row[]> {
  const conversations = 64;
  const store = async (entries: number) => {
    const task = {
      folder: leftovers.folder(),
      conversations,
      uploads: entries / conversations,
      perUpload: 1,
      durable: true,
    };
    return drive(leftovers, 'drivers/archive-parley.ts', task, archiveAnswer, { oneCore: true });
  };
  const taken = await inTurns(
    {
      small: () => store(sizes.small),
      middle: () => store(sizes.middle),
      large: () => store(sizes.large),
    },
    rounds,
  );
  const of = (pick: (it: (typeof taken.small)[number]) => number): Taken => ({
    small: taken.small.map(pick),
    middle: taken.middle.map(pick),
    large: taken.large.map(pick),
  });
  return [
    growthRow(
      'messages: CPU of the archive',
      sizes,
      of((it) => it.cpuSeconds),
      1e6,
      'µs',
    ),
    growthRow(
      'messages: on the disk',
      sizes,
      of((it) => it.bytes),
      1,
      'bytes',
    ),
  ];
}

async function crowdRows(leftovers: Leftovers, sizes: Sizes, rounds: number): Promise<Row[]> {
  const gather = async (count: number) => {
    const server = await startOurs(leftovers, { DEMO: '1' });
    const task = { url: server.url, pid: server.pid, count };
    const answer = await drive(leftovers, 'drivers/growth.ts', task, growthAnswer);
    await server.close();
    return answer;
  };
  const taken = await inTurns(
    {
      small: () => gather(sizes.small),
      middle: () => gather(sizes.middle),
      large: () => gather(sizes.large),
    },
    rounds,
  );
  const of = (pick: (it: (typeof taken.small)[number]) => number): Taken => ({
    small: taken.small.map(pick),
    middle: taken.middle.map(pick),
    large: taken.large.map(pick),
  });
  return [
    growthRow(
      'connections: CPU',
      sizes,
      of((it) => it.connections.cpuSeconds),
      1e6,
      'µs',
    ),
    growthRow(
      'conversations: CPU',
      sizes,
      of((it) => it.conversations.cpuSeconds),
      1e6,
      'µs',
    ),
  ];
}

function growthRows({ quick }: Run): Promise<Row[]> {
  const rounds = quick ? 1 : 3;
  return withLeftovers(async (leftovers) => [
    ...(await messageRows(leftovers, sizesFrom(quick ? 256 : 2048), rounds)),
    ...(await crowdRows(leftovers, sizesFrom(quick ? 20 : 500), rounds)),
  ]);
}

export const growing: Part = { name: 'growth', rows: growthRows };
