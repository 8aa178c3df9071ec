/** Labels, priorities and a note that is already there. */
import type { LabelJson } from '../../../conversation/protocol/http/labels.ts';
import type { BesideJson } from '../../../conversation/protocol/http/beside.ts';
import type { NoteJson } from '../../../conversation/protocol/http/notes.ts';
import * as v from 'valibot';
import {
  entryId,
  type AccountId,
  type ConversationId,
  type LabelId,
  type NoteId,
} from '../../../conversation/protocol/ids.ts';
import { accept } from '../../../conversation/protocol/result.ts';
import { fakeId } from '../../state/fake-peer.fixture.ts';
import type { BesideApi } from '../api/beside-api.ts';

export function createPreviewBeside(now: number, me: AccountId): BesideApi {
  const labels: LabelJson[] = [
    { id: fakeId('billing') as LabelId, name: 'Billing', colour: 'blue' },
    { id: fakeId('meter') as LabelId, name: 'Meter', colour: 'green' },
  ];
  const people = [{ account: fakeId('ada.byron') as AccountId, name: 'Ada Byron' }];
  const items = new Map<ConversationId, BesideJson>();
  let notes: NoteJson[] = [
    {
      id: fakeId('note') as NoteId,
      at: now - 600_000,
      by: { account: me, name: 'Mara Lindt' },
      text: '@Ada Byron, do you know this meter?',
      mentions: people,
    },
  ];
  const of = (conversation: ConversationId): BesideJson =>
    items.get(conversation) ?? {
      conversation,
      labels: labels.slice(0, 1).map(({ id }) => id),
      priority: 'high',
      notes: 1,
      mentions: 0,
    };
  const keep = (next: BesideJson) => {
    items.set(next.conversation, next);
    return Promise.resolve(accept({ beside: next }));
  };
  return {
    allBeside: () => Promise.resolve(accept({ items: [...items.values()], mentioned: [] })),
    beside: (id) => Promise.resolve(accept({ beside: of(id) })),
    arrange: (id, { priority, snoozedUntil }) => {
      const { snoozedUntil: before, ...rest } = of(id);
      const until = snoozedUntil === undefined ? before : (snoozedUntil ?? undefined);
      return keep({
        ...rest,
        priority: priority ?? rest.priority,
        ...(until === undefined ? {} : { snoozedUntil: until }),
      });
    },
    putLabel: (id, label) => keep({ ...of(id), labels: [...of(id).labels, label] }),
    takeLabel: (id, label) =>
      keep({ ...of(id), labels: of(id).labels.filter((one) => one !== label) }),
    notes: () => Promise.resolve(accept({ notes })),
    addNote(_id, { text, about }) {
      const note: NoteJson = {
        id: fakeId(`note ${notes.length}`) as NoteId,
        at: Date.now(),
        by: { account: me, name: 'Mara Lindt' },
        text,
        mentions: people,
        ...(about === undefined ? {} : { about: v.parse(entryId, about) }),
      };
      notes = [...notes, note];
      return Promise.resolve(accept({ note }));
    },
    changeNote(_id, note, { text }) {
      notes = notes.map((one) => (one.id === note ? { ...one, text, editedAt: Date.now() } : one));
      return Promise.resolve(accept({ note: notes.find(({ id }) => id === note) ?? notes[0]! }));
    },
    deleteNote(_id, note) {
      notes = notes.filter(({ id }) => id !== note);
      return Promise.resolve(accept({}));
    },
    mentionsSeen: () => Promise.resolve(accept({})),
    colleagues: () => Promise.resolve(accept({ people })),
    clientAttributes: () =>
      Promise.resolve(
        accept({
          hidden: false,
          attributes: [{ name: 'Tariff', value: 'Green M', by: 'Ada Byron', at: now }],
        }),
      ),
    changeClientAttribute: () => Promise.resolve(accept({ hidden: false, attributes: [] })),
    previous: () => Promise.resolve(accept({ conversations: [] })),
    labels: () => Promise.resolve(accept({ labels })),
    addLabel: ({ name, colour }) => {
      const label = { id: fakeId(name) as LabelId, name, colour };
      labels.push(label);
      return Promise.resolve(accept({ label }));
    },
    changeLabel: () => Promise.resolve(accept({ label: labels[0]! })),
    deleteLabel: () => Promise.resolve(accept({})),
  };
}
