/** What must be true in the end: nothing is lost, nothing is there twice, and everybody shows what the transcript says. */
import { decodeCertificate } from '../../conversation/log/certificate.ts';
import { decodeEntry, type Entry } from '../../conversation/log/entry.ts';
import { readPayload } from '../../conversation/log/payload.ts';
import type { TimelineItem } from '../../conversation/log/timeline.ts';
import type { ConversationId } from '../../conversation/protocol/ids.ts';
import type { Transcript, TranscriptEntry } from '../../signaling/archive/archive.ts';
import type { World } from './world.ts';

interface Line {
  readonly id: string;
  readonly text: string;
  readonly user: string;
  readonly isAccepted: boolean;
}

/** @returns why not, or undefined where everything is as it must be. */
export async function disagreement(world: World): Promise<string | undefined> {
  const conversation = world.conversation();
  if (conversation === undefined) return 'there is no conversation';
  const asked = ask(world, conversation);
  const transcript = await asked;
  if (transcript === 'away') return 'the server does not answer';
  const present = presentIn(world, conversation);
  if (present === undefined) return 'the disk is busy';
  if (transcript === undefined) return neverRaised(world);
  const faulty = faultOf(transcript.entries);
  if (faulty !== undefined) return faulty;
  const lines = linesOf(transcript);
  const isOver = transcript.summary.status.state === 'closed';
  return lostOf(world, lines, present) ?? differenceOf(world, lines, present, isOver);
}

async function ask(
  world: World,
  conversation: ConversationId,
): Promise<Transcript | undefined | 'away'> {
  const archive = world.server.archive();
  if (archive === undefined) return 'away';
  let answer: { readonly transcript: Transcript | undefined } | undefined;
  void archive.transcript(conversation, 0, 10_000).then((transcript) => {
    answer = { transcript };
  });
  for (let tries = 0; answer === undefined && tries < 100; tries += 1) await world.run(10);
  return answer === undefined ? 'away' : answer.transcript;
}

/** Whoever takes part now. */
function presentIn(world: World, conversation: string): ReadonlySet<string> | undefined {
  return world.disk.look((connection) => {
    const rows = connection
      .prepare<[string], { name: string }>(
        `select name from participants where conversation = ? and left_at is null and role <> 'server'`,
      )
      .all(conversation);
    return new Set(rows.map(({ name }) => name));
  });
}

/** Only where whoever was about to raise it has lost everything. */
function neverRaised(world: World): string | undefined {
  const [first] = world.observer.texts().values();
  return first?.mayBeLost === true ? undefined : 'W3: the conversation was never raised';
}

/** Numbers without gaps, logs without gaps. */
function faultOf(entries: readonly TranscriptEntry[]): string | undefined {
  const ends = new Map<number, number>();
  for (const [number, { seq, bytes }] of entries.entries()) {
    const entry = decodeEntry(bytes);
    if (!entry.ok) return `W1: entry ${seq} of the transcript cannot be read`;
    if (seq !== number) return `W2: the transcript has number ${seq} in place ${number}`;
    const next = ends.get(entry.value.log) ?? 0;
    if (entry.value.seq !== next) return `W2: ${entry.value.id} comes where ${next} is due`;
    ends.set(entry.value.log, next + 1);
  }
  return undefined;
}

function linesOf({ entries, certificates }: Transcript): Line[] {
  const authors = new Map<number, string>();
  for (const { bytes } of certificates) {
    const certificate = decodeCertificate(bytes);
    if (certificate.ok) authors.set(certificate.value.log, certificate.value.name);
  }
  return entries.flatMap(({ bytes, verdict }) => {
    const entry = decodeEntry(bytes);
    const text = entry.ok ? textOf(entry.value) : undefined;
    if (!entry.ok || text === undefined) return [];
    const { id, log } = entry.value;
    return [{ id, text, user: authors.get(log) ?? '', isAccepted: verdict === 'accepted' }];
  });
}

function textOf(entry: Entry): string | undefined {
  const payload = readPayload(entry);
  return payload.type === 'message' ? payload.text : undefined;
}

function lostOf(
  world: World,
  lines: readonly Line[],
  present: ReadonlySet<string>,
): string | undefined {
  const archived = new Set<string>();
  for (const { text } of lines) {
    if (archived.has(text)) return `W2: "${text}" is in the transcript twice`;
    archived.add(text);
  }
  for (const said of world.observer.texts().values()) {
    const isOwed = !said.mayBeLost && present.has(said.user);
    if (isOwed && !archived.has(said.text)) return `W3: "${said.text}" was never saved`;
  }
  return undefined;
}

function differenceOf(
  world: World,
  lines: readonly Line[],
  present: ReadonlySet<string>,
  isOver: boolean,
): string | undefined {
  const due = lines.filter(({ isAccepted }) => isAccepted).map(({ id, text }) => `${id} ${text}`);
  const quarantined = new Set(
    lines.filter(({ isAccepted }) => !isAccepted).map(({ id, text }) => `${id} ${text}`),
  );
  for (const place of world.setup.programs.keys()) {
    if (world.isLost(place)) continue;
    const program = world.program(place);
    if (program === undefined) return `program ${place} does not run`;
    const { user } = program.spec;
    if (!present.has(user)) continue;
    // Whoever was away until it was over is shown it by the archive's pages, not by its list.
    if (program.conversation() === undefined && isOver) continue;
    const all = program.items().filter((item) => item.kind === 'message');
    const stray = all.find((item) => item.state === 'refused' && !quarantined.has(wordOf(item)));
    if (stray !== undefined)
      return `W2: program ${place} (${user}) shows "${stray.text}" as refused`;
    // What the archive believes nobody saw is only where it was written.
    const shown = all.filter(({ state }) => state !== 'refused').map(wordOf);
    const at = due.findIndex((line, i) => shown[i] !== line);
    if (at >= 0 || shown.length > due.length) {
      const i = at >= 0 ? at : due.length;
      return `W2: program ${place} (${user}) shows ${shown[i] ?? 'nothing'} in place ${i}, the transcript ${due[i] ?? 'nothing'}`;
    }
    const stuck = all.find(({ state }) => state === 'sending');
    if (stuck !== undefined) {
      return `W3: program ${place} (${user}) shows "${stuck.text}" as sending`;
    }
  }
  return undefined;
}

const wordOf = (item: Extract<TimelineItem, { kind: 'message' }>) => `${item.id} ${item.text}`;
