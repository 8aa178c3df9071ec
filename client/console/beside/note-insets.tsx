import { createMemo, Show } from 'solid-js';
import type { TimelineItem } from '../../../conversation/log/timeline.ts';
import type { ConversationId, EntryId } from '../../../conversation/protocol/ids.ts';
import type { Insets } from '../../chat/insets.ts';
import type { ConsoleApi } from '../api/console-api.ts';
import type { Colleague } from './mentions.ts';
import { NoteCard } from './note-card.tsx';
import type { Notes } from './notes.ts';

export interface NoteInsetsOptions {
  readonly notes: Notes;
  find(message: EntryId): TimelineItem | undefined;
  goTo(message: EntryId): void;
  colleagues(): Promise<readonly Colleague[]>;
}

/** The notes between the messages of a thread. */
export function createNoteInsets(options: NoteInsetsOptions): Insets {
  const { notes } = options;
  return {
    all: createMemo(() => notes.all().map(({ id, at }) => ({ key: id, at }))),
    draw: (key) => (
      // One element, whatever becomes of the note: the thread measures its rows.
      <div class="note-row">
        <Show when={notes.all().find(({ id }) => id === key)}>
          {(note) => (
            <NoteCard
              note={note()}
              notes={notes}
              find={(message) => options.find(message)}
              goTo={(message) => options.goTo(message)}
              colleagues={() => options.colleagues()}
            />
          )}
        </Show>
      </div>
    ),
  };
}

/** Who can be mentioned, besides oneself. */
export async function colleaguesIn(
  api: Pick<ConsoleApi, 'colleagues'>,
  conversation: ConversationId,
  me: { readonly id: string },
): Promise<readonly Colleague[]> {
  const result = await api.colleagues(conversation);
  return result.ok ? result.value.people.filter(({ account }) => account !== me.id) : [];
}
