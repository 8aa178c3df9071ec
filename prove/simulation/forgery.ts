/** Somebody without the key makes up what comes next in another one's log, and shows it to whoever may believe it. */
import { decodeCertificate } from '../../conversation/log/certificate.ts';
import { createEntry, decodeEntry, noPrev, type Entry } from '../../conversation/log/entry.ts';
import { encodePayload } from '../../conversation/log/payload.ts';
import { generateKeyPair, signerFor } from '../../conversation/log/signatures.ts';
import { rootName, writeUpdate } from '../../conversation/log/update.ts';
import { createChance } from './chance.ts';
import { createSimulatedSubtle } from './simulated-keys.ts';
import type { World } from './world.ts';

export async function forge(world: World, victim: number, author: number): Promise<void> {
  const conversation = world.conversation();
  const room = world.links.roomOf(victim);
  const log = world.links.roomOf(author)?.gate.log;
  if (conversation === undefined || room === undefined || log === undefined) return;
  const chance = createChance(world.setup.seed, `forgery at ${world.schedule.now()}`);
  const subtle = createSimulatedSubtle(chance);
  const held = entriesOf(room.doc.getArray(rootName(log)).toArray());
  const last = held.at(-1);
  const bytes = await createEntry({
    conversation,
    log,
    seq: held.length,
    depth: (last?.depth ?? 0) + 1,
    at: world.schedule.now(),
    prev: last?.hash ?? noPrev(),
    type: 'message',
    payload: encodePayload('message', { text: `forged ${chance.below(1_000_000)}` }),
    salt: chance.bytes(16),
    signer: await signerFor(subtle, await generateKeyPair(subtle)),
  });
  const append = { log, from: held.length, entries: [bytes] };
  world.links.inject(victim, writeUpdate([append]));
  const own = decodeCertificate(room.gate.certificate);
  if (!own.ok) return;
  const uploader = own.value.participant;
  const upload = { conversation, uploader, appends: [append] };
  // A server that goes away meanwhile, or whose disk is full, says nothing.
  await world.server
    .archive()
    ?.append(upload)
    .catch(() => undefined);
}

function entriesOf(stored: readonly unknown[]): Entry[] {
  return stored.flatMap((bytes) => {
    const entry = bytes instanceof Uint8Array ? decodeEntry(bytes) : undefined;
    return entry?.ok === true ? [entry.value] : [];
  });
}
