import './beside.css';
import { createSignal, For, Show, type JSX } from 'solid-js';
import type { NoteJson } from '../../../conversation/protocol/http/notes.ts';
import type { TimelineItem } from '../../../conversation/log/timeline.ts';
import type { EntryId } from '../../../conversation/protocol/ids.ts';
import { authorOf, shortText } from '../../chat/quote.tsx';
import { IconButton } from '../../ui/button.tsx';
import { FormTrouble } from '../../ui/form-end.tsx';
import { EditIcon, TrashIcon } from '../../ui/more-icons.tsx';
import { Avatar } from '../../ui/marks.tsx';
import { useConsole } from '../console-context.ts';
import { notePartsOf, type Colleague } from './mentions.ts';
import { NoteField } from './note-field.tsx';
import type { Notes } from './notes.ts';

export interface NoteCardProps {
  readonly note: NoteJson;
  readonly notes: Notes;
  find(message: EntryId): TimelineItem | undefined;
  goTo(message: EntryId): void;
  colleagues(): Promise<readonly Colleague[]>;
}

/** A note between the messages, or in the panel: amber, and it says who sees it. */
export function NoteCard(props: NoteCardProps): JSX.Element {
  const { labels, me } = useConsole();
  const [edits, setEdits] = createSignal(false);
  const isMine = () => props.note.by.account === me.id;
  const parts = () => notePartsOf(props.note.text, props.note.mentions);
  return (
    <article class="note" aria-label={`Note by ${props.note.by.name}`} data-note={props.note.id}>
      <header class="note-head">
        <Avatar name={props.note.by.name} size="small" />
        <bdi class="note-by">{props.note.by.name}</bdi>
        <time
          class="note-time tabular"
          dateTime={new Date(props.note.at).toISOString()}
          title={labels.full(props.note.at)}
        >
          {labels.clock(props.note.at)}
        </time>
        <Show when={props.note.editedAt}>
          <span class="note-time">edited</span>
        </Show>
        <Show when={isMine() && !edits()}>
          <span class="note-deeds">
            <IconButton label="Edit the note" onClick={() => setEdits(true)}>
              <EditIcon />
            </IconButton>
            <IconButton label="Delete the note" onClick={() => props.notes.delete(props.note.id)}>
              <TrashIcon />
            </IconButton>
          </span>
        </Show>
      </header>
      <Show when={props.note.about}>
        {(about) => (
          <button
            type="button"
            class="quote note-quote"
            disabled={props.find(about()) === undefined}
            onClick={() => props.goTo(about())}
          >
            <bdi class="quote-author">{authorOf(props.find(about()))}</bdi>
            <span class="quote-text" dir="auto">
              {shortText(props.find(about()))}
            </span>
          </button>
        )}
      </Show>
      <Show
        when={edits()}
        fallback={
          <p class="note-text" dir="auto">
            <For each={parts()}>
              {(part) => (
                <Show when={part.mention} fallback={part.text}>
                  <bdi class="note-mention">{part.text}</bdi>
                </Show>
              )}
            </For>
          </p>
        }
      >
        <NoteField
          initial={props.note.text}
          action="Save"
          colleagues={() => props.colleagues()}
          send={async (text, mentions) => {
            const why = await props.notes.change(props.note.id, text, mentions);
            if (why === undefined) setEdits(false);
            return why;
          }}
          onCancel={() => setEdits(false)}
        />
      </Show>
      <FormTrouble sentence={props.notes.troubleOf(props.note.id)} />
      <p class="note-who">Only colleagues see this</p>
    </article>
  );
}
