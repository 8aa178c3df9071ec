/** What is changed about Parley to see whether the simulation notices. Sources stay as they are. */
import type { Conversation } from '../../conversation/peer/api.ts';
import type { TimelineItem } from '../../conversation/log/timeline.ts';
import { accept } from '../../conversation/protocol/result.ts';
import type { Transport } from '../../conversation/peer/transport.ts';
import type { Archive } from '../../signaling/archive/archive.ts';
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
      return { ...none, archive: withoutRepetition };
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

/** What is archived already is an error, as it is for a table with a unique key and nothing before it. */
function withoutRepetition(archive: Archive): Archive {
  return {
    ...archive,
    async append(upload) {
      const held = new Map(await archive.heads(upload.conversation));
      const isRepeated = upload.appends.some(({ log, from }) => from < (held.get(log) ?? 0));
      if (isRepeated) return accept({ receipts: [], fresh: [], refusals: [] });
      return archive.append(upload);
    },
  };
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
