/** One place under every attack of the table: what it holds only grows by what honest people said. */
import { decodeEntry } from '../../../conversation/log/entry.ts';
import { nonsense, type Nonsense } from '../../../conversation/log/nonsense.fixture.ts';
import { encodePayload } from '../../../conversation/log/payload.ts';
import { cut, framed } from '../../../conversation/peer/webrtc/hostile-frames.fixture.ts';
import { rootName, writeUpdate, type Append } from '../../../conversation/log/update.ts';
import type { LogId } from '../../../conversation/protocol/ids.ts';
import { eventually } from '../people.ts';
import type { Seat } from '../seat.ts';
import type { Held, Place } from './place.ts';
import type { LinkAttack } from './table.ts';

/** @returns what went wrong, as sentences. */
export async function besiege(
  place: Place,
  attacks: readonly LinkAttack[],
  { talksNonsense }: { readonly talksNonsense: boolean },
): Promise<string[]> {
  const broken: string[] = [];
  let held = await place.held();
  for (const attack of attacks) {
    try {
      held = await attackOnce(place, attack, held);
    } catch (error) {
      broken.push(`${attack.title}: ${sentenceOf(error)}`);
    }
  }
  const wrong = talksNonsense ? await talkNonsense(place).catch(sentenceOf) : undefined;
  if (wrong !== undefined) broken.push(`signed nonsense: ${wrong}`);
  await place.converse();
  return [...broken, ...place.faults()];
}

const sentenceOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** @returns what the place holds afterwards. @throws Error that says what the attack did */
async function attackOnce(place: Place, attack: LinkAttack, before: Held): Promise<Held> {
  const seat = await place.attacker();
  try {
    const log = place.victim();
    const written = before.get(log) ?? [];
    const last = written.at(-1);
    const head = last === undefined ? undefined : decodeEntry(last);
    const messages = attack.messages({
      log,
      from: written.length,
      rootName: rootName(log),
      conversation: seat.peer.conversation,
      ...(head?.ok === true ? { prev: head.value.hash } : {}),
    });
    for (let n = 0; n < 3; n += 1) seat.send(...messages);
    if (attack.strikes) {
      await eventually('the link is ended', () => seat.openChannels() === 0 || undefined);
    } else {
      await seat.askForState();
    }
    await place.converse();
    const after = await place.held();
    const wrong = strangersIn(before, after, seat.peer.writer.log);
    if (wrong !== undefined) throw new Error(wrong);
    return after;
  } finally {
    await seat.close();
  }
}

/** What was there is there, byte by byte, and of the attacker there is nothing. */
export function strangersIn(before: Held, after: Held, attacker: LogId): string | undefined {
  for (const [log, entries] of before) {
    const now = after.get(log) ?? [];
    const isSame = entries.every((bytes, seq) => Buffer.compare(bytes, now[seq] ?? empty) === 0);
    if (!isSame) return `of log ${log} not everything is as it was`;
  }
  for (const [log, entries] of after) {
    const isNew = (before.get(log)?.length ?? 0) < entries.length;
    if (log === attacker && isNew) return 'the attacker wrote something';
    for (const [seq, bytes] of entries.entries()) {
      const entry = decodeEntry(bytes);
      if (!entry.ok || entry.value.log !== log || entry.value.seq !== seq) {
        return `position ${seq} of log ${log} holds something else`;
      }
    }
  }
  return undefined;
}

const empty = new Uint8Array(0);

/** What is authentic is kept, and what comes after it is shown. */
async function talkNonsense(place: Place): Promise<string | undefined> {
  const seat = await place.attacker();
  try {
    const append = await chainOf(seat, nonsense);
    seat.peer.upload([append]);
    seat.send(...cut(framed(4, writeUpdate([append]))));
    await seat.peer.saved(append);
    await eventually('everything that is authentic is held', async () => {
      const held = (await place.held()).get(append.log);
      return held?.length === append.entries.length || undefined;
    });
    await place.converse();
    return undefined;
  } finally {
    await seat.close();
  }
}

/** The entries in a chain as an honest log has it, and a message at its end. */
async function chainOf(seat: Seat, content: readonly Nonsense[]): Promise<Append> {
  const { writer } = seat.peer;
  const entries: Uint8Array[] = [];
  let prev = writer.head();
  const depths = { deepest: 0 };
  // The greatest depth of all leaves none for what comes after, so it comes last.
  const inOrder = content.toSorted((a, b) => (a.depth ?? 0) - (b.depth ?? 0));
  const end: Nonsense = {
    title: 'the end',
    type: 'message',
    payload: encodePayload('message', { text: 'the end' }),
  };
  const at = inOrder.findIndex(({ depth }) => depth !== undefined);
  const all = inOrder.toSpliced(at < 0 ? inOrder.length : at, 0, end);
  for (const [seq, { type, payload, depth }] of all.entries()) {
    depths.deepest = depth ?? depths.deepest + 1;
    const bytes = await writer.forge({ seq, prev, type, payload, depth: depths.deepest });
    const entry = decodeEntry(bytes);
    if (!entry.ok) throw new Error(`The nonsense is no entry: ${entry.refusal}.`);
    prev = entry.value.hash;
    entries.push(bytes);
  }
  return { log: writer.log, from: 0, entries };
}
