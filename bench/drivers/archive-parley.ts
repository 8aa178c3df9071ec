/** Parley's archive: parses, verifies, numbers, indexes, syncs and acknowledges. It comes in one form, the durable one. */
import { join } from 'node:path';
import { sql } from 'kysely';
import type { Append } from '../../conversation/log/update.ts';
import type { ConversationId } from '../../conversation/protocol/ids.ts';
import { createWorld, type Writer } from '../../signaling/archive/archive.fixture.ts';
import { createSystemClock } from '../../signaling/clock.ts';
import { archiveTask, bytesIn, measureStoring, textOf } from './archive-answer.ts';
import { answerWith, readTask } from './task.ts';

interface Sent {
  readonly conversation: ConversationId;
  readonly writer: Writer;
  readonly appends: readonly Append[];
}

const task = readTask(archiveTask);
// The clock's timers do not keep a program alive; in a server its sockets do.
setInterval(() => undefined, 1000);
const world = await createWorld({
  path: join(task.folder, 'archive.sqlite'),
  clock: createSystemClock(),
});

async function prepare(): Promise<Sent> {
  const { conversation, client } = await world.converse();
  const appends: Append[] = [];
  for (let i = 0; i < task.uploads; i += 1) {
    const numbers = Array.from({ length: task.perUpload }, (_, k) => i * task.perUpload + k);
    appends.push(await client.say(...numbers.map(textOf)));
  }
  return { conversation, writer: client, appends };
}

const sent: Sent[] = [];
for (let n = 0; n < task.conversations; n += 1) sent.push(await prepare());
// The tables of an empty installation, and the people, are none of a message's bytes.
await sql`pragma wal_checkpoint(truncate)`.execute(world.database);
const bytesBefore = bytesIn(task.folder);

/** One peer: the next upload follows the answer to the one before, as over a session. */
const stored = await measureStoring(task, async (n) => {
  const it = sent[n];
  if (it === undefined) throw new Error('There is no such conversation.');
  for (const append of it.appends) {
    const result = await world.archive.append({
      conversation: it.conversation,
      uploader: it.writer.participant,
      appends: [append],
    });
    if (!result.ok || result.value.refusals.length > 0) throw new Error('An upload was refused.');
  }
});
await world.close();
answerWith({ ...stored, bytes: bytesIn(task.folder) - bytesBefore });
