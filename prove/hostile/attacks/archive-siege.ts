/** The archive under the same table, over real `/session` sockets: each refusal is counted, and no row changes. */
import type { Attack } from '../../../conversation/log/attacks.fixture.ts';
import { rootName } from '../../../conversation/log/update.ts';
import { writeEntriesFrame } from '../../../conversation/protocol/frames.ts';
import { databasePath } from '../../../signaling/database/data-folder.ts';
import { openDatabase, type Database } from '../../../signaling/database/database.ts';
import type { Peer } from '../../../signaling/session/client.fixture.ts';
import type { Parley } from '../../../e2e/support/parley.ts';
import { chunks } from './chunks.ts';
import { ask, becomeVisitor, eventually, openSession } from '../people.ts';

/** One session gets forty tickets before it has to wait, and every attack takes two. */
const attacksPerVisitor = 18;

/** @returns what went wrong, as sentences. */
export async function besiegeArchive(
  parley: Parley,
  attacks: readonly Attack[],
): Promise<string[]> {
  const { url } = parley;
  const database = await openDatabase(databasePath(parley.dataDir));
  const bystander = await (await openSession(url, await becomeVisitor(url))).start();
  const broken: string[] = [];
  try {
    for (const some of chunks(attacks, attacksPerVisitor)) {
      const visitor = await becomeVisitor(url);
      const other = await (await openSession(url, visitor)).start();
      for (const [attack, aim] of some.flatMap((it) => [
        [it, 'own'] as const,
        [it, "another's"] as const,
      ])) {
        const peer = await (await openSession(url, visitor)).join(other.conversation);
        await peer.saved(await peer.say('one', 'two'));
        const victim = aim === 'own' ? peer : other;
        const wrong = await attackOnce(parley, database, bystander, peer, (from) =>
          attack.update({
            log: victim.writer.log,
            from,
            rootName: rootName(victim.writer.log),
            conversation: peer.conversation,
            prev: victim.writer.head(),
          }),
        );
        if (wrong !== undefined)
          broken.push(`${attack.id} ${attack.title}, on ${aim} log: ${wrong}`);
        await peer.client.close();
      }
      await other.client.close();
    }
  } finally {
    await bystander.client.close();
    await database.destroy();
  }
  return broken;
}

async function attackOnce(
  { url }: Parley,
  database: Database,
  bystander: Peer,
  { client, conversation, writer }: Peer,
  update: (from: number) => Uint8Array,
): Promise<string | undefined> {
  const [before, counted] = [await rowsOf(database), await refusals(url)];
  client.mark();
  client.sendRaw(writeEntriesFrame(conversation, update(writer.next())));
  const answer = await Promise.race([
    client.next('refused').then(
      ({ code }) => code,
      () => 'closed',
    ),
    client.closed.then(() => 'closed'),
    client.next('saved').then(
      () => 'saved',
      () => 'closed',
    ),
  ]);
  if (answer === 'saved') return 'it was acknowledged';
  if (!['malformed', 'invalid-entry', 'closed'].includes(answer))
    return `the answer is "${answer}"`;
  await eventually('the refusal is counted', async () =>
    (await refusals(url)) > counted ? true : undefined,
  );
  if ((await rowsOf(database)) !== before) return 'the archive is not as it was';
  bystander.client.mark();
  await bystander.saved(await bystander.say('still here'));
  return undefined;
}

async function rowsOf(database: Database): Promise<string> {
  const tables = ['conversations', 'participants', 'logs', 'entries'] as const;
  const rows = tables.map((table) => database.selectFrom(table).selectAll().execute());
  return JSON.stringify(await Promise.all(rows));
}

async function refusals(url: string): Promise<number> {
  const { text } = await ask(`${url}/metrics`);
  const counted = text.matchAll(/^parley_refusals_total\{at="(?:session|archive)",.*\} (\d+)$/gm);
  return [...counted].reduce((sum, [, count]) => sum + Number(count), 0);
}
