/** The archive's speed and size on one core, beside Hocuspocus with SQLite and y-websocket's store in LevelDB. */
import { archiveAnswer, type ArchiveTask } from './drivers/archive-answer.ts';
import { withLeftovers, type Leftovers } from './leftovers.ts';
import type { Part, Run } from './part.ts';
import { drive } from './programs.ts';
import { inTurns, ratioOf, spread, times } from './rounds.ts';
import { row, shown, type Row } from './statistics.ts';

type Shape = Pick<ArchiveTask, 'conversations' | 'uploads' | 'perUpload'>;

const ours = 'drivers/archive-parley.ts';
const hocuspocus = 'peers/hocuspocus/archive.ts';
const leveldb = 'peers/y-leveldb/archive.ts';

const store = (leftovers: Leftovers, program: string, shape: Shape, durable = true) =>
  drive(leftovers, program, { ...shape, folder: leftovers.folder(), durable }, archiveAnswer, {
    oneCore: true,
  });

function shapes(entries: number): Record<string, Shape> {
  return {
    '128 conversations, one entry an upload': {
      conversations: 128,
      uploads: entries / 128,
      perUpload: 1,
    },
    'one conversation, 64 entries an upload': {
      conversations: 1,
      uploads: entries / 64,
      perUpload: 64,
    },
    '16 conversations, 16 entries an upload': {
      conversations: 16,
      uploads: entries / 256,
      perUpload: 16,
    },
  };
}

async function shapeRows(leftovers: Leftovers, entries: number, rounds: number): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [name, shape] of Object.entries(shapes(entries))) {
    const { parley } = await inTurns({ parley: () => store(leftovers, ours, shape) }, rounds);
    const perSecond = spread(parley.map((it) => it.entries / it.seconds)).median;
    const perCpuSecond = spread(parley.map((it) => it.entries / it.cpuSeconds)).median;
    rows.push(
      row(
        `archive, ${name}`,
        `${perSecond.toFixed(0)} verified, fsynced entries/s on one core (${perCpuSecond.toFixed(0)} per second of CPU)`,
        'at least 2000',
        perSecond >= 2000,
      ),
    );
  }
  return rows;
}

async function besidePeers(leftovers: Leftovers, entries: number, rounds: number): Promise<Row[]> {
  const shape = { conversations: 64, uploads: entries / 64, perUpload: 1 };
  const taken = await inTurns(
    {
      parley: () => store(leftovers, ours, shape),
      hocuspocusDurable: () => store(leftovers, hocuspocus, shape),
      leveldbDurable: () => store(leftovers, leveldb, shape),
      hocuspocus: () => store(leftovers, hocuspocus, shape, false),
      leveldb: () => store(leftovers, leveldb, shape, false),
    },
    rounds,
  );
  type Name = keyof typeof taken;
  const speed = (of: Name) => taken[of].map((it) => it.entries / it.seconds);
  const size = (of: Name) => taken[of].map((it) => it.bytes / it.entries);
  const middle = (values: readonly number[]) => spread(values).median.toFixed(0);
  const faster = (than: Name) => ratioOf(speed('parley'), speed(than));
  const larger = (than: Name) => ratioOf(size('parley'), size(than));
  const speeds = (a: Name, b: Name) =>
    `${middle(speed('parley'))} = ${times(faster(a))} Hocuspocus with SQLite (${middle(speed(a))}), ${times(faster(b))} y-websocket with y-leveldb (${middle(speed(b))})`;
  const least = Math.min(faster('hocuspocusDurable').median, faster('leveldbDurable').median);
  return [
    row(
      'archive beside others, each message on the disk before the next: entries/s',
      speeds('hocuspocusDurable', 'leveldbDurable'),
      'at least 5 × each',
      least >= 5,
    ),
    shown(
      'archive beside others, they as they come, not durable: entries/s',
      speeds('hocuspocus', 'leveldb'),
    ),
    row(
      'archive beside others: bytes on disk a message',
      `${middle(size('parley'))} = ${times(larger('hocuspocusDurable'))} Hocuspocus with SQLite (${middle(size('hocuspocusDurable'))}), ${times(larger('leveldbDurable'))} y-websocket with y-leveldb (${middle(size('leveldbDurable'))}); as they come ${middle(size('hocuspocus'))} and ${middle(size('leveldb'))}`,
      'at most 0.5 × each',
      Math.max(larger('hocuspocusDurable').median, larger('leveldbDurable').median) <= 0.5,
    ),
  ];
}

function archiveRows({ quick }: Run): Promise<Row[]> {
  const rounds = quick ? 1 : 3;
  return withLeftovers(async (leftovers) => [
    ...(await shapeRows(leftovers, quick ? 1024 : 8192, rounds)),
    ...(await besidePeers(leftovers, quick ? 512 : 4096, rounds)),
  ]);
}

export const archive: Part = { name: 'archive', rows: archiveRows };
