import './beside.css';
import { Show, type Accessor, type JSX } from 'solid-js';
import type { TimelineItem } from '../../../conversation/log/timeline.ts';
import type { ConversationId, EntryId } from '../../../conversation/protocol/ids.ts';
import { authorOf, shortText } from '../../chat/quote.tsx';
import { IconButton } from '../../ui/button.tsx';
import { CloseIcon } from '../../ui/icons.tsx';
import { useConsole } from '../console-context.ts';
import type { Colleague } from './mentions.ts';
import { NoteField } from './note-field.tsx';
import type { Notes } from './notes.ts';

export type WriteMode = 'reply' | 'note';

export interface WriteAreaProps {
  readonly conversation: ConversationId;
  readonly notes: Notes;
  readonly mode: Accessor<WriteMode>;
  /** The message that the next note is about. */
  readonly about: EntryId | undefined;
  find(message: EntryId): TimelineItem | undefined;
  colleagues(): Promise<readonly Colleague[]>;
  onMode(mode: WriteMode): void;
  onDropAbout(): void;
  onWritten(): void;
  /** Why one cannot answer: it is said while one writes notes, too. */
  readonly foot: JSX.Element;
  /** What stands here while one answers. */
  readonly children: JSX.Element;
}

/** An answer for the client, or a note for colleagues: one sees at every moment which it is. */
export function WriteArea(props: WriteAreaProps): JSX.Element {
  const { drafts } = useConsole();
  const name = () => `note.${props.conversation}`;
  const draft = {
    read: () => drafts.get(name()) ?? '',
    write: (text: string) => (text === '' ? drafts.delete(name()) : drafts.set(name(), text)),
  };
  return (
    <div class="write-area" data-mode={props.mode()}>
      <div class="write-modes" role="group" aria-label="What you write">
        <button
          type="button"
          aria-pressed={props.mode() === 'reply'}
          onClick={() => props.onMode('reply')}
        >
          Reply
        </button>
        <button
          type="button"
          aria-pressed={props.mode() === 'note'}
          onClick={() => props.onMode('note')}
        >
          Note
        </button>
      </div>
      <Show when={props.mode() === 'note'} fallback={props.children}>
        {props.foot}
        <div class="note-composer">
          <Show when={props.about}>
            {(about) => (
              <div class="note-about">
                <span class="quote note-quote">
                  <bdi class="quote-author">{authorOf(props.find(about()))}</bdi>
                  <span class="quote-text" dir="auto">
                    {shortText(props.find(about()))}
                  </span>
                </span>
                <IconButton label="Without this message" onClick={() => props.onDropAbout()}>
                  <CloseIcon />
                </IconButton>
              </div>
            )}
          </Show>
          <NoteField
            initial={draft.read()}
            action="Add note"
            draft={draft}
            colleagues={() => props.colleagues()}
            send={async (text, mentions) => {
              const { about } = props;
              const why = await props.notes.add({
                text,
                mentions,
                ...(about === undefined ? {} : { about }),
              });
              if (why === undefined) props.onWritten();
              return why;
            }}
          />
        </div>
      </Show>
    </div>
  );
}
