/** The notes beside the conversation that is open: read anew when the server says that something changed. */
import { createEffect, createMemo, createSignal, on, onCleanup, type Accessor } from 'solid-js';
import type { NewNoteRequest, NoteJson } from '../../../conversation/protocol/http/notes.ts';
import type { ConversationId, NoteId } from '../../../conversation/protocol/ids.ts';
import type { BesideApi } from '../api/beside-api.ts';
import { troubleIn } from '../conversations/asked-of-server.ts';
import type { Beside } from './beside.ts';
import type { NoteRemoval } from './note-removal.ts';

export interface Notes {
  /** Oldest first. */
  readonly all: Accessor<readonly NoteJson[]>;
  /** Whether there are older ones. */
  readonly more: Accessor<boolean>;
  loadOlder(): Promise<void>;
  /** Why they are not here. */
  readonly trouble: Accessor<string | undefined>;
  again(): void;
  /** @returns why it was not done */
  add(note: NewNoteRequest): Promise<string | undefined>;
  change(
    note: NoteId,
    text: string,
    mentions: NewNoteRequest['mentions'],
  ): Promise<string | undefined>;
  /** Takes it off the screen; it is deleted a moment later, in which it can be taken back. */
  delete(note: NoteId): void;
  /** Why one that was deleted is still there. */
  troubleOf(note: NoteId): string | undefined;
}

export function createNotes(options: {
  readonly api: Pick<BesideApi, 'notes' | 'addNote' | 'changeNote'>;
  readonly removal: Pick<NoteRemoval, 'hidden' | 'troubleOf' | 'begin'>;
  readonly beside: Pick<Beside, 'changes'>;
  readonly conversation: ConversationId;
  /** Beside what people say among themselves lies nothing. */
  readonly wanted: Accessor<boolean>;
}): Notes {
  const { api, conversation, removal } = options;
  const [all, setAll] = createSignal<readonly NoteJson[]>([]);
  const [before, setBefore] = createSignal<number>();
  const [trouble, setTrouble] = createSignal<string>();
  let isOver = false;
  let asked = 0;
  onCleanup(() => (isOver = true));

  /** The newest page; older ones that were read stay where the pages still meet. */
  async function load(): Promise<void> {
    const ask = (asked += 1);
    const result = await api.notes(conversation);
    if (isOver || ask !== asked) return;
    setTrouble(troubleIn(result));
    if (!result.ok) return;
    const fresh = result.value.notes;
    const [first] = fresh;
    const known = all();
    // Where the server has no older ones, what stands before the page was deleted.
    const isAllThereIs = result.value.before === undefined;
    const meets = isAllThereIs ? -1 : known.findIndex(({ id }) => id === first?.id);
    const older = meets > 0 ? known.slice(0, meets) : [];
    setAll([...older, ...fresh]);
    if (older.length === 0) setBefore(result.value.before);
  }

  createEffect(
    on([options.wanted, () => options.beside.changes(conversation)], ([wanted]) => {
      if (wanted) void load();
    }),
  );

  const put = (note: NoteJson) =>
    setAll((known) =>
      known.some(({ id }) => id === note.id)
        ? known.map((one) => (one.id === note.id ? note : one))
        : [...known, note],
    );

  return {
    all: createMemo(() => all().filter(({ id }) => !removal.hidden().has(id))),
    more: () => before() !== undefined,
    trouble,
    again: () => void load(),
    async loadOlder() {
      const result = await api.notes(conversation, before());
      if (isOver) return;
      setTrouble(troubleIn(result));
      if (!result.ok) return;
      const known = new Set(all().map(({ id }) => id));
      setAll([...result.value.notes.filter(({ id }) => !known.has(id)), ...all()]);
      setBefore(result.value.before);
    },
    async add(note) {
      const result = await api.addNote(conversation, note);
      if (result.ok) put(result.value.note);
      return result.ok ? undefined : result.refusal.message;
    },
    async change(note, text, mentions) {
      const result = await api.changeNote(conversation, note, { text, mentions });
      if (result.ok) put(result.value.note);
      return result.ok ? undefined : result.refusal.message;
    },
    delete: (note) => removal.begin(conversation, note),
    troubleOf: (note) => removal.troubleOf(note),
  };
}
