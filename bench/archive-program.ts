/**
 * How many verified, fsynced entries a second the archive takes (bar: 2,000 on one core).
 * On a shared machine the second number counts: what it would be with the core to itself and a disk as fast.
 * Run: `taskset -c 0 npx tsx bench/archive-program.ts [entries]`
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Append } from '../conversation/log/update.ts';
import type { ConversationId } from '../conversation/protocol/ids.ts';
import { createWorld, type World, type Writer } from '../signaling/archive/archive.fixture.ts';
import { createSystemClock } from '../signaling/clock.ts';

interface Sent {
  readonly conversation: ConversationId;
  readonly writer: Writer;
  readonly appends: Append[];
}

async function measure(
  name: string,
  shape: { conversations: number; uploads: number; perUpload: number },
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-bench-'));
  const clock = createSystemClock();
  // The clock's timers do not keep a program alive; in a server its sockets do.
  const alive = setInterval(() => undefined, 1000);
  const world = await createWorld({ path: join(folder, 'bench.sqlite'), clock });
  try {
    const sent: Sent[] = [];
    for (let i = 0; i < shape.conversations; i += 1) sent.push(await prepare(world, shape));
    const began = performance.now();
    const cpuBefore = process.cpuUsage();
    await Promise.all(sent.map((it) => upload(world, it)));
    const seconds = (performance.now() - began) / 1000;
    const cpu = process.cpuUsage(cpuBefore);
    const cpuSeconds = (cpu.user + cpu.system) / 1e6;
    const entries = shape.conversations * shape.uploads * shape.perUpload;
    console.log(
      `${name.padEnd(52)} ${Math.round(entries / seconds)
        .toString()
        .padStart(
          6,
        )} entries/s (${entries} in ${seconds.toFixed(2)} s; ${Math.round(entries / cpuSeconds)} per second of CPU)`,
    );
  } finally {
    await world.close();
    rmSync(folder, { recursive: true });
    clearInterval(alive);
  }
}

async function prepare(world: World, shape: { uploads: number; perUpload: number }): Promise<Sent> {
  const { conversation, client } = await world.converse();
  const appends: Append[] = [];
  for (let i = 0; i < shape.uploads; i += 1) {
    const texts = Array.from(
      { length: shape.perUpload },
      (_, k) => `My meter says ${i * shape.perUpload + k} and I am not sure whether that is right.`,
    );
    appends.push(await client.say(...texts));
  }
  return { conversation, writer: client, appends };
}

/** One peer: the next upload follows the answer to the one before, as over a session. */
async function upload(world: World, { conversation, writer, appends }: Sent): Promise<void> {
  for (const append of appends) {
    const result = await world.archive.append({
      conversation,
      uploader: writer.participant,
      appends: [append],
    });
    if (!result.ok || result.value.refusals.length > 0) throw new Error('An upload was refused.');
  }
}

const scale = Number(process.argv[2] ?? 8192);
await measure('128 conversations, one entry an upload', {
  conversations: 128,
  uploads: scale / 128,
  perUpload: 1,
});
await measure('one conversation, 64 entries an upload', {
  conversations: 1,
  uploads: scale / 64,
  perUpload: 64,
});
await measure('16 conversations, 16 entries an upload', {
  conversations: 16,
  uploads: scale / 256,
  perUpload: 16,
});
