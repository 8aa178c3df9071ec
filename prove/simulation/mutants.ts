/** What is changed about Parley to see whether the simulation notices. Sources stay as they are. */
import type { Conversation } from '../../conversation/peer/api.ts';
import type { TimelineItem } from '../../conversation/log/timeline.ts';
import type { Append } from '../../conversation/log/update.ts';
import type { ReceiptRun } from '../../conversation/protocol/session.ts';
import { accept } from '../../conversation/protocol/result.ts';
import type { Transport } from '../../conversation/peer/transport.ts';
import type { Archive, TranscriptEntry } from '../../signaling/archive/archive.ts';
import { decodeCertificate } from '../../conversation/log/certificate.ts';
import * as Y from 'yjs';

export const mutants = [
  'acknowledge before the disk',
  'only the author may upload',
  'log id used again after storage loss',
  'guard off',
  'no deduplication',
  'resume off by one',
  'order by claimed time',
  'sent before the journal',
  'two tabs in one slot',
  'archive believes everybody',
] as const;
export type Mutant = (typeof mutants)[number];

/** What the simulation must say of each: another complaint does not show that it saw this one. */
export const complaints: Readonly<Record<Mutant, RegExp>> = {
  'acknowledge before the disk': /^W1: .* was acknowledged and is not on disk/,
  'only the author may upload': /^W2: .*, the transcript nothing/,
  'log id used again after storage loss': /^W[23]: /,
  'guard off': /^W4: nobody said "forged/,
  'no deduplication': /^W2: .* was acknowledged as/,
  'resume off by one': /^W2: .* in place/,
  'order by claimed time': /^W2: .* (in place|after a later one)/,
  'sent before the journal': /^W[23]: /,
  'two tabs in one slot': /^W2: .* is shown twice/,
  'archive believes everybody': /the transcript .* forged/,
};

/** What is given to a program or to the server instead of what it would be given. */
export interface Mutation {
  readonly syncsLate: boolean;
  readonly storage: 'none' | 'tells before it stores' | 'keeps the key when wiped';
  readonly sharesSlots: boolean;
  /** The archive checks no signatures. */
  readonly believesAll: boolean;
  archive(archive: Archive): Archive;
  transport(transport: Transport): Transport;
  items(conversation: Conversation): readonly TimelineItem[];
}

const none: Mutation = {
  syncsLate: false,
  storage: 'none',
  sharesSlots: false,
  believesAll: false,
  archive: (archive) => archive,
  transport: (transport) => transport,
  items: (conversation) => conversation.items(),
};

export function mutationOf(mutant: Mutant | undefined): Mutation {
  switch (mutant) {
    case undefined:
      return none;
    case 'acknowledge before the disk':
      return { ...none, syncsLate: true };
    case 'only the author may upload':
      return { ...none, archive: fromAuthorsOnly };
    case 'log id used again after storage loss':
      return { ...none, storage: 'keeps the key when wiped' };
    case 'guard off':
      return { ...none, transport: unguarded };
    case 'no deduplication':
      return { ...none, archive: withoutDeduplication };
    case 'resume off by one':
      return { ...none, archive: offByOne };
    case 'order by claimed time':
      return {
        ...none,
        items: (conversation) => conversation.items().toSorted((a, b) => a.at - b.at),
      };
    case 'sent before the journal':
      return { ...none, storage: 'tells before it stores' };
    case 'two tabs in one slot':
      return { ...none, sharesSlots: true };
    case 'archive believes everybody':
      return { ...none, believesAll: true };
  }
}

/** Runs of others that somebody brings along are passed over. */
function fromAuthorsOnly(archive: Archive): Archive {
  return {
    ...archive,
    async append(upload) {
      const certificates = await archive.certificatesOf(upload.conversation);
      const own = new Set(
        certificates.flatMap(({ log, bytes }) => {
          const read = decodeCertificate(bytes);
          return read.ok && read.value.participant === upload.uploader ? [log] : [];
        }),
      );
      const appends = upload.appends.filter(({ log }) => own.has(log));
      if (appends.length === 0) return accept({ receipts: [], fresh: [], refusals: [] });
      return archive.append({ ...upload, appends });
    },
  };
}

/** A run that is archived already is taken as a new one: its entries get other numbers, and stand there twice. */
function withoutDeduplication(archive: Archive): Archive {
  const twice: TranscriptEntry[] = [];
  let numbers = 0;
  return {
    ...archive,
    async append(upload) {
      const held = new Map(await archive.heads(upload.conversation));
      numbers = twice.length + [...held.values()].reduce((sum, next) => sum + next, 0);
      const isRepeated = ({ log, from, entries }: Append) =>
        from + entries.length <= (held.get(log) ?? 0);
      const answer = await archive.append({
        ...upload,
        appends: upload.appends.filter((append) => !isRepeated(append)),
      });
      if (!answer.ok) return answer;
      const again = upload.appends.filter(isRepeated).map(number);
      return accept({ ...answer.value, receipts: [...answer.value.receipts, ...again] });
    },
    async transcript(conversation, from, most) {
      const once = await archive.transcript(conversation, from, most);
      return once && { ...once, entries: [...once.entries, ...twice] };
    },
  };

  function number({ log, from, entries }: Append): ReceiptRun {
    const [seq, receivedAt, verdict] = [numbers, 0, 'accepted' as const];
    twice.push(...entries.map((bytes, i) => ({ seq: seq + i, receivedAt, verdict, bytes })));
    numbers += entries.length;
    return { log, from, count: entries.length, seq, receivedAt, verdict };
  }
}

/** Whoever comes back is sent what follows, from one entry too late. */
function offByOne(archive: Archive): Archive {
  return {
    ...archive,
    since: (conversation, have) =>
      archive.since(
        conversation,
        have.map(([log, next]) => [log, next + 1]),
      ),
  };
}

/** What comes over a link is applied as it is. */
function unguarded(transport: Transport): Transport {
  return {
    join: (room) =>
      transport.join({
        ...room,
        gate: {
          ...room.gate,
          // A getter of the real one.
          get certificate() {
            return room.gate.certificate;
          },
          admit(update) {
            Y.applyUpdate(room.doc, update);
            return Promise.resolve(accept({ fresh: 1, holds: new Map() }));
          },
        },
      }),
  };
}
