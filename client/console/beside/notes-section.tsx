import './beside.css';
import { For, Show, type JSX } from 'solid-js';
import { Button } from '../../ui/button.tsx';
import { TroubleAgain } from '../../signed-in/ui/trouble-again.tsx';
import { useConsole } from '../console-context.ts';
import type { Notes } from './notes.ts';

/** The notes in short, newest first; each leads to its place in the thread. */
export function NotesSection(props: {
  readonly notes: Notes;
  onGoTo(note: string): void;
}): JSX.Element {
  const { labels } = useConsole();
  return (
    <Show when={props.notes.all().length > 0 || props.notes.trouble() !== undefined}>
      <section class="context-part" aria-label="Notes">
        <h4 class="context-label">Notes, only for colleagues</h4>
        <TroubleAgain sentence={props.notes.trouble()} onAgain={() => props.notes.again()} />
        <ul class="note-list">
          <For each={props.notes.all().toReversed()}>
            {(note) => (
              <li>
                <button type="button" class="note-short" onClick={() => props.onGoTo(note.id)}>
                  <span class="note-short-text" dir="auto">
                    {note.text}
                  </span>
                  <span class="quiet">
                    <bdi>{note.by.name}</bdi>, {labels.full(note.at)}
                  </span>
                </button>
              </li>
            )}
          </For>
        </ul>
        <Show when={props.notes.more()}>
          <Button size="small" onClick={() => void props.notes.loadOlder()}>
            Older notes
          </Button>
        </Show>
      </section>
    </Show>
  );
}
